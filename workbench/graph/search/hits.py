"""What a search found, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final, overload

from workbench.core.codes import Release
from workbench.core.showing import LEFT, and_more
from workbench.graph.display import shortened

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Hit", "Hits"]

#: Most rows that a notebook shows.
_ROWS: Final = 50
_COLUMNS: Final = ("code", "term", "matched", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One concept that was found.

    Attributes
    ----------
    code, term
        Of the concept; the term is its preferred one or its title.
    matched
        What matched: a term of the concept as it is written, or its code.
    use
        What that is to the concept: preferred, fsn, synonym or code.
    active
        False: the source calls the concept retired.
    score
        A rank key: greater is better. Not comparable between two searches.
    """

    code: str
    term: str
    matched: str
    use: str
    active: bool
    score: float

    @property
    def told(self) -> str:
        """The term as it is shown, which says where a concept is retired."""
        return self.term if self.active else f"{self.term} (retired)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits(Sequence[Hit]):
    """The concepts that a search found, best first, each once.

    Attributes
    ----------
    text
        What was searched for.
    release
        In what.
    found
        The hits.
    notes
        Sentences that a reader should see beside them; see `workbench.graph.search.notes`.
    """

    text: str
    release: Release
    found: tuple[Hit, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Give how many were found, at most as many as asked for."""
        return len(self.found)

    @overload
    def __getitem__(self, at: int) -> Hit: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...

    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        """Give a hit, or several, by place."""
        return self.found[at]

    def __iter__(self) -> Iterator[Hit]:
        """Give the hits, best first."""
        return iter(self.found)

    @property
    def codes(self) -> list[str]:
        """The codes found, best first."""
        return [hit.code for hit in self.found]

    def to_list(self) -> list[dict[str, Any]]:
        """Give the JSON document of ``graph search``: code, term, matched, score."""
        return [{name: getattr(hit, name) for name in _COLUMNS} for hit in self.found]

    def to_pandas(self) -> pd.DataFrame:
        """Give a table with the columns code, term, matched, use, active and score."""
        import pandas as pd

        columns = [*_COLUMNS[:-1], "use", "active", _COLUMNS[-1]]
        rows = [[getattr(hit, name) for name in columns] for hit in self.found]
        return pd.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        """Give a line a hit."""
        head = f"<{len(self)} found for {shortened(self.text, most=40)!r} in {self.release}>"
        lines = [f"  {hit.code}  {shortened(hit.told)}" for hit in self.found[:_ROWS]]
        return "\n".join([head, *lines, *and_more(len(self), shown=_ROWS), *self.notes])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td {LEFT}><code>{escape(hit.code)}</code></td>"
            f"<td {LEFT}>{escape(shortened(hit.told))}</td>"
            f"<td {LEFT}>{escape(shortened(hit.matched)) if hit.matched != hit.term else ''}</td>"
            "</tr>"
            for hit in self.found[:_ROWS]
        )
        caption = f"“{shortened(self.text, most=40)}” in {self.release}: {len(self):,} found"
        heads = "".join(f'<th scope="col" {LEFT}>{name}</th>' for name in _COLUMNS[:3])
        below = (*and_more(len(self), shown=_ROWS), *self.notes)
        more = "".join(f"<p>{escape(line)}</p>" for line in below)
        return (
            f"<table><caption {LEFT}><b>{escape(caption)}</b></caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}"
        )
