// The page of the neighbourhood picture. Where every box stands, which lines run between them and
// where an arrow key leads is decided in Python; here it is drawn, and the cursor is moved.
//
// While an answer is out that changes the picture, keys wait their turn in `queue`.

const PAUSE = 150; // milliseconds until Python is told where the cursor is
const TOLD = 5; // links told below the picture
const HEAD = 34; // pixels of the titles, which stay in sight
const LABEL = 15; // pixels from one text of a label to the next, as in Python
const SMALLEST = 0.8; // of its full size, so that the whole width of a picture is in sight
const SVG = "http://www.w3.org/2000/svg";

const KEYS = [
  ["← →", "along a line, or to the nearest box that way"],
  ["↑ ↓", "box by box within a column"],
  ["Home", "to the middle"],
  ["Enter", "walk: have this code in the middle; on “+n more”, the next of them"],
  ["Backspace", "back to what was in the middle before"],
  ["+ −", "a step more, a step less around the middle"],
  ["/", "search the graph the cursor is in; ↓ into the results, Enter walks there, Esc back"],
  ["?", "these keys; Esc closes them"],
];
const LEGEND = "Every line says where it ends which map it is of, or what it is: “is a” runs up at the left of a " +
  "column, from concepts to what they are kinds of. Dashed is what is derived, retired or replaced. Click walks too.";

const counted = (number, what) => `${number.toLocaleString("en-GB")} ${what}${number === 1 ? "" : "s"}`;

const draw = (name, attributes, ...inside) => fill(document.createElementNS(SVG, name), attributes, inside);

class Picture extends Pane {
  constructor(model, el) {
    const sheet = make("div", { role: "none", class: "wbn-sheet" });
    const pane = make("div", {
      ...SUPPRESS, role: "listbox", tabindex: "0", class: "wbn-pane", "aria-label": "Neighbourhood", "aria-busy": "true",
    }, sheet);
    pane.style.height = `${model.get("height")}px`;
    const title = make("div", { class: "wbn-title" });
    const finder = new Finder("Search", "");
    const head = make("div", { class: "wb-head" }, title, finder.input, finder.list);
    const summary = make("summary", SUPPRESS);
    const codes = make("ul", { role: "list", "aria-label": "Codes" });
    const links = make("ul", { role: "list", "aria-label": "Links" });
    const text = make("details", { class: "wbn-text" }, summary, codes, links);
    super(model, el, {
      kind: "wbn", main: pane, head: [head], tail: [text], keys: KEYS, legend: LEGEND, awaits: ["searching", "selecting"],
    });
    Object.assign(this, { sheet, pane, title, finder, summary, codes, links, acts: ACTS });
    Object.assign(this, { cursor: 0, told: 0, picture: null, selecting: null, boxes: [], scale: 1 });
    this.sized = new ResizeObserver(() => this.picture && this.fit());
    this.sized.observe(pane);
    finder.join(this, () => ({ at: this.cursor }), ({ code }) => this.ask("go", { at: this.cursor, code }));
    this.on(this.sheet, "click", this.clicked);
    this.anew();
  }

  stop() {
    this.sized.disconnect();
    super.stop();
  }

  // Messages

  anew() { this.ask("picture"); }
  follow() { this.anew(); }

  ask(op, args) {
    clearTimeout(this.timers.select); // where the cursor was is of no interest any more
    this.pending = this.send(op, args);
  }

