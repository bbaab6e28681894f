// The page of a figure and its tables: the parts of the figure as a grid to choose from, and a page
// of the rows of what is chosen. Python says what they are; here they are drawn, and the cursor moves.
//
// The figure stands before this element in the same box (`wbx-whole`) and is Plotly's. It is given a
// name and a place in the order of Tab here, and its clicks are sent to Python from here, since
// Plotly's own message does not tell a band of a Sankey diagram from a node.

const PAGE = 100; // rows shown at a time
const STEP = 10; // parts of PgUp and PgDn
const AHEAD = 700; // milliseconds in which letters are of one word

const KEYS = [
  ["↑ ↓ Home End PgUp PgDn", "from part to part of the figure"],
  ["letters, digits", "to the next part that begins so"],
  ["Enter, Space", "show the rows of this part; it is marked in the figure"],
  ["Esc", "show the whole again"],
  ["[ ]", "previous and next page of rows"],
  ["Tab", "to the rows; the arrow keys scroll them"],
  ["?", "these keys; Esc closes them"],
];
const LEGEND = "✓ is the part whose rows are shown. A click in the figure or on a part shows its rows too; " +
  "a second click in the figure shows the whole.";
const TEXT = "input, textarea, select, [contenteditable=true]";

class Exhibit extends Pane {
  constructor(model, el) {
    el.classList.add("wbx-room");
    const [head, body] = [make("thead", { role: "rowgroup" }), make("tbody", { role: "rowgroup" })];
    const grid = make("div", {
      ...SUPPRESS, role: "grid", tabindex: "0", class: "wbx-scroll wbx-grid", "aria-label": "Parts of the figure",
      "aria-busy": "true", "aria-readonly": "true",
    }, make("table", { role: "presentation" }, head, body));
    const side = make("div", { class: "wbx-side" });
    super(model, el, { kind: "wbx", main: grid, head: [], tail: [side], keys: KEYS, legend: LEGEND });
    Object.assign(this, { grid, head, body, side, acts: ACTS, cursor: 0, start: 0, total: 0, typed: "" });
    Object.assign(this, { parts: [], told: null, wantsFocus: false });
    this.buildRows();
    this.on(body, "click", this.clicked);
    this.watch();
    this.anew();
    this.themed();
  }

