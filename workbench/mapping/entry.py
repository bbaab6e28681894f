"""One row of a map set, as a value.

The table behind a `MapSet` is the truth; an entry is its typed view for one row at a time.

Source: WHO, ICD-10/ICD-11 mapping tables 2024-01; FHIR R5 ConceptMap (relation).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from workbench.core.codes import Kind, Mark
from workbench.core.icd11 import Cluster, parse_cluster
from workbench.core.showing import Shown
from workbench.errors import InputError
from workbench.mapping.profile import Profile
from workbench.mapping.provenance import EntryStatus, Provenance
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import map_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MapEntry", "entry_from_row", "table_of_entries"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapEntry(Shown):
    """A source concept, and the target it maps to or the reason it has none.

    Attributes
    ----------
    source, target
        Codes in canonical (printed) form; for ICD-11 the whole expression. ``target`` is None
        exactly when ``no_map`` is set.
    source_term, target_term
        As the map's own source words them; None where it does not.
    source_kind, target_kind
        What the node is; None where the source does not say.
    target_uri
        As the source writes it; of a cluster it names the first stem only.
    map_block, map_group, map_priority
        1-based. A block is one complete solution; each of its groups yields one code.
    relation
        How the target stands to the source; ``unspecified`` where nobody said.
    mark
        Dagger or asterisk of an ICD-10 target, or None.
    rule, advice
        As in an RF2 map row; None elsewhere.
    no_map, no_map_text
        Why there is no target, and the source's own words for it.
    levels
        WHO's levels between an ICD-10 code and its Foundation entity, 0 to -3, or None.
    correlation, category
        Of an RF2 map row: the ids of how source and target correlate, and of what kind of map it
        is (International); None elsewhere.
    predicate
        The relation in the file's own words, where ours says less; else None.
    provenance, derived_from
        Whether somebody says so; of a derived row, what it came from.
    layer, evidence
        Of stacked maps, the layer the row came from; why the row should be believed.
    justification
        How it was made: a `Justification` or another ``semapv:`` term.
    confidence
        What somebody claims, 0 to 1.
    status, author, reviewer, mapping_date, review_date, comment
        Who did what when, dates as ISO 8601; names parted by ``|``.
    frequency
        How often the source occurs, as the file says.
    waived
        A check's name, and the reason why it is not to be told of this row.
    extra
        Columns nobody knows, by their headings.
    """

    source: str
    target: str | None
    source_term: str | None = None
    target_term: str | None = None
    source_kind: Kind | None = None
    target_kind: Kind | None = None
    target_uri: str | None = None
    map_block: int = 1
    map_group: int = 1
    map_priority: int = 1
    relation: MapRelation = MapRelation.UNSPECIFIED
    mark: Mark | None = None
    rule: str | None = None
    advice: str | None = None
    no_map: NoMapReason | None = None
    no_map_text: str | None = None
    levels: int | None = None
    correlation: str | None = None
    category: str | None = None
    predicate: str | None = None
    provenance: Provenance = Provenance.ASSERTED
    derived_from: str | None = None
    layer: str | None = None
    evidence: str | None = None
    justification: str | None = None
    confidence: float | None = None
    status: EntryStatus | None = None
    author: str | None = None
    reviewer: str | None = None
    mapping_date: str | None = None
    review_date: str | None = None
    comment: str | None = None
    frequency: int | None = None
    waived: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an entry with both a target and a reason for none, or with neither."""
        if (self.target is None) != (self.no_map is not None):
            message = (
                f"map entry of '{self.source}': a target or a no-map reason is needed, never "
                f"both (target {self.target!r}, no_map {self.no_map!r})"
            )
            raise InputError(message)

    @property
    def cluster(self) -> Cluster | None:
        """The ICD-11 target as a value with parts; None where there is no target.

        Raises
        ------
        InputError
            If the target is no ICD-11 expression (a map into another system).
        """
        return None if self.target is None else parse_cluster(self.target)


#: Columns that are given as they are.
_AS_THEY_ARE: Final = (
    *("source", "target", "source_term", "target_term", "target_uri"),
    *("map_block", "map_group", "map_priority", "rule", "advice", "no_map_text", "levels"),
    *("correlation", "category", "predicate", "derived_from", "layer", "evidence"),
    *("justification", "confidence", "author", "reviewer", "mapping_date", "review_date"),
    *("comment", "frequency"),
)


def entry_from_row(row: Mapping[str, Any]) -> MapEntry:
    """Make an entry of one row of a `MAP_SCHEMA` table given as a mapping."""
    return MapEntry(
        **{name: row[name] for name in _AS_THEY_ARE},
        source_kind=_maybe(Kind, row["source_kind"]),
        target_kind=_maybe(Kind, row["target_kind"]),
        relation=MapRelation(row["relation"]),
        mark=_maybe(Mark, row["mark"]),
        no_map=_maybe(NoMapReason, row["no_map"]),
        provenance=Provenance(row["provenance"]),
        status=_maybe(EntryStatus, row["status"]),
        waived=_maybe(json.loads, row["waived"]) or {},
        extra=_maybe(json.loads, row["extra"]) or {},
    )


def table_of_entries(entries: Sequence[MapEntry], *, profile: Profile | None = None) -> pa.Table:
    """Give a table of `MAP_SCHEMA` of entries, in their order; the inverse of `entry_from_row`.

    What an entry does not hold (chapters, the source's URI, an RF2 row's ids) is null; ``line``
    counts the entries from 1.

    Parameters
    ----------
    entries
        The rows.
    profile
        How they answer, for the whole map.
    """
    plain = (*_AS_THEY_ARE, "source_kind", "target_kind", "relation", "mark", "no_map")
    names = (*plain, "provenance", "status")
    rows = map(attrgetter(*names), entries)
    told = zip(*rows, strict=True) if entries else repeat((), len(names))
    columns: dict[str, Sequence[Any]] = dict(zip(names, told, strict=True))
    for name in ("waived", "extra"):
        columns[name] = [_json(getattr(entry, name)) for entry in entries]
    columns["profile"] = [profile] * len(entries)
    columns["line"] = list(range(1, len(entries) + 1))
    return map_table(columns)


def _json(value: Mapping[str, str]) -> str | None:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True) if value else None


def _maybe(kind: Callable[[str], _Value], value: str | None) -> _Value | None:
    return None if value is None else kind(value)
