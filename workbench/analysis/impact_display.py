"""How an impact shows itself in a terminal and in a notebook: a line, and a bounded table."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workbench.analysis.impact_result import Impact

__all__ = ["impact_html", "impact_text"]

#: The measures worth a look first.
_SHOWN: Final = ("method", "target_kind", "residual_kind", "moved_chapter", "merged")


def impact_text(impact: Impact) -> str:
    """Give one line: what was counted, along which map."""
    dataset, releases = impact.dataset, impact.releases
    return (
        f"<Impact {releases.source} → {releases.target} along {releases.map}: "
        f"{dataset.codes:,} codes, {dataset.activity:,} {dataset.unit}, year {dataset.year}>"
    )


def impact_html(impact: Impact) -> str:
    """Give the first measures as a table, by code and by activity, with where they come from."""
    rows = [row for row in impact.measures.to_pylist() if row["measure"] in _SHOWN]
    body = "".join(_row(row) for row in rows if row["codes"])
    return (
        f"<table><caption>{html.escape(impact_text(impact)[1:-1])}</caption><thead><tr>"
        '<th scope="col">measure</th><th scope="col">value</th><th scope="col">codes</th>'
        '<th scope="col">%</th><th scope="col">activity</th><th scope="col">%</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: dict[str, Any]) -> str:
    return (
        f"<tr><td>{row['measure']}</td><td>{row['value']}</td><td>{row['codes']:,}</td>"
        f"<td>{row['codes_share']:.1%}</td><td>{row['activity']:,}</td>"
        f"<td>{row['activity_share']:.1%}</td></tr>"
    )