  buildRows() {
    this.caption = make("caption", { id: `${this.uid}-caption` });
    [this.rows_head, this.rows_body] = [make("thead"), make("tbody")];
    this.region = make("div", {
      ...SUPPRESS, role: "region", tabindex: "0", class: "wbx-scroll", "aria-labelledby": this.caption.id,
    }, make("table", {}, this.caption, this.rows_head, this.rows_body));
    this.shown = make("span", { class: "wbx-shown" });
    [this.back, this.next] = [["[", "Previous page of rows", -1], ["]", "Next page of rows", 1]].map(([key, name, way]) => {
      const made = make("button", { ...SUPPRESS, type: "button", class: "wb-button", "aria-label": name, title: name }, key);
      this.on(made, "click", () => this.turn(way));
      return made;
    });
    this.side.append(this.region, make("div", { class: "wbx-turn" }, this.shown, this.back, this.next));
    this.on(this.region, "keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && "[]?".includes(event.key)) this.keyed(event);
      if (event.key === "Escape") this.keyed(event);
    });
  }

  watch() {
    this.theming = new MutationObserver(() => this.themed());
    this.theming.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    this.finding = new MutationObserver(() => this.findFigure());
    this.placing = new ResizeObserver(() => this.findFigure()); // speaks when this element is put in its page
    this.placing.observe(this.el);
  }

  stop() {
    [this.theming, this.finding, this.placing, this.sizing].forEach((watcher) => watcher?.disconnect());
    this.figure?.removeListener("plotly_click", this.onFigure);
    super.stop();
  }

  // The figure

  findFigure() {
    const whole = this.el.closest(".wbx-whole");
    if (!whole || this.figure) return;
    const figure = whole.querySelector(".js-plotly-plot");
    if (typeof figure?.on !== "function") { // not drawn yet
      this.finding.observe(whole, { childList: true, subtree: true });
      return;
    }
    [this.finding, this.placing].forEach((watcher) => watcher.disconnect());
    this.figure = figure;
    this.onFigure = (event) => this.figureClicked(event);
    figure.on("plotly_click", this.onFigure);
    this.sizing = new ResizeObserver(() => this.sizeFigure());
    this.sizing.observe(figure);
    this.nameFigure();
  }

  // Plotly draws anew when the window changes its size, and not when its place in the window does.
  sizeFigure() {
    const drawn = this.figure.querySelector(".main-svg")?.clientWidth;
    if (drawn && Math.abs(drawn - this.figure.clientWidth) > 1) window.dispatchEvent(new Event("resize"));
  }

  nameFigure() {
    if (!this.figure || !this.told) return;
    const { title, source } = this.told;
    fill(this.figure.closest(".wbx-figure"), { ...SUPPRESS, tabindex: "0", role: "group", "aria-label": `Figure. ${title}` }, []);
    const picture = this.figure.querySelector(".svg-container");
    const says = `${title}. ${source} The tables after it hold the same numbers.`;
    if (picture) fill(picture, { role: "img", "aria-label": says }, []);
  }

  figureClicked({ points: [point] }) {
    if (!point) return;
    const target = Array.isArray(point.sourceLinks) ? "node" : "point";
    this.wantsFocus = true;
    this.ask("click", { trace: point.curveNumber ?? 0, at: point.pointNumber, target, count: PAGE });
  }

  themed() {
    const said = document.body.dataset.jpThemeLight;
    const dark = said ? said === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
    this.send("theme", { name: dark ? "dark" : "light" });
  }

  // Messages

  anew() { this.ask("show", { count: PAGE }); }
  follow() { this.anew(); }

  ask(op, args) { this.pending = this.send(op, args); }

  answered(op, rev, args) {
    this.rev = rev;
    if (op === "shown") this.show(args);
    if (op === "shown" || op === "chosen") this.chosen(args);
    this.showRows(args);
  }

  // What is shown

  show(told) {
    this.told = told;
    this.parts = told.parts;
    this.head.replaceChildren(make("tr", { role: "row" }, ...told.columns.map(({ heading, look }) =>
      make("th", { role: "columnheader", class: `wbx-${look}` }, heading))));
    this.body.replaceChildren(...told.parts.map(({ cells }, at) => make("tr", {
      id: this.name(at), role: "row", "aria-selected": "false", "aria-rowindex": at + 2, "data-at": at,
    }, ...cells.map((cell, n) => make("td", { role: "gridcell", class: `wbx-${told.columns[n].look}` }, cell)))));
    const count = told.parts.length + 1;
    fill(this.grid, { "aria-label": `Parts of the figure: ${told.title}`, "aria-rowcount": count, "aria-busy": "false" }, []);
    this.rows_head.replaceChildren(make("tr", {}, ...told.row_columns.map(({ heading, look }) =>
      make("th", { scope: "col", class: `wbx-${look}` }, heading))));
    this.nameFigure();
  }

  chosen({ selected, sentence }) {
    const at = this.parts.findIndex(({ key }) => key === selected);
    [...this.body.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    this.caption.replaceChildren(make("strong", {}, `${sentence}.`), ` ${this.told.source}`);
    this.say(sentence);
    this.to(at);
    this.region.scrollTop = 0;
    const writes = document.activeElement?.closest(TEXT);
    if (this.wantsFocus && !writes) this.grid.focus({ preventScroll: true }); // the next key is for this, not for Lab
    this.wantsFocus = false;
  }

  showRows({ start, total, rows }) {
    Object.assign(this, { start, total });
    const looks = this.told.row_columns.map(({ look }) => `wbx-${look}`);
    this.rows_body.replaceChildren(...rows.map((cells) => make("tr", {}, ...cells.map((cell, at) =>
      (at ? make("td", { class: looks[at] }, cell) : make("th", { scope: "row", class: looks[at] }, cell))))));
    const last = start + rows.length;
    this.shown.textContent = total ? `rows ${start + 1} to ${last} of ${total.toLocaleString("en-GB")}` : "no rows";
    fill(this.back, { "aria-disabled": String(start === 0) }, []);
    fill(this.next, { "aria-disabled": String(last >= total) }, []);
  }

  // The cursor

  name(at) { return `${this.uid}-${at}`; }

  to(at) {
    this.body.children[this.cursor]?.classList.remove("wbx-at");
    this.cursor = Math.max(Math.min(at, this.parts.length - 1), 0);
    const row = this.body.children[this.cursor];
    row.classList.add("wbx-at");
    this.grid.setAttribute("aria-activedescendant", row.id);
    this.detail.textContent = this.parts[this.cursor].label;
    const { grid, head } = this; // only the grid scrolls, never the notebook around it
    const least = row.offsetTop + row.offsetHeight - grid.clientHeight;
    grid.scrollTop = Math.min(Math.max(grid.scrollTop, least), row.offsetTop - head.offsetHeight);
  }

  turn(way) {
    const start = this.start + way * PAGE;
    if (start < 0 || start >= this.total) return this.say(way < 0 ? "these are the first rows" : "these are the last rows");
    this.region.scrollTop = 0;
    this.ask("rows", { start, count: PAGE });
  }

  choose(at) { this.ask("choose", { key: this.parts[at].key, count: PAGE }); }

  // Letters go to the next part that begins so; the same letter again to the one after.
  ahead(letter) {
    this.later("ahead", AHEAD, () => { this.typed = ""; });
    if (this.typed !== letter) this.typed += letter;
    const from = this.typed.length === 1 ? 1 : 0;
    const places = this.parts.map((_, step) => (this.cursor + from + step) % this.parts.length);
    const found = places.find((at) => this.parts[at].label.toLowerCase().startsWith(this.typed));
    if (found === undefined) this.say(`no part begins with “${this.typed}”`);
    else this.to(found);
  }

  // Keys and clicks

  act(key) {
    if (!this.told) return;
    if (key in ACTS) ACTS[key](this);
    else this.ahead(key.toLowerCase());
  }

  clicked(event) {
    const at = Number(event.target.closest("[data-at]")?.dataset.at ?? -1);
    if (at >= 0 && !this.pending) this.choose(at);
  }
}

const ACTS = {
  ArrowUp: (view) => view.to(view.cursor - 1),
  ArrowDown: (view) => view.to(view.cursor + 1),
  PageUp: (view) => view.to(view.cursor - STEP),
  PageDown: (view) => view.to(view.cursor + STEP),
  Home: (view) => view.to(0),
  End: (view) => view.to(view.parts.length - 1),
  Enter: (view) => view.choose(view.cursor),
  " ": (view) => view.choose(view.cursor),
  Escape: (view) => view.choose(0),
  "[": (view) => view.turn(-1),
  "]": (view) => view.turn(1),
  "?": (view) => view.toggleHelp(),
};

export default shown(Exhibit);
