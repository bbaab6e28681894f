"""How graphs and concepts show themselves, as text and as HTML; always bounded.

Every text that came from a file is escaped. Nothing is coloured, so that both themes of JupyterLab
can read it, and nothing runs or loads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from workbench.core.showing import LEFT, and_more

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.concept import Concept

__all__ = ["concept_html", "concept_text", "graph_html", "graph_text", "quoted", "shortened"]

#: Longest term shown, in characters, and most rows of one list.
_TERM: Final = 160
_ROWS: Final = 12


def shortened(text: str, *, most: int = _TERM) -> str:
    """Give a text cut to a length, with a sign that it was.

    Examples
    --------
    >>> shortened("myocardial infarction", most=10)
    'myocardia…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(text: str, *, most: int = _TERM) -> str:
    r"""Give what somebody typed on one line, cut to a length, with nothing that cannot be written.

    Examples
    --------
    >>> quoted("<<\n  I21 |\udc80|", most=20)
    '<< I21 |\\udc80|'
    """
    whole = shortened(" ".join(text.split()), most=most)
    return whole.encode("utf-8", "backslashreplace").decode("utf-8")


def graph_text(graph: CodeGraph) -> str:
    """Give one line: release, name where it differs, concepts, edges, roots."""
    name = "" if graph.name == str(graph.release) else f" '{graph.name}'"
    facts = ", ".join(_counted(count, what) for what, count in _sizes(graph))
    return f"<CodeGraph{name} {graph.release}: {facts}>"


def graph_html(graph: CodeGraph) -> str:
    """Give a small table of sizes and the first roots."""
    roots = graph.roots()
    shown = [(code, graph.term(code)) for code in roots[:_ROWS]]
    rows = [
        ("release", escape(str(graph.release))),
        ("name", escape(graph.name)),
        *((what, f"{count:,}") for what, count in _sizes(graph)),
        ("first roots", _list_html(shown, len(roots))),
    ]
    return _table_html(f"Code graph {graph.release.system.label}", rows)


def concept_text(concept: Concept) -> str:
    """Give a few lines: code and term, what it is, what stands above and below it."""
    lines = [
        f"{concept.printed} {shortened(concept.term)}",
        f"  {concept.release}; {'; '.join(_facts(concept))}",
    ]
    for heading, relatives in (("parents", concept.parents), ("children", concept.children)):
        if relatives:
            lines.append(f"  {heading}:")
            lines += [f"    {code} {shortened(term)}" for code, term in relatives[:_ROWS]]
            lines += [f"    {more}" for more in and_more(len(relatives), shown=_ROWS)]
    return "\n".join(lines)


def concept_html(concept: Concept) -> str:
    """Give a small table: what it is, what stands above and below it."""
    rows = [
        ("release", escape(str(concept.release))),
        ("is", escape("; ".join(_facts(concept)))),
        ("parents", _list_html(concept.parents, len(concept.parents))),
        ("children", _list_html(concept.children, len(concept.children))),
    ]
    return _table_html(f"{concept.printed} {shortened(concept.term)}", rows)


def _sizes(graph: CodeGraph) -> tuple[tuple[str, int], ...]:
    shape = graph.hierarchy
    return (
        ("concepts", len(graph)),
        ("edges", len(shape.parents.indices)),
        ("roots", len(shape.roots())),
    )


def _facts(concept: Concept) -> list[str]:
    return [
        concept.kind,
        *([f"role: {concept.role}"] if concept.role else []),
        "active" if concept.active else "retired",
        "assignable" if concept.assignable else "not assignable",
        *([f"residual: {concept.residual_kind}"] if concept.residual_kind else []),
        f"depth {concept.depth}",
        _counted(concept.ancestor_count, "ancestors"),
        _counted(concept.descendant_count, "descendants"),
    ]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what if count != 1 else what.removesuffix('s')}"


def _list_html(relatives: Sequence[tuple[str, str]], count: int) -> str:
    lines = [
        f"<code>{escape(shortened(code))}</code> {escape(shortened(term))}"
        for code, term in relatives[:_ROWS]
    ]
    return "<br>".join([*lines, *and_more(count, shown=_ROWS)]) or "none"


def _table_html(caption: str, rows: Iterable[tuple[str, str]]) -> str:
    """Give a table; the right-hand cells are HTML already, the rest is escaped here."""
    body = "".join(
        f'<tr><th scope="row" {LEFT}>{escape(heading)}</th><td {LEFT}>{cell}</td></tr>'
        for heading, cell in rows
    )
    return f"<table><caption {LEFT}><b>{escape(caption)}</b></caption><tbody>{body}</tbody></table>"
