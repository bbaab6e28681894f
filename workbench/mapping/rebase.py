"""Carry a map to new releases of either side: what is kept, what is to be seen, what is dropped.

The yearly job. A source that its new release has retired is dropped, and its replacements are named
and never taken. A row whose source or target changed goes to review with the reasons. What is left
is kept; but an approval is carried only where nothing around it moved either: neither end, its
parents, nor the maps of the source's siblings, by which a reviewer judged it.

The traps: a map without statuses was published, so its rows count as approved; and a code of the
same spelling in a new release is taken for the same code, which is why terms are compared. A graph
that only stands for the release a map is of, over a bridge, does not change what its codes are of:
the UK's X59.0 does not become WHO's.

Source: SNOMED International, ICD-10 Mapping Technical Guide (maintenance of the map).
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from workbench.core.codes import Release, natural_key
from workbench.core.progress import Progress, silent
from workbench.core.showing import and_more
from workbench.errors import ReleaseMismatchError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.bridge import find_bridge, same_codes
from workbench.mapping.ends import Ends
from workbench.mapping.map_set import MapSet
from workbench.mapping.provenance import EntryStatus

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Move", "Noted", "Rebased", "rebase"]

_SHOWN: Final = 50
_APPROVED: Final = frozenset({None, EntryStatus.ACCEPTED})
#: Statuses of rows that nobody has finished; they are carried as they are.
_OPEN: Final = frozenset(EntryStatus) - {EntryStatus.ACCEPTED, EntryStatus.MAPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A source, and why it is to be reviewed or was dropped: a sentence each."""

    source: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rebased:
    """A map carried to new releases.

    Attributes
    ----------
    map_set
        Of the new releases (of a side's own where the new graph only stands for it over a bridge):
        kept rows as they were, rows to review with status ``in_review`` and
        the reasons in ``comment``; dropped ones are left out.
    kept
        Sources whose rows are carried as they were, in natural order.
    review, dropped
        The others, in natural order.
    """

    map_set: MapSet
    kept: tuple[str, ...]
    review: tuple[Noted, ...]
    dropped: tuple[Noted, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON document of the command line's contract."""
        return {
            "kept": len(self.kept),
            "review": [_document(noted) for noted in self.review],
            "dropped": [_document(noted) for noted in self.dropped],
        }

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a source: source, outcome (kept, review, dropped), why."""
        import pandas as pd

        rows = [(source, "kept", "") for source in self.kept]
        for outcome, noted in (("review", self.review), ("dropped", self.dropped)):
            rows += [(each.source, outcome, "; ".join(each.why)) for each in noted]
        return pd.DataFrame(rows, columns=["source", "outcome", "why"])

    def lines(self) -> list[str]:
        """Give it as text: counts, then each source dropped or to review with its reasons."""
        told = [
            f"  {outcome}: {each.source}: {'; '.join(each.why)}"
            for outcome, noted in (("dropped", self.dropped), ("review", self.review))
            for each in noted
        ]
        counts = {"kept": self.kept, "to review": self.review, "dropped": self.dropped}
        return [
            repr(self.map_set)[1:-1],
            ", ".join(f"{outcome} {len(found):,}" for outcome, found in counts.items()),
            *told[:_SHOWN],
            *and_more(len(told), shown=_SHOWN),
        ]

    def __repr__(self) -> str:
        """Give it as text, a bounded part of it."""
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The graphs a map is carried between.

    Attributes
    ----------
    older_source, older_target
        Of the releases the map is of, or what stands for them over a bridge.
    source, target
        Of the releases it is carried to.
    """

    older_source: CodeGraph
    older_target: CodeGraph
    source: CodeGraph
    target: CodeGraph


def rebase(map_set: MapSet, move: Move, *, progress: Progress = silent) -> Rebased:
    """Carry a map to new releases of its sides.

    Parameters
    ----------
    map_set
        The map.
    move
        From which releases to which; where a side stays, both graphs are the same.
    progress
        Told of each source.

    Raises
    ------
    ReleaseMismatchError
        If a new release is not of the system of its side.
    """
    _check(map_set, move)
    found = _Rebasing(map_set, move)
    with progress(f"rebasing {map_set.name}", len(map_set.sources)) as step:
        for source in map_set.sources:
            found.judge(source)
            step(1)
    return found.result()


def _check(map_set: MapSet, move: Move) -> None:
    for side, now, to in (
        ("source", map_set.source, move.source.release),
        ("target", map_set.target, move.target.release),
    ):
        if now is not None and now.system is not to.system:
            problem = f"the {side}s of map '{map_set.name}' are of {now}; {to} is another system"
            raise ReleaseMismatchError(problem)


class _Rebasing:
    """Judges source by source; what its siblings' maps became is asked when all are judged."""

    def __init__(self, map_set: MapSet, move: Move) -> None:
        self._map = map_set
        self._move = move
        self._releases = (
            _carried_release(map_set.source, move.source),
            _carried_release(map_set.target, move.target),
        )
        self._sources = Ends(
            move.older_source,
            move.source,
            what="source",
            codes_of=(map_set.source, self._releases[0]),
        )
        self._targets = Ends(
            move.older_target,
            move.target,
            what="target",
            codes_of=(map_set.target, self._releases[1]),
        )
        self._lost: dict[str, tuple[str, ...]] = {}
        self._changed: dict[str, tuple[str, ...]] = {}
        self._same: list[str] = []

    def judge(self, source: str) -> None:
        """Find what became of the ends of a source's rows."""
        lost = self._sources.lost(source)
        if lost is not None:
            self._lost[source] = (lost,)
            return
        why = [
            *self._sources.changes(source),
            *(
                sentence
                for target in self._leads_to.get(source, ())
                for sentence in self._targets.changes(target)
            ),
        ]
        if why:
            self._changed[source] = tuple(why)
        else:
            self._same.append(source)

    def result(self) -> Rebased:
        """Put together what was found."""
        review = {**self._changed, **self._unsettled()}
        table = self._map.table
        sources = table["source"].to_pylist()
        stays = pa.array([source not in self._lost for source in sources], pa.bool_())
        carried = table.filter(stays)
        reasons = [review.get(source) for source in carried["source"].to_pylist()]
        for name, told in (("status", _status), ("comment", _comment)):
            values = map(told, carried[name].to_pylist(), reasons)
            place = carried.schema.get_field_index(name)
            carried = carried.set_column(
                place, carried.schema.field(name), pa.array(values, pa.string())
            )
        return Rebased(
            map_set=MapSet(
                name=self._map.name,
                kind=self._map.kind,
                source=self._releases[0],
                target=self._releases[1],
                table=carried,
            ),
            kept=tuple(sorted((s for s in self._same if s not in review), key=natural_key)),
            review=self._noted(review),
            dropped=self._noted(self._lost),
        )

    def _unsettled(self) -> dict[str, tuple[str, ...]]:
        """Give the approved sources that did not change, and of whose siblings one's map did."""
        moved: dict[str, str] = {}
        for source in (*self._lost, *self._changed):
            graphs = (self._move.older_source, self._move.source)
            for graph, code in zip(graphs, self._sources.held(source), strict=True):
                for parent in () if code is None else graph.parents(code):
                    moved.setdefault(parent, source)
        found: dict[str, tuple[str, ...]] = {}
        for source in self._same:
            _, code = self._sources.held(source)
            above = () if code is None else self._move.source.parents(code)
            near = [moved[parent] for parent in above if parent in moved]
            if near and source in self._approved:
                found[source] = (f"the map of its sibling {near[0]} changed",)
        return found

    @cached_property
    def _leads_to(self) -> dict[str, dict[str, None]]:
        """The distinct targets of each source that has any, in coding order."""
        rows = self._map.table.select(["source", "target"]).take(self._map.in_coding_order)
        found: dict[str, dict[str, None]] = {}
        for source, target in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            if target is not None:
                found.setdefault(source, {})[target] = None
        return found

    @cached_property
    def _approved(self) -> set[str]:
        """The sources of which any row is approved."""
        rows = zip(*(self._map.table[n].to_pylist() for n in ("source", "status")), strict=True)
        return {source for source, status in rows if status in _APPROVED}

    def _noted(self, why: Mapping[str, tuple[str, ...]]) -> tuple[Noted, ...]:
        return tuple(Noted(source=s, why=why[s]) for s in sorted(why, key=natural_key))


def _carried_release(now: Release | None, graph: CodeGraph) -> Release:
    """Give the release a side is of afterwards: its own where the graph only stands for it."""
    if now is None or same_codes(now, graph.release) or find_bridge(now, graph.release) is None:
        return graph.release
    return now


def _status(status: str | None, reasons: Sequence[str] | None) -> str | None:
    """Give the status of a row to review: an approval or a finished map is to be looked at."""
    if reasons is None or status in _OPEN:
        return status
    return EntryStatus.IN_REVIEW


def _comment(comment: str | None, reasons: Sequence[str] | None) -> str | None:
    if reasons is None:
        return comment
    return "; ".join([*([comment] if comment else []), *reasons])


def _document(noted: Noted) -> dict[str, str]:
    return {"source": noted.source, "why": "; ".join(noted.why)}
