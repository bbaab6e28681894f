// The page of the hierarchy browser. It draws a window of rows and moves the cursor; what is open,
// which row is where and what is found is decided in Python, by messages {op, id, rev, args}.
//
// What is not declared here stands in pane.js and finder.js. The trap: a browser cannot make a box of a million
// rows tall enough, so above TALLEST pixels the scroll bar stands for the place by ratio, and `top` (a
// row), not the bar, is what holds.

const ROW = 26; // pixels, as in the stylesheet
const TALLEST = 8_000_000; // pixels
const KEPT = 4_000; // rows kept in the page
const ABOVE = 3; // concepts told of what a row lies in
const MOST = 500; // rows asked for at once
const PAUSE = { ahead: 800, select: 150 }; // milliseconds

const KEYS = [
  ["↑ ↓", "row by row"],
  ["Home End", "first and last row"],
  ["PgUp PgDn", "a page up or down"],
  ["→", "open; then to the first row below"],
  ["←", "close; then to the row above it"],
  ["Enter", "open or close"],
  ["*", "open everything below"],
  ["letters, digits", "next row whose code or term begins so"],
  ["/", "search; ↓ into the results, Enter goes there, Esc back"],
  ["[ ]", "previous and next place of the same concept"],
  ["?", "these keys; Esc closes them"],
];

const LEGEND = "● may be the code of a record (assignable)  ○ may not";

const placeOf = ([at, of]) => `place ${at.toLocaleString("en-GB")} of ${of.toLocaleString("en-GB")}`;

class Browser extends Pane {
  constructor(model, el) {
    const title = model.get("title");
    const finder = new Finder(`Search ${title}`, "Search words or a code  ( / )");
    const space = make("div", { role: "none", class: "wbh-space" });
    const tree = make("div", {
      ...SUPPRESS, role: "tree", tabindex: "0", class: "wbh-tree", "aria-label": title, "aria-busy": "true",
    }, space);
    tree.style.height = `${model.get("height") * ROW}px`;
    const head = make("div", { class: "wb-head" }, make("span", { class: "wbh-title" }, title), finder.input, finder.list);
    super(model, el, {
      kind: "wbh", main: tree, head: [head], keys: KEYS, legend: LEGEND, awaits: ["asked", "searching", "selecting"],
    });
    Object.assign(this, { tree, space, finder, acts: ACTS });
    finder.join(this, () => ({}), ({ code }) => this.change("go", { code }));
    this.rows = new Map(); // what is known, by number of row
    this.drawn = new Map(); // what stands in the page, by number of row
    Object.assign(this, { total: 0, cursor: 0, top: 0, typed: "", told: "", place: { told: null } });
    Object.assign(this, { asked: null, selecting: null, turns: false, expected: 0 });
    this.watch();
    this.anew();
  }

  watch() {
    this.on(this.tree, "scroll", this.scrolled);
    this.on(this.tree, "wheel", this.wheeled, { passive: false });
    this.on(this.space, "click", this.clicked);
    this.on(this.space, "dblclick", () => this.press("Enter"));
    // JupyterLab may take what is out of sight from the page; put back, its scroll bar is at the top.
    this.sized = new ResizeObserver(() => {
      this.scrollTo(this.top);
      this.draw();
    });
    this.sized.observe(this.tree);
  }

  stop() {
    this.sized.disconnect();
    super.stop();
  }

  // Messages

  anew() { this.locate([]); }
  follow() { this.locate(this.path()); }

  // Without a path, at the cursor Python knows; with one, quietly: it was moved by somebody else.
  locate(path) {
    this.quiet = path.length > 0;
    this.pending = this.send("where", { path, count: this.window() });
  }

  answered(op, rev, args) {
    if (op === "tree") this.moved(rev, args);
    else if (op === "rows" && rev === this.rev) this.keep(args);
    else if (op === "hits") this.finder.found(args);
    else if (op === "none") this.say(`no row begins with “${args.text}”`);
    else if (op === "selected") this.placed(args);
    if (op === "rows") this.draw();
  }

  moved(rev, args) {
    const before = this.cursor - this.top;
    if (rev !== this.rev) this.rows.clear();
    this.told = "";
    Object.assign(this, { rev, asked: null });
    this.keep(args);
    // The row stays where it was on the screen; where it comes from elsewhere, what is above shows.
    const seen = before >= 0 && before < this.page() && Math.abs(args.at - this.cursor) < this.page();
    this.top = args.at - (seen ? before : Math.floor(this.page() / 3));
    this.to(args.at, this.quiet ? null : PAUSE.select);
    this.quiet = false;
  }

