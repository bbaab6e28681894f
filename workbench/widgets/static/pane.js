// What the pages of all widgets do alike: a frame with a line of detail, a status line and a list of
// keys; messages {op, id, rev, args}; and keys that wait in `queue` while an answer is out that
// changes what is shown. Python puts this text before a widget's own module, as one module.
//
// A widget's class gives: `acts`, what each key does; `anew()`, which asks Python for everything, at
// its cursor; `follow()`, the same at the cursor of this page; `answered(op, rev, args)`; `act(key)`.
// What is asked is known by name (`pending`, and those in `awaits`); the newest of a name counts.
//
// The trap: JupyterLab's own keys act in any element that does not carry SUPPRESS itself.

const PATIENCE = 3000; // milliseconds until a wait is told
const WAITING = "Python has not answered yet: it may be busy with a cell; if it was restarted, run this cell again";
const GONE = "Python was restarted and knows nothing of this any more: run this cell again";

const SUPPRESS = { "data-lm-suppress-shortcuts": "true" };

function fill(made, attributes, inside) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

const make = (name, attributes, ...inside) => fill(document.createElement(name), attributes, inside);

class Pane {
  constructor(model, el, { kind, main, head, tail = [], keys, legend, awaits = [] }) {
    this.model = model;
    this.uid = `${kind}-${Math.random().toString(36).slice(2, 10)}`;
    Object.assign(this, { sent: 0, rev: -1, pending: null, queue: [], timers: {}, awaits, gone: false });
    this.stopper = new AbortController();
    this.main = main; // the one element that takes the keys; it is never replaced
    this.detail = make("div", { class: "wb-detail" });
    this.status = make("div", { role: "status", "aria-live": "polite", class: "wb-status" });
    this.help = this.helpOf(keys, legend);
    this.button = make("button", {
      ...SUPPRESS, type: "button", class: "wb-button", "aria-label": "Keys", "aria-expanded": "false",
      "aria-controls": this.help.id,
    }, "?");
    this.el = make("div", { class: `wb ${kind}` }, ...head,
      make("div", { class: "wb-body" }, main, this.help),
      make("div", { class: "wb-foot" }, this.detail, this.button), this.status, ...tail);
    el.replaceChildren(this.el);
    this.listen();
  }

  helpOf(keys, legend) {
    const rows = keys.map(([key, does]) =>
      make("tr", {}, make("th", { scope: "row" }, key), make("td", {}, does)));
    return make("div", {
      ...SUPPRESS, id: `${this.uid}-keys`, role: "region", tabindex: "0", class: "wb-help", "aria-label": "Keys", hidden: "",
    }, make("table", {}, make("tbody", {}, ...rows)), make("p", {}, legend));
  }

  on(target, name, does, more) {
    target.addEventListener(name, does.bind(this), { signal: this.stopper.signal, ...more });
  }

  listen() {
    this.on(this.main, "keydown", this.keyed);
    this.on(this.button, "click", this.toggleHelp);
    this.on(this.help, "keydown", (event) => {
      if (event.key === "Escape" || event.key === "?") this.handled(event, () => this.toggleHelp());
    });
    this.onMessage = (message) => this.receive(message);
    this.onRev = () => { if (this.model.get("rev") > this.rev && !this.pending) this.follow(); };
    this.model.on("msg:custom", this.onMessage);
    this.model.on("change:rev", this.onRev);
    // Lost with the kernel, or there again: which, only sending tells.
    this.onLive = () => {
      this.gone = false;
      this.queue.length = 0;
      this.follow();
    };
    this.model.on("comm_live_update", this.onLive);
  }

  stop() {
    this.stopper.abort();
    this.model.off("msg:custom", this.onMessage);
    this.model.off("change:rev", this.onRev);
    this.model.off("comm_live_update", this.onLive);
    Object.values(this.timers).forEach(clearTimeout);
    this.el.remove();
  }

  // Messages

  send(op, args = {}) {
    const id = `${this.uid}:${++this.sent}`;
    try {
      this.model.send({ op, id, rev: Math.max(this.rev, 0), args });
      this.later("waiting", PATIENCE, () => this.say(WAITING));
    } catch {
      this.gone = true; // the kernel, and with it what would answer
      this.say(GONE);
    }
    return id;
  }

  receive({ op, id, rev, args }) {
    clearTimeout(this.timers.waiting);
    if (this.status.textContent === WAITING) this.say("");
    if (op === "moved") return this.anew();
    const awaited = ["pending", ...this.awaits].find((name) => id && this[name] === id);
    if (!awaited) return; // of another view, or older than what was asked last
    this[awaited] = null;
    if (op === "refused") this.refused(awaited, rev, args);
    else this.answered(op, rev, args);
    if (awaited === "pending") this.drain();
  }

  refused(awaited, rev, { text }) {
    const late = awaited === "selecting" && rev > this.rev; // nobody waits for that
    if (!late) this.say(text);
    if (awaited === "searching") this.finder.show([]);
    if (awaited === "pending") this.queue.length = 0; // what was typed was meant for another picture
    if (rev > this.rev && !this.pending) this.follow();
  }

  say(text) { this.status.textContent = text; }

  later(name, wait, does) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(does, wait);
  }

  // Keys

  handled(event, does) {
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  // A letter that means nothing here means nothing to JupyterLab either.
  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.length > 1 && !(event.key in this.acts)) return;
    this.handled(event, () => this.press(event.key));
  }

  press(key) {
    if (this.gone) return this.say(GONE);
    this.queue.push(key);
    this.drain();
  }

  drain() {
    while (this.queue.length && !this.pending) this.act(this.queue.shift());
  }

  toggleHelp() {
    const opens = this.help.hidden;
    this.help.hidden = !opens;
    this.button.setAttribute("aria-expanded", String(opens));
    (opens ? this.help : this.main).focus();
  }
}

const shown = (View) => ({
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.stop();
  },
});
