"""How an impact shows itself in a terminal and in a notebook: a line, and a bounded table."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

from workbench.core.showing import and_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.impact_result import CodelistImpact, Impact

__all__ = ["codelists_html", "codelists_text", "impact_html", "impact_text"]

#: The measures worth a look first.
_LISTS: Final = 50
_LIST_COLUMNS: Final = (
    "name",
    "codes",
    "activity_before",
    "activity_after",
    "low",
    "high",
    "sensitivity",
    "ppv",
    "why",
)
_SHOWN: Final = ("method", "target_kind", "residual_kind", "moved_chapter", "merged")


def impact_text(impact: Impact) -> str:
    """Give one line: what was counted, along which map."""
    dataset, releases = impact.dataset, impact.releases
    return (
        f"<Impact {releases.source} → {releases.target} along {releases.map}: "
        f"{dataset.codes:,} codes, {dataset.activity:,} {dataset.unit}, year {dataset.year}>"
    )


def impact_html(impact: Impact) -> str:
    """Give the first direct measures as a table, by code and by activity, with where from.

    What borrows its parent's row, or has none, stands in a line below.
    """
    rows = [row for row in impact.measures_direct.to_pylist() if row["measure"] in _SHOWN]
    body = "".join(_row(row) for row in rows if row["codes"])
    return (
        f"<table><caption>{html.escape(impact_text(impact)[1:-1])}</caption><thead><tr>"
        '<th scope="col">measure</th><th scope="col">value</th><th scope="col">codes</th>'
        '<th scope="col">%</th><th scope="col">activity</th><th scope="col">%</th></tr></thead>'
        f"<tbody>{body}</tbody></table><p>{html.escape(_apart(impact))}</p>"
    )


def _apart(impact: Impact) -> str:
    counts = {
        row["value"]: row for row in impact.measures.to_pylist() if row["measure"] == "method"
    }
    parent, none = counts["parent"], counts["none"]
    one = parent["codes"] == 1
    words = ("code", "borrows its") if one else ("codes", "borrow their")
    borrowed = f"{parent['codes']:,} {words[0]} ({parent['activity']:,}) {words[1]} parent's row"
    return (
        f"Direct maps only. Apart, by code and in activity: {borrowed}, {none['codes']:,} "
        f"({none['activity']:,}) are not found. Shares are of all {impact.dataset.codes:,} codes "
        f"and {impact.dataset.activity:,} in activity."
    )


def codelists_text(codelists: Sequence[CodelistImpact]) -> str:
    """Give a line a list, a bounded number of them."""
    lines = [f"{c.name}: {_found(c)}" for c in codelists[:_LISTS]]
    return "\n".join([*lines, *and_more(len(codelists), shown=_LISTS)])


def _found(codelist: CodelistImpact) -> str:
    if codelist.why is not None:
        return codelist.why
    return f"{codelist.activity_before:,} before, {codelist.activity_after:,} after"


def codelists_html(codelists: Sequence[CodelistImpact]) -> str:
    """Give a table of the lists by activity, a bounded number of them."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in _LIST_COLUMNS)
    body = "".join(_list_row(codelist) for codelist in codelists[:_LISTS])
    more = "".join(f"<p>{line}</p>" for line in and_more(len(codelists), shown=_LISTS))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _list_row(codelist: CodelistImpact) -> str:
    cells = (getattr(codelist, name) for name in _LIST_COLUMNS)
    return "<tr>" + "".join(f"<td>{html.escape(_cell(cell))}</td>" for cell in cells) + "</tr>"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _row(row: dict[str, Any]) -> str:
    return (
        f"<tr><td>{row['measure']}</td><td>{row['value']}</td><td>{row['codes']:,}</td>"
        f"<td>{row['codes_share']:.1%}</td><td>{row['activity']:,}</td>"
        f"<td>{row['activity_share']:.1%}</td></tr>"
    )
