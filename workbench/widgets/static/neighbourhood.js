// The page of the neighbourhood picture. Where every box stands, which lines run between them and
// where an arrow key leads is decided in Python; here it is drawn, and the cursor is moved.
//
// While an answer is out that changes the picture, keys wait their turn in `queue`.

const PAUSE = 150; // milliseconds until Python is told where the cursor is
const TOLD = 6; // links told below the picture
const HEAD = 34; // pixels of the titles, which stay in sight
const LABEL = 15; // pixels from one text of a label to the next, as in Python
const SVG = "http://www.w3.org/2000/svg";

const KEYS = [
  ["← → ↑ ↓", "to the nearest box that way"],
  ["Home", "to the middle"],
  ["Enter", "walk: have this code in the middle; on “+n more”, the next of them"],
  ["Backspace", "back to what was in the middle before"],
  ["+ −", "a step more, a step less around the middle"],
  ["?", "these keys; Esc closes them"],
];
const LEGEND = "An arrow at the left of a column runs from a concept to what it is a kind of. Every other " +
  "line says its map, or what it is. Dashed is what is derived, retired or replaced. Click walks too.";

function fill(made, attributes, inside) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

const make = (name, attributes, ...inside) => fill(document.createElement(name), attributes, inside);
const draw = (name, attributes, ...inside) => fill(document.createElementNS(SVG, name), attributes, inside);

class Picture {
  constructor(model, el) {
    this.model = model;
    this.uid = `wbn-${Math.random().toString(36).slice(2, 10)}`;
    Object.assign(this, { sent: 0, rev: -1, cursor: 0, told: 0, picture: null });
    Object.assign(this, { pending: null, selecting: null, queue: [], boxes: [] });
    this.build(el);
    this.listen();
    this.ask("picture");
  }

  build(el) {
    const suppress = { "data-lm-suppress-shortcuts": "true" };
    this.sheet = make("div", { role: "none", class: "wbn-sheet" });
    this.pane = make("div", {
      ...suppress, role: "listbox", tabindex: "0", class: "wbn-pane", "aria-label": "Neighbourhood", "aria-busy": "true",
    }, this.sheet);
    this.pane.style.height = `${this.model.get("height")}px`;
    this.title = make("div", { class: "wbn-title" });
    this.detail = make("div", { class: "wbn-detail" });
    this.status = make("div", { role: "status", "aria-live": "polite", class: "wbn-status" });
    const rows = KEYS.map(([keys, does]) =>
      make("tr", {}, make("th", { scope: "row" }, keys), make("td", {}, does)));
    this.help = make("div", {
      ...suppress, id: `${this.uid}-keys`, role: "region", tabindex: "0", class: "wbn-help", "aria-label": "Keys", hidden: "",
    }, make("table", {}, make("tbody", {}, ...rows)), make("p", {}, LEGEND));
    this.button = make("button", {
      ...suppress, type: "button", class: "wbn-button", "aria-label": "Keys", "aria-expanded": "false",
      "aria-controls": `${this.uid}-keys`,
    }, "?");
    this.summary = make("summary", { ...suppress });
    this.codes = make("ul", { role: "list", "aria-label": "Codes" });
    this.links = make("ul", { role: "list", "aria-label": "Links" });
    this.el = make("div", { class: "wbn" }, this.title,
      make("div", { class: "wbn-body" }, this.pane, this.help),
      make("div", { class: "wbn-foot" }, this.detail, this.button), this.status,
      make("details", { class: "wbn-text" }, this.summary, this.codes, this.links));
    el.replaceChildren(this.el);
  }

  listen() {
    const stop = new AbortController();
    this.stopper = stop;
    const on = (target, name, does) => target.addEventListener(name, does.bind(this), { signal: stop.signal });
    on(this.pane, "keydown", this.keyed);
    on(this.sheet, "click", this.clicked);
    on(this.button, "click", this.toggleHelp);
    on(this.help, "keydown", (event) => {
      if (event.key === "Escape" || event.key === "?") this.handled(event, () => this.toggleHelp());
    });
    this.onMessage = (message) => this.receive(message);
    this.onRev = () => { if (this.model.get("rev") > this.rev && !this.pending) this.ask("picture"); };
    this.model.on("msg:custom", this.onMessage);
    this.model.on("change:rev", this.onRev);
  }

  stop() {
    this.stopper.abort();
    this.model.off("msg:custom", this.onMessage);
    this.model.off("change:rev", this.onRev);
    clearTimeout(this.timer);
    this.el.remove();
  }

