"""The hierarchy browser: from a key's message to its answer in the kernel, with everything open.

The peer keeps what a simple tree would keep, a list of all rows made anew by every command; both
give the same window before anything is timed. Of each key the slowest twentieth is told, since that
is what a hand on the keyboard feels; the first call, which counts rows or folds terms, apart.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring import Row, compare
from workbench.views.tree import Close, OpenAll
from workbench.widgets import HierarchyBrowser

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["all_open", "browse_rows", "flatten_row"]

_SEED: Final = 11
_KEYS: Final = 200
_WINDOW: Final = 48

_Ask = Callable[..., dict[str, Any]]


def flatten_row(graph: CodeGraph) -> Row:
    """Time closing a branch and reading a window against a list of all rows made anew."""
    view = all_open(graph).view
    path = view.rows(len(view) // 2, 1)[0].path[:1]
    start = len(view) // 2

    def ours() -> list[str]:
        return [row.code for row in view.dispatch(Close(path=path)).rows(start // 2, _WINDOW)]

    def peer() -> list[str]:
        rows = [code for top in graph.roots() for code in _flat(graph, top, closed=path[0])]
        return rows[start // 2 : start // 2 + _WINDOW]

    question = f"{graph.release}, all {len(view):,} rows open: close a chapter, read a window"
    return compare(question, ours, peer, peer_name="list of all rows")


def browse_rows(graph: CodeGraph) -> list[Row]:
    """Time each key of the browser with everything open."""
    begun = time.perf_counter()
    browser = all_open(graph)
    made = time.perf_counter() - begun
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    ask = _asking(browser)
    begun = time.perf_counter()
    ask("ahead", text="a", start=0, count=_WINDOW)
    folded = time.perf_counter() - begun
    name = f"{graph.release}, {len(browser.view):,} rows open: "
    rows = [
        Row(question=f"{name}the browser made, all opened", ours=made, peer=None, peer_name=""),
        Row(question=f"{name}the first letter typed", ours=folded, peer=None, peer_name=""),
    ]
    for key, calls in _keys(browser, ask, draw).items():
        took = [_seconds(call) for call in calls]
        slow = sorted(took)[int(len(took) * 0.95)]
        rows.append(Row(question=f"{name}{key}, p95", ours=slow, peer=None, peer_name=""))
    return rows


def _keys(
    browser: HierarchyBrowser, ask: _Ask, draw: random.Random
) -> dict[str, list[Callable[[], object]]]:
    """Give for each key some calls, at places drawn from all rows."""
    graph, size = browser.graph, len(browser.view)
    rows = [draw.randrange(size) for _ in range(_KEYS)]
    paths = [{"path": list(browser.view.rows(row, 1)[0].path)} for row in rows]
    letters = [draw.choice("abcdefghilmnoprstuv") for _ in rows]
    codes = [graph.code_at(draw.randrange(len(graph))) for _ in rows]
    ahead = [{"text": text, "start": row} for text, row in zip(letters, rows, strict=True)]
    asked: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "scroll": ("rows", [{"start": row} for row in rows]),
        "End": ("rows", [{"start": size - _WINDOW}] * _KEYS),
        "a letter typed": ("ahead", ahead),
        "]": ("turn", [{**path, "way": 1} for path in paths]),
        "a code gone to": ("go", [{"code": code} for code in codes]),
        "← closes": ("close", list(paths)),
        "→ opens": ("open", list(paths)),
    }
    return {
        key: [partial(ask, op, count=_WINDOW, **args) for args in each]
        for key, (op, each) in asked.items()
    }


def all_open(graph: CodeGraph) -> HierarchyBrowser:
    """Give the browser of a graph with every row open."""
    browser = HierarchyBrowser(graph)
    for top in graph.roots():
        if graph.children(top):
            browser.view = browser.view.dispatch(OpenAll(path=(top,)))
    browser.refresh()
    return browser


def _asking(browser: HierarchyBrowser) -> _Ask:
    """Give a function that sends a message and reads the answer as the page would get it."""
    sent: list[str] = []
    browser.send = lambda content: sent.append(json.dumps(content))

    def ask(op: str, **args: object) -> dict[str, Any]:
        sent.clear()
        browser.handle({"op": op, "id": "1", "rev": browser.view.rev, "args": args})
        answered: dict[str, Any] = json.loads(sent[-1])
        if answered["op"] == "refused":
            raise SystemExit(answered["args"]["text"])
        return answered

    return ask


def _flat(graph: CodeGraph, code: str, *, closed: str) -> Iterator[str]:
    yield code
    if code != closed:
        for child in graph.children(code):
            yield from _flat(graph, child, closed=closed)


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
