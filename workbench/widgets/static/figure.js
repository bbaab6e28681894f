// Plotly's own widget, loaded once a page. It is 5 MB of script, which each figure would load anew, and
// anywidget gives up on a model that is not ready after two seconds: a notebook of five figures is then
// blank after a reload. So a model is ready at once, and Plotly is loaded behind it.
//
// The trap: Plotly's model learns by events what Python changes, and each event is taken back at once.
// What comes before Plotly is there is kept, and told to it then.

const LOADED = (globalThis.workbenchPlotly ??= new Map()); // by its text: a page may outlive an upgrade

function load(text) {
  if (!LOADED.has(text)) {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const loading = import(url).finally(() => URL.revokeObjectURL(url));
    loading.catch(() => LOADED.delete(text));
    LOADED.set(text, loading);
  }
  return LOADED.get(text);
}

export default () => {
  let ready;
  return {
    initialize(context) {
      const { model } = context;
      const early = [];
      const keepers = model.get("_changes").map((name) => [`change:${name}`, () => {
        const change = model.get(name);
        if (change !== null) early.push([name, change]);
      }]);
      keepers.forEach(([event, keep]) => model.on(event, keep));
      ready = load(model.get("_plotly")).then((plotly) => {
        const made = plotly.default();
        made.initialize(context);
        keepers.forEach(([event, keep]) => model.off(event, keep));
        for (const [name, change] of early) {
          model.set(name, change);
          model.set(name, null);
        }
        return made;
      });
      ready.catch(() => {}); // said where it is shown
    },
    async render(context) {
      return (await ready).render(context);
    },
  };
};