  keep({ total, rows }) {
    this.total = total;
    this.tree.setAttribute("aria-busy", "false");
    if (this.rows.size > KEPT) this.rows.clear();
    for (const row of rows) this.rows.set(row.row, row);
  }

  // Where rows stand

  page() { return Math.max(Math.floor(this.tree.clientHeight / ROW), 1); }
  window() { return Math.min(this.page() * 3, MOST); }
  path() { return this.rows.get(this.cursor)?.path ?? []; }
  name(row) { return `${this.uid}-${this.rev}-${row}`; }
  scaled() { return this.total * ROW > TALLEST; }
  last() { return Math.max(this.total - this.page(), 0); }

  to(row, tells = PAUSE.select) {
    this.cursor = Math.min(Math.max(row, 0), Math.max(this.total - 1, 0));
    if (this.cursor < this.top) this.top = this.cursor;
    if (this.cursor >= this.top + this.page()) this.top = this.cursor - this.page() + 1;
    this.scrollTo(this.top);
    this.draw();
    if (tells) this.later("select", tells, () => this.select());
  }

  scrollTo(top) {
    this.top = Math.min(Math.max(top, 0), this.last());
    const tall = Math.min(this.total * ROW, TALLEST);
    this.space.style.height = `${tall}px`;
    const room = tall - this.tree.clientHeight;
    this.tree.scrollTop = this.scaled() ? (this.top / this.last()) * room : this.top * ROW;
    this.expected = this.tree.scrollTop;
  }

  scrolled() {
    const now = this.tree.scrollTop;
    if (Math.abs(now - this.expected) < 1) return;
    this.expected = now;
    const room = this.space.clientHeight - this.tree.clientHeight;
    this.top = this.scaled() ? Math.round((now / room) * this.last()) : Math.floor(now / ROW);
    this.draw();
  }

  wheeled(event) {
    if (!this.scaled() || event.ctrlKey) return;
    event.preventDefault();
    const rows = event.deltaMode === 0 ? event.deltaY / ROW : event.deltaY;
    this.scrollTo(this.top + (Math.round(rows) || Math.sign(rows)));
    this.draw();
  }

  draw() {
    const end = Math.min(this.top + this.page() + 2, this.total);
    const base = this.scaled() ? this.tree.scrollTop : this.top * ROW;
    const keep = new Map();
    let missing = false;
    for (let at = this.top; at < end; at++) {
      const row = this.rows.get(at);
      missing ||= !row;
      const kept = this.drawn.get(at);
      const stands = kept && kept.row === row && kept.rev === this.rev
        ? kept : { row, rev: this.rev, el: row ? this.item(row) : make("div", { role: "none", class: "wbh-row" }, "…") };
      stands.el.style.transform = `translateY(${base + (at - this.top) * ROW}px)`;
      stands.el.classList.toggle("wbh-on", at === this.cursor);
      if (row) stands.el.setAttribute("aria-selected", String(at === this.cursor));
      keep.set(at, stands);
    }
    this.drawn.forEach((stands, at) => { if (keep.get(at) !== stands) stands.el.remove(); });
    keep.forEach(({ el }) => { if (el.parentNode !== this.space) this.space.append(el); });
    this.drawn = keep;
    if (keep.get(this.cursor)?.row) this.tree.setAttribute("aria-activedescendant", this.name(this.cursor));
    else this.tree.removeAttribute("aria-activedescendant");
    this.showDetail();
    if (missing && !this.asked && !this.pending) this.asked = this.askRows();
  }

  askRows(around = this.top) {
    return this.send("rows", { start: Math.max(around - this.page(), 0), count: this.window() });
  }

