"""Invented releases of the size of real ones: SNOMED CT, ICD-10 and a newer release of each.

Nothing in them is real but the shapes: SCTIDs with a right check digit, a hierarchy that grows as
a real one does (a few large parents, one concept in two with a second), and the categories that
ICD-10 has room for. The same numbers come out each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.core.codes import parse_release
from workbench.core.icd10 import CHAPTERS, bare_code
from workbench.core.sctid import check_digit
from workbench.graph.build import build_graph
from workbench.graph.schema import EDGE_SCHEMA, NODE_SCHEMA

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["Releases", "icd10_codes", "invented_releases"]

_SEED: Final = 4
#: Shares of the older release that the newer one retires, renames and moves.
_RETIRED, _RENAMED, _MOVED = 0.005, 0.01, 0.005
_NEW: Final = 0.01
_SECOND_PARENT: Final = 0.5
_DIGITS: Final = "012389"
_ASTERISK_EVERY: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Two releases of each side.

    Attributes
    ----------
    snomed, snomed_newer, icd10, icd10_newer
        The graphs.
    ids
        The SCTIDs of the older release, in the order in which its hierarchy grew.
    parents
        int64: of each concept the place of its first parent among `ids`; that of the first is 0.
    """

    snomed: CodeGraph
    snomed_newer: CodeGraph
    icd10: CodeGraph
    icd10_newer: CodeGraph
    ids: list[str]
    parents: npt.NDArray[np.int64]


def invented_releases(concepts: int) -> Releases:
    """Give two releases of SNOMED CT with so many concepts, and two of ICD-10."""
    drawn = np.random.default_rng(_SEED)
    whole = concepts + int(concepts * _NEW)
    ids = _sctids(whole)
    child = np.arange(1, whole)
    parents = np.concatenate([[0], (child * drawn.random(whole - 1) ** 2).astype(np.int64)])
    others = np.where(drawn.random(whole) < _SECOND_PARENT, parents[parents], -1)
    terms = [f"Invented finding number {number:,}" for number in range(whole)]
    older = _snomed(ids[:concepts], [parents, others], terms, edition="invented-1")
    fate = drawn.random(whole)
    moved = np.where((fate < _MOVED) & (parents > 0), parents[parents], parents)
    renamed = (fate >= _MOVED) & (fate < _MOVED + _RENAMED)
    terms = [f"{t}, renamed" if new else t for t, new in zip(terms, renamed, strict=True)]
    retired = (fate > 1 - _RETIRED) & (np.bincount(parents, minlength=whole) == 0)
    newer = _snomed(ids, [moved, others], terms, edition="invented-2", retired=retired)
    return Releases(
        snomed=older,
        snomed_newer=newer,
        icd10=_icd10("uk-5th"),
        icd10_newer=_icd10("invented", dropped=frozenset({"3"})),
        ids=ids[:concepts],
        parents=parents[:concepts],
    )


def icd10_codes() -> list[str]:
    """Give every invented code that a record may hold, in the order of the alphabet."""
    return [
        f"{head}.{digit}"
        for _, first, last in CHAPTERS
        for head in _heads(first, last)
        for digit in _DIGITS
    ]


def _sctids(count: int) -> list[str]:
    bodies = (f"{item}00" for item in range(10_000, 10_000 + count))
    return [f"{body}{check_digit(body)}" for body in bodies]


def _snomed(
    ids: Sequence[str],
    parents: Sequence[npt.NDArray[np.int64]],
    terms: Sequence[str],
    *,
    edition: str,
    retired: npt.NDArray[np.bool_] | None = None,
) -> CodeGraph:
    count = len(ids)
    active = np.ones(count, dtype=bool) if retired is None else ~retired[:count]
    ends: tuple[list[str], list[str]] = ([], [])
    for each in parents:
        of = each[:count]
        has = np.flatnonzero((of >= 0) & (np.arange(count) > of) & active)
        ends[0].extend(ids[n] for n in has.tolist())
        ends[1].extend(ids[n] for n in of[has].tolist())
    nodes = {"code": ids, "term": terms[:count], "kind": ["concept"] * count, "active": active}
    return _graph(f"snomed/{edition}", nodes, ends)


def _icd10(edition: str, *, dropped: frozenset[str] = frozenset()) -> CodeGraph:
    """Give chapters, blocks of ten categories, categories and subcategories."""
    rows: list[tuple[str, str, str | None]] = []
    ends: tuple[list[str], list[str]] = ([], [])

    def add(code: str, kind: str, above: str | None, mark: str | None = None) -> None:
        rows.append((code, kind, mark))
        if above is not None:
            ends[0].append(code)
            ends[1].append(above)

    for chapter, first, last in CHAPTERS:
        add(chapter, "chapter", None)
        block = ""
        for number, head in enumerate(_heads(first, last)):
            if not block or head.endswith("0"):
                block = f"{head}-{min(f'{head[:2]}9', last)}"
                add(block, "block", chapter)
            mark = "*" if number % _ASTERISK_EVERY == _ASTERISK_EVERY - 1 else None
            add(head, "category", block, mark)
            for digit in _DIGITS:
                if digit not in dropped or number % _ASTERISK_EVERY:
                    add(f"{head}.{digit}", "subcategory", head, mark)
    nodes = {
        "code": [code for code, _, _ in rows],
        "term": [f"Invented title of {bare_code(code)}" for code, _, _ in rows],
        "kind": [kind for _, kind, _ in rows],
        "mark": [mark for _, _, mark in rows],
        "active": [True] * len(rows),
    }
    return _graph(f"icd10/{edition}", nodes, ends)


def _heads(first: str, last: str) -> list[str]:
    """Give the categories of a chapter, which may run over several letters."""
    letters = [chr(n) for n in range(ord(first[0]), ord(last[0]) + 1)]
    heads = [f"{letter}{n:02d}" for letter in letters for n in range(100)]
    return [head for head in heads if first <= head <= last]


def _graph(release: str, nodes: dict[str, Any], ends: tuple[list[str], list[str]]) -> CodeGraph:
    nothing = [None] * len(nodes["code"])
    arrays = [pa.array(nodes.get(entry.name, nothing), entry.type) for entry in NODE_SCHEMA]
    edges = pa.table([pa.array(end, pa.string()) for end in ends], schema=EDGE_SCHEMA)
    table = pa.table(arrays, schema=NODE_SCHEMA)
    return build_graph(table, edges, release=parse_release(release))
