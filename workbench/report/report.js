// Draws the figures of the report, and draws them again when the theme changes or before printing.
// Figures are plain JSON in the page; colours written var(--name) are read from the stylesheet.
(() => {
  "use strict";
  const root = document.documentElement;
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const config = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false };

  const resolved = (value, style) => {
    if (typeof value === "string") {
      const found = /^var\((--[a-z-]+)\)$/.exec(value);
      return found ? style.getPropertyValue(found[1]).trim() : value;
    }
    if (Array.isArray(value)) return value.map((item) => resolved(item, style));
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v, style)]));
    }
    return value;
  };

  const draw = () => {
    const style = getComputedStyle(root);
    for (const [name, figure] of Object.entries(figures)) {
      const place = document.getElementById(name);
      if (!place.classList.contains("drawn")) {
        place.replaceChildren();
        place.classList.add("drawn");
      }
      const { data, layout } = resolved(figure, style);
      Plotly.react(place, data, layout, config);
    }
  };

  // A link may lead into a folded part.
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let part = target || null; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
  };

  const folded = [...document.querySelectorAll("details")];
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = folded.filter((part) => !part.open);
    closed.forEach((part) => { part.open = true; });
    root.dataset.printing = "";
    draw();
  });
  window.addEventListener("afterprint", () => {
    closed.forEach((part) => { part.open = false; });
    delete root.dataset.printing;
    draw();
  });
  // Says at a table or figure that is larger than its frame which way the rest lies.
  const slack = 2;
  const mark = (view) => {
    const box = view.querySelector(".scroll, .plot");
    const wide = box.scrollWidth - box.clientWidth;
    const tall = box.classList.contains("long") ? box.scrollHeight - box.clientHeight : 0;
    view.classList.toggle("wide", wide > slack);
    view.classList.toggle("tall", tall > slack);
    view.classList.toggle("more-right", wide - box.scrollLeft > slack);
    view.classList.toggle("more-below", tall - box.scrollTop > slack);
  };
  const watcher = new ResizeObserver((changes) => {
    new Set(changes.map((change) => change.target.closest(".view"))).forEach(mark);
  });
  for (const view of document.querySelectorAll(".view")) {
    const box = view.querySelector(".scroll, .plot");
    box.addEventListener("scroll", () => mark(view), { passive: true });
    watcher.observe(box);
    watcher.observe(box.firstElementChild);
  }

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("hashchange", openTarget);
  openTarget();
  draw();
})();
