"""Read a map from a ConceptMap of FHIR R4 or R5, bit by bit.

Which release of FHIR it is the file does not say; its words do. A map has one code system on each
side, so groups of several are refused; nothing is read by halves.

Source: FHIR R5 and R4, ConceptMap.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.core.codes import CodeSystem, Release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.code_systems import NAMESPACE, release_of, system_of
from workbench.io.fhir_invariants import DRAFT, STATUSES, property_faults, unmapped_faults
from workbench.io.fhir_rows import (
    ATTRIBUTES,
    FhirRows,
    RawRow,
    RawRows,
    attribute_values,
    value_text,
)
from workbench.io.fhir_walk import ConceptMapWalk, walk
from workbench.io.fhir_words import FhirVersion
from workbench.io.foreign_codes import read_code
from workbench.io.json_stream import JsonStream
from workbench.io.loss import WHOLE
from workbench.io.map_cells import read_map_cell
from workbench.io.map_rules import entry_fault, profile_fault
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.mapping.relation import MapRelation
from workbench.mapping.schema import MAP_DEFAULTS, MAP_SCHEMA, map_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_fhir"]

_PROFILE_HINT: Final = "an extension 'profile' at the top says international or uk"
#: Columns that a property may fill.
_COLUMNS: Final = frozenset(MAP_SCHEMA.names) - {"source", "target", "line"}
_ALWAYS: Final = ("source", "target")
#: Where the top of a map names its sides, in R5 and in R4.
_SCOPES: Final = {
    side: (f"{side}ScopeUri", f"{side}ScopeCanonical", f"{side}Uri", f"{side}Canonical")
    for side in ("source", "target")
}
_SOME: Final = 3


class _Ours(NamedTuple):
    """By the code of a property or of an attribute, the column of ours that it stands for."""

    properties: Mapping[str, str]
    attributes: Mapping[str, str]
    version: FhirVersion


class _Side(NamedTuple):
    """What a side of the file is codes of."""

    uri: str
    system: CodeSystem | None
    release: Release | None


def read_fhir(package: Package, name: str, *, progress: Progress = silent) -> MapRead:
    """Read the ConceptMap called `name`.

    Raises
    ------
    InputError
        Naming the first thing that is not what it should be, and where it stands.
    """
    base = name.rpartition("/")[2]
    stream = JsonStream(lambda: package.stream(name), base)
    found = FhirRows()
    with progress(f"reading {base}") as step:
        walked = walk(stream, found.take, step)
    _check_top(walked, base)
    sides = {side: _side(walked, side, base) for side in ("source", "target")}
    return MapRead(
        kind="fhir",
        source_release=sides["source"].release,
        target_release=sides["target"].release,
        table=_table(found.rows, walked, sides, base),
        source=str(package.path),
        sha256=stream.sha256,
        source_system=sides["source"].system,
        target_system=sides["target"].system,
        notes=tuple(_notes(found, walked, sides)),
    )


def _check_top(walked: ConceptMapWalk, file: str) -> None:
    """Check what only the end of the file decides.

    Raises
    ------
    InputError
        If it breaks a rule of ConceptMap.
    """
    status = walked.top.get("status")
    if status not in STATUSES:
        told = "needs 'status'" if status is None else f"status: '{status}' is not known"
        problem = f"{told}: expected one of {', '.join(STATUSES)}"
        raise InputError(problem, file=file)
    if walked.excused is not None and status != DRAFT:
        where, problem = walked.excused
        told = f"{where}: {problem}, and the status of the map is '{status}'"
        raise InputError(told, file=file)
    version = walked.version or FhirVersion.R5
    for where, problem in _top_faults(walked, version):
        told = f"{where}: {problem}"
        raise InputError(told, file=file)


def _top_faults(walked: ConceptMapWalk, version: FhirVersion) -> Iterator[tuple[str, str]]:
    for number, group in enumerate(walked.groups):
        unmapped = group.get("unmapped")
        if isinstance(unmapped, dict):
            where = f"group[{number}].unmapped"
            faults = unmapped_faults(unmapped, version)
            yield from ((where + inside, said) for inside, said in faults)
        for key in ("source", "target", "sourceVersion", "targetVersion"):
            if not isinstance(group.get(key, ""), str):
                yield f"group[{number}].{key}", "is no text"
    if not isinstance(walked.top.get("property", []), list):
        yield "property", "is no list"
    for number, defined in enumerate(_list(walked.top, "property")):
        where = f"property[{number}]"
        if not isinstance(defined, dict):
            yield where, "is no object"
        elif version is FhirVersion.R5:
            yield from ((where + inside, said) for inside, said in property_faults(defined))


def _list(holder: Mapping[str, Any], key: str) -> list[Any]:
    value = holder.get(key, [])
    return value if isinstance(value, list) else []


def _side(walked: ConceptMapWalk, side: str, file: str) -> _Side:
    """Give the one code system of a side, and its release where one is named.

    Raises
    ------
    InputError
        If the groups name two.
    """
    scope = _scope(walked.top, side)
    named = {_named(group, side) for group in walked.groups if "element" in group}
    sides = sorted(
        {_Side(uri, system_of(uri), release_of(uri, version)) for uri, version in named}, key=str
    )
    if len(sides) > 1:
        told = " and ".join(f"'{one.release or one.uri}'" for one in sides)
        problem = (
            f"its groups name two {side}s, {told}; a map has one code system and release on each "
            "side: give each group as a map of its own"
        )
        raise InputError(problem, file=file)
    found = sides[0] if sides and sides[0].uri else scope
    if found.release is None and found.system is not None and found.system is scope.system:
        return found._replace(release=scope.release)
    return found


def _named(group: Mapping[str, Any], side: str) -> tuple[str, str | None]:
    uri, _, version = str(group.get(side, "")).partition("|")
    return uri, str(group.get(f"{side}Version", "")) or version or None


def _scope(top: Mapping[str, Any], side: str) -> _Side:
    """Give what the value set of a side says of its code system, as far as its URI does."""
    for key in _SCOPES[side]:
        text = top.get(key)
        if isinstance(text, str):
            uri, _, version = text.partition("?")[0].partition("|")
            uri = uri.removesuffix("/vs")
            release = release_of(uri, version or None)
            return _Side(uri, system_of(uri), release)
    return _Side("", None, None)


def _table(
    rows: RawRows, walked: ConceptMapWalk, sides: Mapping[str, _Side], file: str
) -> pa.Table:
    """Give the rows as a table of `MAP_SCHEMA`.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    ours = _ours(walked)
    whole = {
        str(one["url"]).removeprefix(NAMESPACE): value_text(one)
        for one in _list(walked.top, "extension")
        if isinstance(one, dict) and str(one.get("url", "")).removeprefix(NAMESPACE) in WHOLE
    }
    columns: dict[str, list[Any]] = {name: [] for name in _ALWAYS}
    for number, row in enumerate(rows):
        entry = _entry(row, ours, whole, sides, file)
        for name, value in entry.items():
            if name not in columns:
                columns[name] = [MAP_DEFAULTS.get(name)] * number
            columns[name].append(value)
        for name in columns.keys() - entry.keys():
            columns[name].append(MAP_DEFAULTS.get(name))
    fault = profile_fault(columns, hint=_PROFILE_HINT)
    if fault is not None:
        where = next(islice(rows, fault.row, None)).where
        told = f"{where}: '{fault.column}' {fault.problem}"
        raise InputError(told, file=file)
    return map_table({**columns, "line": range(1, len(rows) + 1)})