  // Messages

  send(op, args) {
    const id = `${this.uid}:${++this.sent}`;
    this.model.send({ op, id, rev: Math.max(this.rev, 0), args });
    return id;
  }

  ask(op, args = {}) {
    clearTimeout(this.timer); // where the cursor was is of no interest any more
    this.pending = this.send(op, args);
  }

  receive({ op, id, rev, args }) {
    if (op === "moved") return this.ask("picture");
    const awaited = ["pending", "selecting"].find((name) => id && this[name] === id);
    if (!awaited) return; // of another view, or older than what was asked last
    this[awaited] = null;
    if (op === "refused") this.refused(awaited, rev, args);
    else if (op === "picture") this.show(rev, args);
    if (awaited === "pending" && !this.pending) this.drain();
  }

  refused(awaited, rev, { text }) {
    if (awaited === "pending") this.say(text);
    this.queue.length = 0;
    if (rev > this.rev && !this.pending) this.ask("picture");
  }

  // What is shown

  show(rev, picture) {
    Object.assign(this, { rev, picture });
    const { size: [width, height], box, columns, boxes, lines, labels } = picture;
    const titles = columns.map(({ title, x }) => {
      const made = make("div", { class: "wbn-column", "aria-hidden": "true", title }, title);
      made.style.left = `${x}px`;
      made.style.width = `${box[0]}px`;
      return made;
    });
    this.lines = lines.map((line) => draw("path", {
      d: line.path, class: `wbn-line wbn-${line.kind}`, "marker-end": `url(#${this.uid}-tip)`,
      "stroke-dasharray": line.dashed ? "5 4" : null,
    }));
    const tip = draw("marker", { id: `${this.uid}-tip`, viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
      draw("path", { d: "M0 0L8 4L0 8z", class: "wbn-tip" }));
    const svg = draw("svg", { width, height, "aria-hidden": "true", focusable: "false", class: "wbn-lines" },
      draw("defs", {}, tip), ...this.lines, ...labels.map((label) => this.label(label)));
    this.boxes = boxes.map((one, at) => this.box(one, at, box));
    Object.assign(this.sheet.style, { width: `${width}px`, height: `${height}px` });
    this.sheet.replaceChildren(make("div", { class: "wbn-columns", role: "none" }, ...titles), svg, ...this.boxes);
    this.pane.setAttribute("aria-busy", "false");
    this.tell(picture);
    this.told = picture.at;
    this.to(picture.at, true);
  }

  label({ x, y, anchor, texts, title }) {
    const spans = texts.map((text, at) => draw("tspan", { x, y: y + at * LABEL }, text));
    return draw("text", { class: "wbn-label", "text-anchor": anchor }, draw("title", {}, title), ...spans);
  }

  box(one, at, [width, height]) {
    const classes = ["wbn-box", one.middle && "wbn-middle", one.retired && "wbn-retired", one.more && "wbn-more"];
    const made = make("div", {
      id: this.name(at), role: "option", "aria-selected": "false", "data-at": at,
      class: classes.filter(Boolean).join(" "), title: `${one.code} ${one.term}`, "aria-label": this.said(one),
    }, make("span", { class: "wbn-code" }, one.code));
    if (one.retired) made.append(make("span", { class: "wbn-tag" }, "retired"));
    made.append(make("span", { class: "wbn-term" }, one.term));
    Object.assign(made.style, { left: `${one.x}px`, top: `${one.y}px`, width: `${width}px`, height: `${height}px` });
    return made;
  }

  said(one) {
    const told = [one.kind, one.retired ? "retired" : "", one.middle ? "in the middle" : ""];
    return [`${one.code} ${one.term}`.trim(), ...told, one.graph].filter(Boolean).join(", ");
  }

  tell({ boxes, hops, left_out, narrowed, sentences }) {
    const middle = boxes.find((one) => one.middle);
    const codes = boxes.filter((one) => !one.more).length;
    const steps = `${hops} ${hops === 1 ? "step" : "steps"} around`;
    const rest = left_out ? `; no room for ${left_out.toLocaleString("en-GB")} more further out` : "";
    this.title.replaceChildren(make("strong", {}, middle.code), ` ${middle.term} `,
      make("span", { class: "wbn-told" }, `${middle.graph} · ${steps}, ${[`${codes} codes${rest}`, ...narrowed].join(" · ")}`));
    this.pane.setAttribute("aria-label", `${steps} ${middle.code} ${middle.term}, ${middle.graph}`);
    this.summary.textContent = `The same as text: ${codes} codes, ${sentences.length} links`;
    this.codes.replaceChildren(...boxes.map((one) => make("li", {}, this.said(one))));
    this.links.replaceChildren(...sentences.map((text) => make("li", {}, text)));
  }

  // The cursor

  name(at) { return `${this.uid}-${this.rev}-${at}`; }

  to(at, centred = false) {
    this.boxes[this.cursor]?.setAttribute("aria-selected", "false");
    this.cursor = at;
    this.boxes[at].setAttribute("aria-selected", "true");
    this.pane.setAttribute("aria-activedescendant", this.name(at));
    this.lines.forEach((path, n) => {
      const { source, target } = this.picture.lines[n];
      path.classList.toggle("wbn-on", source === at || target === at);
    });
    this.reveal(this.picture.boxes[at], centred);
    this.showDetail();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.select(), PAUSE);
  }

