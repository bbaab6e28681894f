// A search box over a list of what it found: ↓ and ↑ go through it, Enter takes, Esc goes back to the
// pane. It stands after pane.js and before the module of a widget that has one.
//
// The widget's class calls `join` once it is made, names "searching" among what it awaits, and gives
// the finder whatever comes as "hits".

const WAIT = { search: 200, patience: 500, hide: 150 }; // milliseconds
const LONGEST = 1000; // characters, as Python takes them

class Finder {
  constructor(label, placeholder) {
    Object.assign(this, { hits: [], at: -1, takes: false });
    this.input = make("input", {
      ...SUPPRESS, type: "text", role: "combobox", class: "wb-input", autocomplete: "off", spellcheck: "false",
      placeholder, "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false",
    });
    this.list = make("ul", { role: "listbox", class: "wb-hits", "aria-label": "Found", hidden: "" });
  }

  // `asks` gives what a search says besides its text; `take` is given the hit that was chosen.
  join(pane, asks, take) {
    Object.assign(this, { pane, asks, take });
    pane.searching = null;
    this.list.id = `${pane.uid}-hits`;
    this.input.setAttribute("aria-controls", this.list.id);
    pane.on(this.input, "input", () => this.typed());
    pane.on(this.input, "keydown", (event) => this.keyed(event));
    pane.on(this.input, "blur", () => pane.later("hide", WAIT.hide, () => this.show([])));
    pane.on(this.list, "mousedown", (event) => event.preventDefault());
    pane.on(this.list, "click", (event) => this.choose(Number(event.target.closest("[role=option]")?.dataset.at ?? -1)));
  }

  text() { return this.input.value.trim(); }

  focus() {
    this.input.focus();
    this.input.select();
  }

  typed() {
    this.takes = false;
    this.pane.searching = null;
    if (this.text()) this.pane.later("search", WAIT.search, () => this.search());
    else this.show([]);
  }

  search() {
    const { pane } = this;
    clearTimeout(pane.timers.search);
    pane.searching = pane.send("search", { ...this.asks(), text: this.text().slice(0, LONGEST) });
    pane.later("patience", WAIT.patience, () => {
      if (pane.searching && !pane.gone) pane.say("searching; the first search of a graph takes longer");
    });
  }

  found({ hits, more }) {
    this.show(hits);
    if (!hits.length) return this.pane.say(`nothing found for “${this.text()}”`);
    if (this.takes) return this.choose(0);
    this.pane.say(`${hits.length}${more ? " or more" : ""} found; ↓ goes into them`);
  }

  show(hits) {
    Object.assign(this, { hits, at: -1 });
    const option = (hit, at) => make("li", { role: "option", id: `${this.list.id}-${at}`, "data-at": at, "aria-selected": "false" },
      make("span", { class: "wb-code" }, hit.printed), " ", make("span", {}, hit.term),
      make("span", { class: "wb-told" }, ` ${hit.kind}${hit.retired ? ", retired" : ""}${hit.matched ? ` · “${hit.matched}”` : ""}`));
    this.list.replaceChildren(...hits.map(option));
    this.list.hidden = !hits.length;
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  to(at) {
    this.at = Math.min(Math.max(at, -1), this.hits.length - 1);
    [...this.list.children].forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === this.at));
      if (n === this.at) option.scrollIntoView({ block: "nearest" });
    });
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  keyed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      ArrowDown: () => this.to(this.at + 1),
      ArrowUp: () => this.to(this.at - 1),
      Enter: () => this.enter(),
      Escape: () => this.leave(),
    }[event.key];
    if (does) this.pane.handled(event, does);
  }

  enter() {
    if (this.hits.length) return this.choose(Math.max(this.at, 0));
    if (!this.text()) return;
    this.takes = true; // the first hit, once it is there
    if (!this.pane.searching) this.search();
  }

  leave() {
    this.takes = false;
    this.show([]);
    this.pane.main.focus();
  }

  choose(at) {
    const hit = this.hits[at];
    if (!hit) return;
    this.leave();
    this.pane.say("");
    this.take(hit);
  }
}
