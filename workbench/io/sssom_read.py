"""Read a map from SSSOM 1.1: tab-separated, its metadata in the same file or beside it.

This reader is ours at every size: the libraries drop a row they do not understand without a word.
Here a row that says nothing we can hold (its subject is ``NoTermFound``, or an end of it a bare
text) is left out and named by its line; everything else that is wrong is an error, and nothing is
read by halves.

The trap: SKOS names the target's side and we the source's (see `workbench.io.sssom_slots`).

Source: SSSOM 1.1, class Mapping; "The SSSOM/TSV serialisation format".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.map_cells import read_map_cell
from workbench.io.map_rules import entry_fault, profile_fault
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.io.sssom_columns import SssomColumns, line_list
from workbench.io.sssom_ends import ReadSide, read_side
from workbench.io.sssom_metadata import Metadata, read_metadata
from workbench.io.sssom_rows import read_people
from workbench.io.sssom_slots import (
    BUILTIN,
    COMPOSED,
    NATIVE,
    NEGATED,
    UNSPECIFIED,
    read_nothing,
    read_predicate,
)
from workbench.io.tables import Layout, Origin, read_rows
from workbench.io.text import refuse_long_line
from workbench.mapping.relation import NoMapReason
from workbench.mapping.schema import map_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_sssom"]

_LAYOUT: Final = Layout(
    what="a file of SSSOM",
    delimiter="\t",
    columns=("subject_id", "predicate_id", "object_id", "mapping_justification"),
    origin=Origin.TYPED,
)
_PROFILE_HINT: Final = "a slot 'profile' of the metadata says international or uk"
#: Slots whose CURIEs are not codes; an undeclared prefix in one of them is told and kept.
_ELSEWHERE: Final = (
    *("author_id", "reviewer_id", "creator_id", "subject_source", "object_source"),
    *("mapping_source", "curation_rule", "subject_match_field", "object_match_field"),
)
#: Slots that are read into columns of ours.
_USED: Final = frozenset(NATIVE.values()) | {
    *_LAYOUT.columns,
    *("predicate_modifier", "author_id", "author_label", "reviewer_id", "reviewer_label"),
}


def read_sssom(package: Package, name: str, *, progress: Progress = silent) -> MapRead:
    """Read the file of SSSOM called `name`.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be, with its line.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    refuse_long_line(data, file=base)
    metadata = read_metadata(package, name, data)
    table = read_rows(data, file=base, layout=_LAYOUT)
    columns = SssomColumns.of(table, metadata)
    _refuse_repeated_ids(columns)
    source = read_side(columns, metadata, side="source")
    target = read_side(columns, metadata, side="target")
    _refuse_denied_nothing(columns, target)
    with progress(f"reading {base}", len(table.rows)) as step:
        values = _values(columns, metadata, source, target)
        step(len(table.rows))
    kept = [
        row for row, code in enumerate(source.codes) if code is not None and not target.literal[row]
    ]
    return MapRead(
        kind="sssom",
        source_release=source.release,
        target_release=target.release,
        table=_checked(columns, values, kept, target),
        source=str(package.path),
        sha256=of_bytes(data),
        source_system=source.system,
        target_system=target.system,
        notes=tuple(_notes(columns, metadata, kept)),
    )


def _values(
    columns: SssomColumns, metadata: Metadata, source: ReadSide, target: ReadSide
) -> dict[str, list[Any]]:
    """Give the columns of `MAP_SCHEMA`, a value for every row of the file."""
    values: dict[str, list[Any]] = {"source": list(source.codes), "target": list(target.codes)}
    values["mark"] = list(target.marks)
    values["no_map"] = [
        NoMapReason.NONE_IN_TABLE.value if code is None else None for code in target.codes
    ]
    values |= _predicates(columns, metadata, target)
    values["justification"] = columns.read(
        "mapping_justification", partial(_justification, metadata=metadata)
    )
    for person in ("author", "reviewer"):
        pairs = zip(columns.texts(f"{person}_id"), columns.texts(f"{person}_label"), strict=True)
        values[person] = [read_people(ids, labels) or None for ids, labels in pairs]
    for column, slot in NATIVE.items():
        values[column] = columns.read(slot, partial(read_map_cell, column))
    for column, texts in columns.ours.items():
        heading = columns.headings.get(column, column)
        said = columns.convert(texts, partial(read_map_cell, column), heading)
        before = values.get(column, said)
        values[column] = [
            new if text else old for text, new, old in zip(texts, said, before, strict=True)
        ]
    values["extra"] = _extra(columns, values.get("extra"), source, target)
    return values


def _predicates(
    columns: SssomColumns, metadata: Metadata, target: ReadSide
) -> dict[str, list[Any]]:
    named = columns.read("predicate_id", partial(_in_full, metadata=metadata))
    modifiers = columns.read("predicate_modifier", _modifier)
    known = {
        pair: read_predicate(pair[0], modifier=pair[1])
        for pair in set(zip(named, modifiers, strict=True))
    }
    nothing = {predicate: read_nothing(predicate) for predicate in set(named)}
    read = [
        nothing[predicate] if code is None else known[predicate, modifier]
        for predicate, modifier, code in zip(named, modifiers, target.codes, strict=True)
    ]
    return {
        "relation": [relation.value for relation, _ in read],
        "predicate": [predicate for _, predicate in read],
    }


