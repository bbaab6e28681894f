"""Write a map as SSSOM 1.1: tab-separated, with a metadata block.

What SSSOM has a slot for stands in that slot; everything else of a row (block, group, priority,
rule, advice, mark, the reason for no map) stands in a slot of our own, which the metadata defines,
so that nothing is lost to us, while another program reads what the standard knows. Rows are sorted
as the standard's canonical form has them. Numbers are the exception to that form: they keep all
their digits, where it would round them to three.

Source: SSSOM 1.1, "The SSSOM/TSV serialisation format" (canonical form, non-standard slots).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.atomic import writing
from workbench.io.code_systems import NAMESPACE
from workbench.io.loss import LossReport, whole_values
from workbench.io.sssom_rows import written_rows
from workbench.io.sssom_sides import WrittenSide, written_side
from workbench.io.sssom_slots import ORCID, OURS, SLOTS, TYPES, slot_property
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["HELD_BY_SSSOM", "UNSPECIFIED_LICENSE", "write_sssom"]

#: Every column but the line: what no slot is for has one of ours.
HELD_BY_SSSOM: Final = frozenset(MAP_SCHEMA.names) - {"line"}
#: What is written where nobody says on what terms a map may be used.
UNSPECIFIED_LICENSE: Final = "https://w3id.org/sssom/license/unspecified"

_QUOTED: Final = re.compile(r'["\t\r\n]')
_PLAIN: Final = re.compile(r"[A-Za-z][\w/:.+#&-]*[\w/#]")
_YAML_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_CHUNK: Final = 4096


def write_sssom(maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
    """Write a map as SSSOM, whole or not at all.

    Parameters
    ----------
    maps
        The map.
    path
        Where to; a file that is there is replaced.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        Empty: every column has a slot.

    Raises
    ------
    InputError
        If a value holds a NUL, which no text file can.
    OSError
        If the place cannot be written.
    """
    source = written_side(maps.source, side="source")
    target = written_side(maps.target, side="target")
    whole = whole_values(maps.table)
    columns = written_rows(maps.table, source=source, target=target, apart=frozenset(whole))
    with writing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        out.writelines(_metadata(maps, columns, (source, target), whole))
        out.write("\t".join(columns) + "\n")
        rows = sorted(zip(*columns.values(), strict=True))
        with progress(f"writing {path.name}", len(rows)) as step:
            for start in range(0, len(rows), _CHUNK):
                part = rows[start : start + _CHUNK]
                out.writelines("\t".join(map(_cell, row)) + "\n" for row in part)
                step(len(part))
    return LossReport.of(())


def _metadata(
    maps: MapSet,
    columns: Mapping[str, list[str]],
    sides: tuple[WrittenSide, WrittenSide],
    whole: Mapping[str, str],
) -> Iterator[str]:
    """Give the lines of the metadata block, in the order of the standard's canonical form."""
    ours = sorted({*whole, *(name for name in columns if name not in SLOTS)}, key=slot_property)
    prefixes = sides[0].prefixes | sides[1].prefixes
    prefixes |= {OURS: NAMESPACE} if ours else {}
    prefixes |= ORCID if columns.keys() & {"author_id", "reviewer_id"} else {}
    yield "#curie_map:\n"
    for prefix, namespace in sorted(prefixes.items()):
        yield f"#  {prefix}: {_scalar(namespace)}\n"
    yield '#sssom_version: "1.1"\n'
    yield f"#mapping_set_id: {_scalar(f'{NAMESPACE}map:{maps.name}')}\n"
    yield f"#mapping_set_title: {_scalar(maps.name)}\n"
    yield f"#license: {_scalar(UNSPECIFIED_LICENSE)}\n"
    for side, word in zip(sides, ("subject", "object"), strict=True):
        if side.source is not None:
            yield f"#{word}_source: {_scalar(side.source)}\n"
        if side.version is not None:
            yield f"#{word}_source_version: {_scalar(side.version)}\n"
    if ours:
        yield "#extension_definitions:\n"
    for name in ours:
        yield f"#  - slot_name: {name}\n"
        yield f"#    property: {slot_property(name)}\n"
        if name in TYPES:
            yield f"#    type_hint: {TYPES[name]}\n"
    for name in sorted(whole, key=slot_property):
        yield f"#{name}: {_scalar(whole[name])}\n"


def _scalar(text: str) -> str:
    """Give a value as YAML: plain where that cannot be read otherwise, else in double quotes."""
    if _PLAIN.fullmatch(text) and ": " not in text and text.lower() not in _YAML_WORDS:
        return text
    return json.dumps(text, ensure_ascii=True)


def _cell(text: str) -> str:
    if "\0" in text:
        problem = f"{text!r} holds a NUL, which no text file can"
        raise InputError(problem)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