  // Only the pane scrolls, never the notebook around it.
  reveal({ x, y }, centred) {
    const { pane, picture: { box: [width, height] } } = this;
    const [wide, tall] = [pane.clientWidth, pane.clientHeight];
    const along = (now, from, length, room, before) => {
      if (centred && (from < now + before || from + length > now + room)) return from + length / 2 - room / 2;
      return Math.min(Math.max(now, from + length + 12 - room), from - before);
    };
    pane.scrollLeft = along(pane.scrollLeft, x, Math.min(width, wide - 24), wide, 12);
    pane.scrollTop = along(pane.scrollTop, y, height, tall, HEAD + 8);
  }

  showDetail() {
    const { boxes, lines } = this.picture;
    const one = boxes[this.cursor];
    const ways = lines.filter(({ source, target }) => source === this.cursor || target === this.cursor);
    const told = ways.slice(0, TOLD).map(({ source, target, says }) => {
      const out = source === this.cursor;
      return make("li", {}, `${out ? "→" : "←"} ${says} · ${boxes[out ? target : source].code} ${boxes[out ? target : source].term}`);
    });
    if (ways.length > TOLD) told.push(make("li", {}, `and ${ways.length - TOLD} more`));
    const words = [one.kind, one.retired ? "retired" : "", one.graph].filter(Boolean).join(" · ");
    this.detail.replaceChildren(make("strong", {}, one.code), ` ${one.term} `,
      make("span", { class: "wbn-told" }, words), make("ul", { role: "list" }, ...told));
  }

  select() {
    if (this.pending || this.told === this.cursor) return;
    this.told = this.cursor;
    this.selecting = this.send("select", { at: this.cursor });
  }

  say(text) { this.status.textContent = text; }

  // Keys and clicks

  handled(event, does) {
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Tab" || event.key === "Shift") return;
    if (event.key.length > 1 && !(event.key in ACTS)) return;
    this.handled(event, () => this.press(event.key)); // a letter means nothing here, nor to JupyterLab
  }

  press(key) {
    this.queue.push(key);
    this.drain();
  }

  drain() {
    while (this.queue.length && !this.pending && this.picture) {
      const key = this.queue.shift();
      this.say("");
      ACTS[key]?.(this);
    }
  }

  go(way, words) {
    const at = this.picture.boxes[this.cursor].ways[way];
    if (at < 0) this.say(`nothing further ${words}`);
    else this.to(at);
  }

  clicked(event) {
    const at = Number(event.target.closest("[data-at]")?.dataset.at ?? -1);
    if (at < 0 || this.pending) return;
    this.to(at);
    this.press("Enter");
  }

  toggleHelp() {
    const opens = this.help.hidden;
    this.help.hidden = !opens;
    this.button.setAttribute("aria-expanded", String(opens));
    (opens ? this.help : this.pane).focus();
  }
}

const ACTS = {
  ArrowLeft: (view) => view.go(0, "to the left"),
  ArrowRight: (view) => view.go(1, "to the right"),
  ArrowUp: (view) => view.go(2, "up"),
  ArrowDown: (view) => view.go(3, "down"),
  Home: (view) => view.to(view.picture.boxes.findIndex((one) => one.middle)),
  Enter: (view) => view.ask("enter", { at: view.cursor }),
  Backspace: (view) => view.ask("back"),
  "+": (view) => view.ask("hops", { way: 1 }),
  "=": (view) => view.ask("hops", { way: 1 }),
  "-": (view) => view.ask("hops", { way: -1 }),
  "?": (view) => view.toggleHelp(),
};

export default {
  render({ model, el }) {
    const view = new Picture(model, el);
    return () => view.stop();
  },
};