def _modifier(text: str) -> str:
    if text not in {"", NEGATED}:
        problem = f"'{text}' is not known; expected {NEGATED} or nothing"
        raise InputError(problem)
    return text


def _justification(text: str, *, metadata: Metadata) -> str | None:
    full = _in_full(text, metadata=metadata)
    return None if full == UNSPECIFIED else full


def _in_full(text: str, *, metadata: Metadata) -> str:
    """Give a CURIE with a built-in prefix where it has one, else in full.

    Raises
    ------
    InputError
        If its prefix is not declared.
    """
    full = metadata.expand(text)
    if full is None:
        problem = f"'{text}' has no prefix that the metadata declares (curie_map)"
        raise InputError(problem)
    for prefix, namespace in BUILTIN.items():
        if full.startswith(namespace):
            return f"{prefix}:{full.removeprefix(namespace)}"
    return full


def _extra(
    columns: SssomColumns, noted: list[Any] | None, source: ReadSide, target: ReadSide
) -> list[str | None]:
    """Give what no column of ours holds, a JSON object a row."""
    others = {
        name: texts
        for name, texts in {**columns.standard, **columns.unknown}.items()
        if name not in _USED and name not in {*source.used, *target.used} and any(texts)
    }
    if not others:
        return noted or [None] * len(columns.table.rows)
    found: list[str | None] = []
    for row in range(len(columns.table.rows)):
        extra = {name: texts[row] for name, texts in others.items() if texts[row]}
        if extra.get("object_type") == COMPOSED and target.composed[row]:
            del extra["object_type"]
        before = json.loads(noted[row]) if noted and noted[row] else {}
        merged = before | extra
        found.append(json.dumps(merged, ensure_ascii=False, sort_keys=True) if merged else None)
    return found


def _checked(
    columns: SssomColumns, values: dict[str, list[Any]], kept: Sequence[int], target: ReadSide
) -> pa.Table:
    """Give the rows that are kept, each of them an entry.

    Raises
    ------
    InputError
        Naming the line of the first that is none.
    """
    places = {"source": "subject_id", "target": "object_id", **NATIVE, **columns.headings}
    taken = {name: [column[row] for row in kept] for name, column in values.items()}
    for number, row in enumerate(kept):
        entry = {name: column[number] for name, column in taken.items()}
        fault = entry_fault(entry, target.release)
        if fault is not None:
            heading = places.get(fault.column, fault.column)
            raise columns.table.problem(row, heading, fault.problem)
    fault = profile_fault(taken, hint=_PROFILE_HINT)
    if fault is not None:
        heading = places.get(fault.column, fault.column)
        raise columns.table.problem(kept[fault.row], heading, fault.problem)
    return map_table({**taken, "line": [columns.table.lines[row] for row in kept]})


def _refuse_repeated_ids(columns: SssomColumns) -> None:
    first: dict[str, int] = {}
    for row, text in enumerate(columns.texts("record_id")):
        if text and text in first:
            line = columns.table.lines[first[text]]
            problem = f"'{text}' is the id of line {line} already; every record has its own"
            raise columns.table.problem(row, "record_id", problem)
        first[text] = row


def _refuse_denied_nothing(columns: SssomColumns, target: ReadSide) -> None:
    for row, modifier in enumerate(columns.texts("predicate_modifier")):
        if modifier == NEGATED and target.codes[row] is None and not target.literal[row]:
            problem = (
                "'Not' denies that nothing was found; leave it out beside sssom:NoTermFound, which "
                "says itself that there is none"
            )
            raise columns.table.problem(row, "predicate_modifier", problem)


def _notes(columns: SssomColumns, metadata: Metadata, kept: Sequence[int]) -> list[str]:
    """Say what a reader should be warned of."""
    notes = []
    lines = columns.table.lines
    there = set(kept)
    left = [lines[row] for row in range(len(lines)) if row not in there]
    if left:
        notes.append(
            f"{len(left):,} row{'s' if len(left) > 1 else ''} left out, whose subject is "
            f"sssom:NoTermFound or one of whose ends is a text without an id: {line_list(left)}"
        )
    if not metadata.slots.get("license"):
        notes.append("the file names no license, so nobody says on what terms it may be used")
    for slot in _ELSEWHERE:
        undeclared = [
            row
            for row, text in enumerate(columns.standard.get(slot, ()))
            if any(part and metadata.expand(part) is None for part in text.split("|"))
        ]
        if undeclared:
            text = columns.texts(slot)[undeclared[0]]
            notes.append(
                f"'{text}' in {slot} has a prefix that the metadata does not declare; it is kept "
                f"as it is ({line_list(lines[row] for row in undeclared)})"
            )
    return notes
