"""A real widget and its real module in a bare page, with a stand-in for Jupyter's model.

The benchmarks show widgets the same way.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import anywidget
    from playwright.sync_api import Page

__all__ = ["show"]

#: What a page knows of a widget: its traits, a way to send, and who listens.
_STAND_IN: Final = """async ([esm, css, state]) => {
  const listeners = {};
  const fire = (name, ...args) => (listeners[name] ?? []).slice().forEach((does) => does(...args));
  window.take = ({ traits, messages }) => {
    for (const [name, value] of Object.entries(traits)) {
      const changed = JSON.stringify(state[name]) !== JSON.stringify(value);
      state[name] = value;
      if (changed) fire(`change:${name}`);
    }
    messages.forEach((message) => fire('msg:custom', message, []));
  };
  window.listening = () => Object.values(listeners).flat().length;
  const model = {
    get: (name) => state[name],
    on: (name, does) => (listeners[name] ??= []).push(does),
    off: (name, does) => {
      listeners[name] = (listeners[name] ?? []).filter((one) => one !== does);
    },
    send: (message) => window.toPython(message).then(
      (news) => (window.held ? window.held.push(news) : window.take(news))),
  };
  document.head.append(Object.assign(document.createElement('style'), { textContent: css }));
  const source = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const widget = (await import(source)).default;
  window.show = async (el) => widget.render({ model, el });
  const place = document.createElement('div');
  document.querySelector('main').append(place);
  window.leave = await window.show(place);
}"""
_PAGE: Final = (
    "<!doctype html><html lang=en><title>Widget</title>"
    "<main><h1 style='color: #fff; background: #000'>Widget</h1></main>"
)


def show(page: Page, widget: anywidget.AnyWidget) -> None:
    """Show a widget in the page and let both talk."""
    sent: list[Any] = []
    widget.send = lambda content, buffers=None: sent.append(json.loads(json.dumps(content)))  # noqa: ARG005

    def news() -> dict[str, Any]:
        traits = {name: getattr(widget, name) for name in widget.keys if name[0] != "_"}
        plain = {name: value for name, value in traits.items() if _is_plain(value)}
        messages, sent[:] = sent[:], []
        return {"traits": plain, "messages": messages}

    def to_python(message: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a page sends
        widget.handle(message)
        return news()

    page.expose_function("toPython", to_python)
    page.expose_function("news", news)
    page.set_content(_PAGE)
    page.evaluate(_STAND_IN, [str(widget._esm), str(widget._css), news()["traits"]])


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)
