"""Maps of every kind, and the law of what a format holds: what was written comes back or is told.

For each value of each entry that says something: after writing and reading it is there again, or it
is in the report of what was lost; never both, and nothing comes back that was not written.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from workbench.core.codes import Kind, Mark, Release, parse_release
from workbench.core.sctid import check_digit
from workbench.io.loss import LossReport, said
from workbench.io.map_writers import MAP_FIELDS, write_map
from workbench.io.reading import read_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.provenance import EntryStatus, Provenance
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import map_table

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "entry_counts",
    "has_only_characters_of_xml",
    "map_set",
    "maps",
    "rf2_maps",
    "written_and_read",
]

RELEASES: Final = (
    *("icd10/who-2019", "icd10/uk-5th", "icd10/2019", "icd11/2024-01", "opcs4/4.10"),
    *("snomed/uk-20210317", "snomed/int-20240101", "snomed/demo-2024"),
)
CODES: Final = {
    "icd10": ["I21.0", "G35", "M45.X0", "A00-A09", "XXII"],
    "icd11": ["BA00.Z", "1C41&XN6BM/1G40", "588616678", "344162786/other", "V"],
    "opcs4": ["A01.1", "K49", "Y"],
}
#: Columns that hold one value for a whole map.
WHOLE: Final = ("profile", "refset")
_CHARACTERS: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def texts() -> st.SearchStrategy[str]:
    """Give texts such as people type, tabs, quotation marks, line ends and all."""
    awkward = st.sampled_from(['a "b"', "a\tb", "a\nb", "a\r\nb", " a ", "|", "a|b", "=1+1", "#a"])
    return awkward | st.text(_CHARACTERS, min_size=1, max_size=8)


def sctids() -> st.SearchStrategy[str]:
    return st.integers(1000, 10**9).map(lambda n: f"{n}00{check_digit(f'{n}00')}")


def codes(release: Release | None) -> st.SearchStrategy[str]:
    """Give codes as the program holds them."""
    if release is None:
        return texts().map(str.strip).filter(bool)
    if release.system == "snomed":
        return sctids()
    return st.sampled_from(CODES[release.system])


def objects() -> st.SearchStrategy[str]:
    keys = st.sampled_from(["ward", "subject_category", "rule", "comment", "object_type"])
    return st.dictionaries(keys | texts(), st.text(_CHARACTERS, max_size=4), min_size=1).map(
        lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True)
    )


def dates() -> st.SearchStrategy[str]:
    return st.dates().map(lambda day: day.isoformat())


_PREDICATES: Final = (
    *("skos:closeMatch", "owl:equivalentClass", "rdfs:subClassOf", "Not skos:exactMatch"),
    *("skos:exactMatch", "Not skos:mappingRelation", "subsumes", "http://example.org/p#q", "Not "),
)
_PEOPLE: Final = st.sampled_from(["A. Coder", "orcid:0000-0002-1825-0097", "", "B|C"])
_COLUMNS: Final[dict[str, st.SearchStrategy[Any]]] = {
    **{
        name: texts()
        for name in (
            *("source_chapter", "source_term", "source_uri", "target_chapter", "target_term"),
            *("target_uri", "advice", "member", "effective_time", "module", "correlation"),
            *("category", "derived_from", "layer", "evidence", "comment"),
        )
    },
    "source_kind": st.sampled_from([kind.value for kind in Kind]),
    "target_kind": st.sampled_from([kind.value for kind in Kind]),
    "relation": st.sampled_from([relation.value for relation in MapRelation]),
    "mark": st.sampled_from([mark.value for mark in Mark]),
    "levels": st.integers(-3, 0),
    "predicate": st.sampled_from(_PREDICATES) | texts(),
    "provenance": st.sampled_from([word.value for word in Provenance]),
    "justification": st.sampled_from(
        ["semapv:ManualMappingCuration", "semapv:UnspecifiedMatching", "by hand"]
    ),
    "confidence": st.floats(0, 1),
    "status": st.sampled_from([word.value for word in EntryStatus]),
    "author": st.lists(_PEOPLE, min_size=1, max_size=3).map("|".join) | texts(),
    "reviewer": st.lists(_PEOPLE, min_size=1, max_size=3).map("|".join),
    "mapping_date": dates(),
    "review_date": dates(),
    "frequency": st.integers(0, 10**12),
    "waived": objects(),
    "extra": objects(),
}
_NUMBERS: Final = st.integers(1, 3)


@st.composite
def entries(
    draw: st.DrawFn, source: Release | None, target: Release | None, profile: Profile | None
) -> dict[str, Any]:
    """Give one row that may stand in a map of a profile."""
    row: dict[str, Any] = {
        "source": draw(codes(source)),
        "target": draw(st.none() | codes(target)),
        "map_block": draw(_NUMBERS) if profile is Profile.UK else 1,
        "map_group": draw(_NUMBERS),
        "map_priority": draw(_NUMBERS),
        "relation": MapRelation.UNSPECIFIED.value,
        "provenance": Provenance.ASSERTED.value,
    }
    chosen = draw(st.lists(st.sampled_from(sorted(_COLUMNS)), unique=True, max_size=8))
    row |= {name: draw(_COLUMNS[name]) for name in chosen}
    if row["target"] is None:
        row["no_map"] = draw(st.sampled_from([reason.value for reason in NoMapReason]))
        row["no_map_text"] = draw(st.none() | texts())
    if profile is Profile.INTERNATIONAL:
        row["rule"] = draw(st.sampled_from(["TRUE", "OTHERWISE TRUE"]))
    if profile is Profile.UK:
        row["rule"] = draw(st.none() | texts())
    return row


@st.composite
def maps(draw: st.DrawFn) -> MapSet:
    """Give a map between two releases, or between sides that nobody names."""
    named = st.none() | st.sampled_from(RELEASES).map(parse_release)
    source, target = draw(named), draw(named)
    profile = draw(st.none() | st.sampled_from(list(Profile)))
    rows = draw(st.lists(entries(source, target, profile), min_size=1, max_size=4))
    refset = draw(st.none() | st.just("447562003"))
    whole = {"profile": profile.value if profile else None, "refset": refset}
    return map_set([row | whole for row in rows], source=source, target=target)


#: Of RF2: ids and dates are ids and dates, and a text breaks no line.
_RF2_TEXTS: Final = st.sampled_from(['a "b"', " a ", "#a", "=1+1", "ä"])
_UUIDS: Final = st.uuids(version=4).map(str)
_RF2_COLUMNS: Final[dict[str, st.SearchStrategy[Any]]] = {
    **{name: values for name, values in _COLUMNS.items() if name not in {"mark", "extra"}},
    "advice": _RF2_TEXTS,
    "member": _UUIDS,
    "effective_time": st.sampled_from(["20210317", "20310201"]),
    "module": sctids(),
    "correlation": sctids() | st.sampled_from(["447557004", "447561005", "447556008"]),
    "category": sctids() | st.sampled_from(["447637006", "447640006", "447635003"]),
}


@st.composite
def rf2_maps(draw: st.DrawFn) -> MapSet:
    """Give a map that RF2 holds, with many values that it does not."""
    target = parse_release(draw(st.sampled_from(["icd10/uk-5th", "opcs4/4.10", "icd11/2024-01"])))
    profile = draw(st.sampled_from(list(Profile)))
    marks = [mark.value for mark in Mark]
    extras = st.sampled_from(['{"ward": "7"}', '{"ward": "8"}'])
    has_extra = draw(st.booleans())
    refset = draw(st.none() | sctids())
    # One row a source: what one row loses, another of its source may be given by the format.
    place = st.tuples(sctids(), _NUMBERS, _NUMBERS)
    places = draw(st.lists(place, min_size=1, max_size=4, unique_by=lambda one: one[0]))
    rows = []
    for source, group, priority in places:
        chosen = draw(st.lists(st.sampled_from(sorted(_RF2_COLUMNS)), unique=True, max_size=8))
        row = {name: draw(_RF2_COLUMNS[name]) for name in chosen}
        row = {"relation": "unspecified", "provenance": "asserted"} | row
        row |= {"source": source, "map_group": group, "map_priority": priority}
        row["map_block"] = draw(_NUMBERS) if profile is Profile.UK else 1
        is_code = CODES[target.system][:3] if target.system == "icd10" else CODES[target.system][:2]
        row["target"] = draw(st.none() | st.sampled_from(is_code))
        row["mark"] = draw(st.none() | st.sampled_from(marks))
        row["rule"] = draw(st.sampled_from(["TRUE", "IFA 248152002 | Female (finding) |"]))
        if row["target"] is None:
            row["no_map"] = draw(st.sampled_from([reason.value for reason in NoMapReason]))
            row["no_map_text"] = draw(st.none() | _RF2_TEXTS)
            row["mark"] = None
        row["extra"] = draw(extras) if has_extra else None
        rows.append(row | {"profile": profile.value, "refset": refset})
    source_release = parse_release("snomed/uk-20210317")
    return map_set(rows, source=source_release, target=target)


def has_only_characters_of_xml(maps: MapSet) -> bool:
    """Say whether no value holds one of the two characters that no workbook can."""
    values = (value for name in MAP_FIELDS for value in maps.table[name].to_pylist())
    return not any(set(str(value)) & {"\ufffe", "\uffff"} for value in values)


def map_set(
    rows: list[dict[str, Any]], *, source: Release | None = None, target: Release | None = None
) -> MapSet:
    """Give a map of rows that name the columns they fill."""
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    table = map_table({**columns, "line": range(1, len(rows) + 1)})
    return MapSet(name="invented", kind="csv", source=source, target=target, table=table)


def written_and_read(
    maps: MapSet, folder: Path, *, format_: str, name: str, kind: str
) -> tuple[MapSet, LossReport]:
    """Write a map and read it again; give what came back and what was told to be lost."""
    clear(folder / name)
    lost = write_map(maps, folder / name, format=format_, date="20310201")
    read = read_map(folder / name, kind=kind)
    again = MapSet(
        name=maps.name,
        kind=read.kind,
        source=read.source_release,
        target=read.target_release,
        table=read.table,
    )
    return again, lost


def clear(path: Path) -> None:
    """Take away a folder of an example before, whose publication would be continued."""
    if path.is_dir():
        shutil.rmtree(path)


def entry_counts(table: pa.Table) -> Counter[tuple[str | None, str, str]]:
    """Count each value that says something, by source and column; the whole map's once."""
    counts: Counter[tuple[str | None, str, str]] = Counter()
    for name in MAP_FIELDS:
        speaks = said(table, name).to_pylist()
        values = table[name].to_pylist()
        if name in WHOLE and all(speaks) and len(set(values)) == 1:
            counts[None, name, str(values[0])] += 1
            continue
        rows = zip(table["source"].to_pylist(), values, speaks, strict=True)
        counts.update((source, name, str(value)) for source, value, says in rows if says)
    return counts
