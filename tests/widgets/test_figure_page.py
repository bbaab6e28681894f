"""Plotly is loaded once a page, however many figures it shows, and no change is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from workbench.widgets.figure import Figure

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: A script in the place of Plotly's, which tells how often it was loaded and what it was told.
_SCRIPT: Final = """
globalThis.loaded = (globalThis.loaded ?? 0) + 1;
export default () => ({
  initialize: ({ model }) => model.on('change:_py2js_update', () => {
    const told = model.get('_py2js_update');
    if (told) globalThis.told = [...(globalThis.told ?? []), told];
  }),
  render: ({ el }) => { el.textContent = 'drawn'; },
});
"""
_SHOW: Final = """async ([esm, state]) => {
  const source = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const { default: widget } = await import(source);
  const shown = [0, 1, 2].map(() => {
    const values = { ...state }, listeners = [];
    const model = {
      get: (name) => values[name],
      set: (name, value) => {
        values[name] = value;
        const heard = listeners.filter(([event]) => event === `change:${name}`);
        heard.forEach(([, does]) => does());
      },
      on: (event, does) => listeners.push([event, does]),
      off: (event, does) => listeners.splice(listeners.findIndex(([, one]) => one === does), 1),
    };
    return { model, made: widget(), el: document.createElement('p') };
  });
  const ready = shown.map(({ model, made }) => made.initialize({ model }));
  const { model } = shown[0];
  for (const change of ['first', 'second']) {
    model.set('_py2js_update', change);
    model.set('_py2js_update', null);
  }
  const told = globalThis.told ?? null;
  await Promise.all(shown.map(({ model, made, el }) => made.render({ model, el })));
  model.set('_py2js_update', 'third');
  return {
    waited: ready.some((one) => one instanceof Promise),
    before: told,
    loaded: globalThis.loaded,
    told: globalThis.told,
    drawn: shown.map(({ el }) => el.textContent),
  };
}"""


def shown(page: Page, script: str) -> dict[str, Any]:
    """Show three figures with another script in the place of Plotly's; the first is changed."""
    figure = Figure()
    state = {"_plotly": script, "_changes": figure._changes, "_py2js_update": None}
    page.goto("about:blank")
    found: dict[str, Any] = page.evaluate(_SHOW, [str(figure._esm), state])
    return found


def test_three_figures_load_one_script_and_are_told_what_changed_before_it_was_there(
    page: Page,
) -> None:
    assert shown(page, _SCRIPT) == {
        "waited": False,
        "before": None,
        "loaded": 1,
        "told": ["first", "second", "third"],
        "drawn": ["drawn"] * 3,
    }


def test_a_figure_carries_plotly_s_own_script_and_every_way_python_changes_it() -> None:
    state = Figure().get_state(["_plotly", "_changes", "_esm"])
    assert "Plotly" in state["_plotly"]
    assert {"_py2js_update", "_py2js_restyle", "_py2js_relayout"} <= set(state["_changes"])
    assert len(state["_esm"]) < 5_000


def test_a_page_that_is_loaded_anew_gets_the_figure_as_it_is_now() -> None:
    figure = Figure({"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"height": 200}})
    figure.update({"data": [{"y": [3]}], "layout": {"height": 300}})
    state = figure.get_state(drop_defaults=False)
    assert state["_widget_data"][0]["y"] == [3]
    assert state["_widget_layout"]["height"] == 300
