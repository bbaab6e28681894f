"""How a workspace shows itself, as text and as HTML; always bounded, always escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from workbench.core.showing import and_more, table_html
from workbench.graph.display import shortened
from workbench.workspace.manifest import Manifest

__all__ = ["first_names", "workspace_html", "workspace_text"]

#: Most rows of one table, and most names in one line.
_ROWS: Final = 50
_NAMES: Final = 12


def workspace_text(manifest: Manifest, folder: str) -> str:
    """Give one line: title, folder name and counts."""
    return (
        f"<Workspace '{_title(manifest)}' in {folder}: {_count(len(manifest.graphs), 'graph')}, "
        f"{_count(len(manifest.maps), 'map')}>"
    )


def workspace_html(manifest: Manifest) -> str:
    """Give the graphs and maps held as two small tables."""
    graphs = [(g.name, g.release, f"{g.concepts:,}") for g in manifest.graphs]
    maps = [
        (m.name, f"{m.source or '?'} → {m.target or '?'}", f"{m.entries:,}") for m in manifest.maps
    ]
    return (
        f"<p><b>{escape(_title(manifest))}</b></p>"
        f"{_table(('graph', 'release', 'concepts'), graphs)}"
        f"{_table(('map', 'releases', 'entries'), maps)}"
    )


def first_names(names: Sequence[str]) -> str:
    """Give names on one line, and how many are left out.

    Examples
    --------
    >>> first_names(["icd10/who-2019", "icd11/2024-01"])
    'icd10/who-2019, icd11/2024-01'
    """
    shown = ", ".join(shortened(name) for name in names[:_NAMES])
    return f"{shown}, … and {len(names) - _NAMES} more" if len(names) > _NAMES else shown


def _title(manifest: Manifest) -> str:
    return shortened(" ".join(manifest.title.split()))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _table(headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    return table_html(
        headings,
        [[shortened(cell) for cell in row] for row in rows[:_ROWS]],
        numbers=headings[2:],
        below=and_more(len(rows), shown=_ROWS),
    )