  item(row) {
    const told = [row.kind, row.assignable ? "assignable" : "not assignable"];
    if (row.retired) told.push("retired");
    const sign = row.open === null ? "" : row.open ? "▾" : "▸";
    const made = make("div", {
      id: this.name(row.row), role: "treeitem", class: `wbh-row${row.retired ? " wb-retired" : ""}`,
      "data-row": row.row, "aria-level": row.level, "aria-setsize": row.siblings, "aria-posinset": row.place,
      "aria-expanded": row.open === null ? null : String(row.open),
    },
    make("span", { class: "wbh-sign", "aria-hidden": "true" }, sign),
    make("span", { class: "wbh-mark", "aria-hidden": "true" }, row.assignable ? "●" : "○"),
    make("span", { class: "wb-code" }, row.printed), " ",
    make("span", { class: "wbh-term", title: row.term }, row.term), " ");
    if (row.retired) made.append(make("span", { class: "wb-tag", "aria-hidden": "true" }, "retired"));
    if (row.parents > 1) made.append(make("span", { class: "wbh-many" }, `${row.parents} parents`));
    made.append(make("span", { class: "wbh-kind", "aria-hidden": "true" }, row.kind),
      make("span", { class: "wbh-unseen" }, ` ${told.join(", ")}`));
    made.style.setProperty("--level", Math.min(row.level - 1, 14));
    return made;
  }

  showDetail() {
    const row = this.rows.get(this.cursor);
    if (!row) return this.detail.replaceChildren(this.total ? "" : "This graph has no concept.");
    const told = [row.kind, row.assignable ? "● assignable" : "○ not assignable"];
    if (row.retired) told.push("retired");
    const { way, above } = this.place.told === row.path.join("\n") ? this.place : { way: [1, 1], above: [] };
    if (way[1] > 1) told.push(`${placeOf(way)} ( [ ] )`);
    const shown = above.slice(-ABOVE).map((one) => one.join(" "));
    if (above.length > ABOVE) shown.unshift("…");
    this.detail.replaceChildren(make("strong", {}, row.printed), ` ${row.term} `,
      make("span", { class: "wb-told" }, told.join(" · ")),
      make("div", {}, shown.length ? `in ${shown.join(" / ")}` : ""));
  }

  placed(place) {
    this.place = { ...place, told: this.told };
    if (this.turns) this.say(place.way[1] > 1 ? placeOf(place.way) : "this concept stands in one place only");
    this.turns = false;
    this.showDetail();
  }

  select() {
    const path = this.path();
    if (this.pending || !path.length || path.join("\n") === this.told) return;
    this.told = path.join("\n");
    this.selecting = this.send("select", { path });
  }

  // Keys of the tree

  act(key) {
    const row = this.rows.get(this.cursor);
    if (row || !(key in ACTS)) this.say("");
    const space = key === " " && !this.typed;
    if (!row && key !== "/" && key !== "?") return this.total ? this.wait(key) : undefined;
    if (key in ACTS || space) ACTS[space ? "Enter" : key](this, row);
    else this.ahead(key);
  }

  // The key waits until its row is there.
  wait(key) {
    this.queue.unshift(key);
    this.pending = this.askRows(this.cursor);
  }

  change(op, args = { path: this.path() }) {
    this.pending = this.send(op, { ...args, count: this.window() });
    this.told = "";
  }

  turn(path, way) {
    this.change("turn", { path, way });
    this.turns = true;
  }

  ahead(letter) {
    this.typed += letter;
    this.later("ahead", PAUSE.ahead, () => { this.typed = ""; });
    const start = this.cursor + (this.typed.length === 1 ? 1 : 0);
    this.pending = this.send("ahead", { text: this.typed, start, count: this.window() });
  }

  clicked(event) {
    const at = Number(event.target.closest("[data-row]")?.dataset.row ?? -1);
    if (at < 0 || this.pending) return;
    this.to(at);
    if (event.target.closest(".wbh-sign")) this.press("Enter");
  }
}

const ACTS = {
  ArrowDown: (view) => view.to(view.cursor + 1),
  ArrowUp: (view) => view.to(view.cursor - 1),
  PageDown: (view) => view.to(view.cursor + view.page()),
  PageUp: (view) => view.to(view.cursor - view.page()),
  Home: (view) => view.to(0),
  End: (view) => view.to(view.total - 1),
  ArrowRight: (view, row) => {
    if (row.open) view.to(row.row + 1);
    else if (row.open === false) view.change("open");
  },
  ArrowLeft: (view, row) => {
    if (row.open) view.change("close");
    else if (row.up >= 0) view.to(row.up);
  },
  Enter: (view, row) => { if (row.open !== null) view.change(row.open ? "close" : "open"); },
  "*": (view, row) => { if (row.open !== null) view.change("open_all"); },
  "[": (view, row) => view.turn(row.path, -1),
  "]": (view, row) => view.turn(row.path, 1),
  "/": (view) => view.finder.focus(),
  "?": (view) => view.toggleHelp(),
};

export default shown(Browser);