  answered(op, rev, args) {
    if (op === "picture") this.show(rev, args);
    else if (op === "hits") this.finder.found(args);
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
      draw("defs", {}, tip), draw("g", {}, ...this.lines), ...labels.map((label) => this.label(label)));
    this.boxes = boxes.map((one, at) => this.box(one, at, box));
    Object.assign(this.sheet.style, { width: `${width}px`, height: `${height}px` });
    this.sheet.replaceChildren(make("div", { class: "wbn-columns", role: "none" }, ...titles), svg, ...this.boxes);
    this.pane.setAttribute("aria-busy", "false");
    this.tell(picture);
    this.told = picture.at;
    this.cursor = picture.at;
    this.fit();
    this.to(picture.at, true);
  }

  // Where little is lacking, all of it is shown somewhat smaller; where much, it scrolls.
  fit() {
    const fits = this.pane.clientWidth / this.picture.size[0];
    this.scale = fits < SMALLEST ? 1 : Math.min(fits, 1);
    this.sheet.style.zoom = this.scale;
    this.reveal(this.picture.boxes[this.cursor], true);
  }

  label({ x, y, anchor, texts, title }) {
    const spans = texts.map((text, at) => draw("tspan", { x, y: y + at * LABEL }, text));
    return draw("text", { class: "wbn-label", "text-anchor": anchor }, draw("title", {}, title), ...spans);
  }

  box(one, at, [width, height]) {
    const classes = ["wbn-box", one.middle && "wbn-middle", one.retired && "wb-retired", one.more && "wbn-more"];
    const made = make("div", {
      id: this.name(at), role: "option", "aria-selected": "false", "data-at": at,
      class: classes.filter(Boolean).join(" "), title: `${one.code} ${one.term}`, "aria-label": this.said(one),
    }, make("span", { class: "wb-code" }, one.code));
    for (const tag of [one.middle && "middle", one.retired && "retired"].filter(Boolean)) {
      made.append(make("span", { class: "wb-tag" }, tag));
    }
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
    const steps = `${counted(hops, "step")} around`;
    const rest = left_out ? `; no room for ${left_out.toLocaleString("en-GB")} more further out` : "";
    this.title.replaceChildren(make("strong", {}, middle.code), ` ${middle.term} `,
      make("span", { class: "wb-told" }, `${middle.graph} · ${steps}, ${[`${counted(codes, "code")}${rest}`, ...narrowed].join(" · ")}`));
    this.pane.setAttribute("aria-label", `${steps} ${middle.code} ${middle.term}, ${middle.graph}`);
    this.summary.textContent = `The same as text: ${counted(codes, "code")}, ${counted(sentences.length, "link")}`;
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
      const on = source === at || target === at;
      path.classList.toggle("wbn-on", on);
      if (on) path.parentNode.append(path); // over those it shares a way with
    });
    this.reveal(this.picture.boxes[at], centred);
    this.showDetail();
    this.later("select", PAUSE, () => this.select());
  }

  // Only the pane scrolls, never the notebook around it.
  reveal({ x, y }, centred) {
    const { pane, scale } = this;
    const [width, height] = this.picture.box.map((size) => size * scale);
    const [wide, tall] = [pane.clientWidth, pane.clientHeight];
    const along = (now, from, length, room, before) => {
      if (centred && (from < now + before || from + length > now + room)) return from + length / 2 - room / 2;
      return Math.min(Math.max(now, from + length + 12 - room), from - before);
    };
    pane.scrollLeft = along(pane.scrollLeft, x * scale, Math.min(width, wide - 24), wide, 12);
    pane.scrollTop = along(pane.scrollTop, y * scale, height, tall, HEAD + 8);
  }

  showDetail() {
    const { boxes, lines } = this.picture;
    const one = boxes[this.cursor];
    const ways = lines.filter(({ source, target }) => source === this.cursor || target === this.cursor)
      .map(({ source, target, says }) => ({ out: source === this.cursor, other: source === this.cursor ? target : source, says }))
      .sort((a, b) => a.other - b.other);
    const told = ways.slice(0, TOLD).map(({ out, other, says }) =>
      make("li", {}, `${out ? "→" : "←"} ${says} · ${boxes[other].code} ${boxes[other].term}`));
    if (ways.length > TOLD) told.push(make("li", {}, `and ${ways.length - TOLD} more`));
    const words = [one.kind, one.retired ? "retired" : "", one.graph].filter(Boolean).join(" · ");
    this.finder.input.placeholder = `Search ${one.search}  ( / )`;
    this.finder.input.setAttribute("aria-label", `Search ${one.search}`);
    this.detail.replaceChildren(make("strong", {}, one.code), ` ${one.term} `,
      make("span", { class: "wb-told" }, words), make("ul", { role: "list" }, ...told));
  }

  select() {
    if (this.pending || this.told === this.cursor) return;
    this.told = this.cursor;
    this.selecting = this.send("select", { at: this.cursor });
  }

  // Keys and clicks

  act(key) {
    this.say("");
    ACTS[key]?.(this);
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
  "/": (view) => view.finder.focus(),
  "?": (view) => view.toggleHelp(),
};

export default shown(Picture);
