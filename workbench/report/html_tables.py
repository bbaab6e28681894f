"""Tables of the page: with caption, scoped headings, and a frame that the keyboard scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.report.markup import Child, Markup, element, joined
from workbench.report.portion import Portion
from workbench.report.wording import count, share

__all__ = [
    "PORTION_COLUMNS",
    "Body",
    "Column",
    "Look",
    "Span",
    "coded",
    "folded",
    "portion_cells",
    "table",
    "view",
]

Row = Sequence[Child]

#: A table with more rows scrolls in its frame; a shorter one stands there whole.
_MOST_ROWS: Final = 20


class Look(StrEnum):
    """How a column is set."""

    TEXT = "text"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading and how its cells are set."""

    heading: str
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A heading over several columns; empty over those that need none."""

    heading: str
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Rows that belong together under a heading of their own."""

    heading: str
    rows: Sequence[Row]


#: Columns that `portion_cells` fills.
PORTION_COLUMNS: Final = tuple(
    Column(heading=heading, look=Look.NUMBER)
    for heading in ("Codes", "% of codes", "Activity", "% of activity")
)


def portion_cells(part: Portion) -> tuple[str, ...]:
    """Give the cells of a portion: codes, their share, activity, its share."""
    return (
        count(part.codes),
        share(part.codes_share),
        count(part.activity),
        share(part.activity_share),
    )


def table(
    name: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row] = (),
    *,
    source: str,
    spans: Sequence[Span] = (),
    bodies: Sequence[Body] = (),
    look: str | None = None,
) -> Markup:
    """Make a table whose first column heads its rows.

    Parameters
    ----------
    name
        Unique on the page; becomes the id of the caption.
    caption
        What the table shows.
    columns, rows
        The columns, and for each row as many cells. A cell is text or `Markup`.
    source
        Releases, year and unit; stands in the caption.
    spans
        Headings over the headings, together as wide as the columns.
    bodies
        Rows under headings of their own, in place of `rows`.
    look
        A class of the stylesheet for the table.
    """
    caption_id = f"table-{name}"
    words = joined(element("strong", caption), " ", element("span", source, class_="source"))
    plain = [_row(columns, row) for row in rows]
    grouped = [_body(columns, body) for body in bodies]
    shown = len(plain) + sum(len(body.rows) for body in bodies)
    whole = element(
        "table",
        element("caption", element("span", words, class_="held"), id=caption_id),
        _head(columns, spans),
        *(grouped if bodies else (element("tbody", *plain),)),
        class_=look,
    )
    kind = "scroll long" if shown > _MOST_ROWS else "scroll"
    return view(
        element("div", whole, class_=kind, role="region", tabindex=0, aria_labelledby=caption_id)
    )


def view(box: Markup) -> Markup:
    """Put a box that may scroll between the words that say so; the script shows them when it does.

    Parameters
    ----------
    box
        An element of class ``scroll`` or ``plot``.
    """
    aside = element("p", "Scroll sideways for the rest →", class_="hint aside", aria_hidden="true")
    down = element(
        "p", "Scroll in the table for more rows ↓", class_="hint down", aria_hidden="true"
    )
    return element("div", aside, box, down, class_="view")


def coded(code: str | None, term: str | None) -> Markup:
    """Set a code with its words under it; both are always shown."""
    words = element("span", term, class_="words") if term else None
    return joined(code or "none", words)


def _head(columns: Sequence[Column], spans: Sequence[Span]) -> Markup:
    over = element("tr", *map(_span, spans), class_="over") if spans else None
    return element("thead", over, element("tr", *map(_heading, columns)))


def _span(span: Span) -> Markup:
    if not span.heading:
        return element("td", colspan=span.columns)
    return element("th", span.heading, scope="colgroup", colspan=span.columns)


def _heading(column: Column) -> Markup:
    return element("th", column.heading, scope="col", class_=column.look)


def _body(columns: Sequence[Column], body: Body) -> Markup:
    heading = element("th", body.heading, scope="rowgroup", colspan=len(columns))
    rows = (_row(columns, row) for row in body.rows)
    return element("tbody", element("tr", heading, class_="group"), *rows)


def _row(columns: Sequence[Column], row: Row) -> Markup:
    cells = (
        element("td", cell, class_=column.look)
        for column, cell in zip(columns[1:], row[1:], strict=True)
    )
    return element("tr", element("th", row[0], scope="row", class_=columns[0].look), *cells)


def folded(summary: str, *children: Child) -> Markup:
    """Fold a long part away until it is asked for; print opens it."""
    return element("details", element("summary", summary), *children)