def _ours(walked: ConceptMapWalk) -> _Ours:
    """Give what the definitions at the top say of properties and attributes."""
    return _Ours(
        properties=_columns(walked.top, "property"),
        attributes=_columns(walked.top, "additionalAttribute"),
        version=walked.version or FhirVersion.R5,
    )


def _columns(top: Mapping[str, Any], key: str) -> dict[str, str]:
    return {
        str(one.get("code")): str(one["uri"]).removeprefix(NAMESPACE)
        for one in _list(top, key)
        if isinstance(one, dict) and str(one.get("uri", "")).startswith(NAMESPACE)
    }


def _texts(
    row: RawRow, ours: _Ours, whole: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give what a row says by column, and what no column is for."""
    texts = {**whole, **row.values}
    extra = dict(row.others)
    for code, values in row.properties.items():
        column = ours.properties.get(code)
        if column in _COLUMNS and len(values) == 1:
            texts[str(column)] = values[0]
        else:
            extra[code] = values[0] if len(values) == 1 else json.dumps(values, ensure_ascii=False)
    for name, parts in row.attributes.items():
        value, rest = attribute_values(parts, ATTRIBUTES[name], ours.attributes)
        if value is not None and not _is_lost_rule(name, ours):
            texts[ATTRIBUTES[name]] = value
        if rest:
            extra[name] = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return texts, extra


def _entry(
    row: RawRow,
    ours: _Ours,
    whole: Mapping[str, str],
    sides: Mapping[str, _Side],
    file: str,
) -> dict[str, Any]:
    """Give the columns that a row fills, read."""
    texts, extra = _texts(row, ours, whole)
    try:
        entry = {name: _cell(name, text) for name, text in texts.items()}
        entry["source"], _ = _code(row.source, sides["source"])
        entry["target"], mark = (None, None)
        if row.target is not None:
            entry["target"], mark = _code(row.target, sides["target"])
        if mark is not None:
            entry.setdefault("mark", mark)
        if extra:
            merged = json.loads(entry.get("extra") or "{}") | {k: v for k, v in extra.items() if v}
            entry["extra"] = json.dumps(merged, ensure_ascii=False, sort_keys=True)
    except InputError as error:
        told = f"{row.where} (code '{row.source}'): {error.problem}"
        raise InputError(told, file=file) from error
    fault = entry_fault(entry, sides["target"].release)
    if fault is not None:
        told = f"{row.where} (code '{row.source}'): '{fault.column}' {fault.problem}"
        raise InputError(told, file=file)
    return entry


def _is_lost_rule(name: str, ours: _Ours) -> bool:
    """Say whether a list holds a rule that means nothing: R4 has no order in which to try it."""
    return name == "dependsOn" and ours.version is FhirVersion.R4


def _cell(name: str, text: str) -> Any:  # noqa: ANN401 - of the column's type
    if "\0" in text:
        problem = f"'{name}' holds a NUL, which no text may"
        raise InputError(problem)
    return read_map_cell(name, text)


def _code(text: str, side: _Side) -> tuple[str, str | None]:
    if "\0" in text:
        problem = "a code holds a NUL, which no text may"
        raise InputError(problem)
    return read_code(text, system=side.system)


def _notes(found: FhirRows, walked: ConceptMapWalk, sides: Mapping[str, _Side]) -> Iterator[str]:
    """Say what a reader should be warned of."""
    for side, one in sides.items():
        if one.uri and one.system is None:
            yield f"its {side}s are codes of '{one.uri}', which is none of the systems known here"
    if found.left_out:
        yield (
            f"{len(found.left_out):,} left out, since a map here is of codes and these name sets "
            f"of codes or none: {', '.join(found.left_out)}"
        )
    if found.silent:
        yield (
            f"{len(found.silent):,} left out, since these name no target and do not say (noMap) "
            f"that there is none: {', '.join(found.silent)}"
        )
    if found.denied:
        yield (
            f"'unmatched' stands beside a target {len(found.denied):,} times and is read as "
            f"{MapRelation.NOT_RELATED_TO} ({_some(found.denied)})"
        )
    conditional = list(_conditional(found.rows, _ours(walked))) if found.conditional else []
    if conditional:
        yield (
            f"{len(conditional):,} targets are conditional (dependsOn) on what cannot be judged "
            f"here, and stand without their condition ({_some(conditional)})"
        )
    for number, group in enumerate(walked.groups):
        if "unmapped" in group:
            yield (
                f"group[{number}].unmapped, which says what becomes of every code that has no "
                "element, has no place in a map here and was left out"
            )


def _conditional(rows: RawRows, ours: _Ours) -> Iterator[str]:
    """Give where a target depends on more than a rule that was read."""
    for row in rows:
        parts = row.attributes.get("dependsOn", [])
        if not parts:
            continue
        _, rest = attribute_values(parts, ATTRIBUTES["dependsOn"], ours.attributes)
        if rest or _is_lost_rule("dependsOn", ours):
            yield row.where


def _some(places: Sequence[str]) -> str:
    return ", ".join(places[:_SOME]) + (", …" if len(places) > _SOME else "")
