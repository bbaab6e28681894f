"""Where the codes that a map writes stand in a held graph, each distinct one looked up once.

The trap: where the graph is of another edition, a spelling proves nothing (UK ``X59.0`` is a place,
WHO's a fracture), so that a bridge's methods carry the code, and a borrowed parent is no answer.

Source: the methods of `workbench.mapping.bridge`.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pyarrow as pa

from workbench.core.codes import CodeSystem, Release
from workbench.core.icd11 import entity_tail
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.mapping.bridge import DIRECT_METHODS, carried, same_codes

__all__ = ["CodeFinder", "code_parts", "encoded", "first_texts"]

_PARTS: Final = re.compile(r"[&/]")
#: A residual of an entity without a code: what its URI ends in, and no cluster.
_ENTITY: Final = re.compile(r"[0-9]+/(?:other|unspecified)")


def encoded(table: pa.Table, column: str) -> tuple[list[str], Int32]:
    """Give the distinct texts of a column and which of them each row holds, -1 for none."""
    array = table[column].combine_chunks().dictionary_encode()
    places = array.indices.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False)
    return array.dictionary.to_pylist(), places


def first_texts(table: pa.Table, column: str, places: Int32, count: int) -> list[str | None]:
    """Give what a column holds in the first row of each distinct value of another.

    Parameters
    ----------
    table, column
        The rows, and the column asked.
    places, count
        Which distinct value each row holds (-1 for none), and how many there are.
    """
    texts: list[str | None] = [None] * count
    found, rows = np.unique(places, return_index=True)
    told = table[column].take(pa.array(rows)).to_pylist()
    for place, text in zip(found.tolist(), told, strict=True):
        if place >= 0:
            texts[place] = text
    return texts


def code_parts(text: str, release: Release | None) -> list[str]:
    """Give the codes that a target is made of: the parts of an ICD-11 cluster, else the code.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> code_parts("1C41&XN6BM/1G40", parse_release("icd11/2024-01"))
    ['1C41', 'XN6BM', '1G40']
    >>> code_parts("344162786/other", parse_release("icd11/2024-01"))
    ['344162786/other']
    """
    if release is None or release.system is not CodeSystem.ICD11 or _ENTITY.fullmatch(text):
        return [text]
    return _PARTS.split(text)


class CodeFinder:
    """Finds the codes of one side of a map in the graph that stands for its release.

    Parameters
    ----------
    graph
        The graph.
    release
        Whose codes the map writes; None where nobody says.

    Attributes
    ----------
    is_another_edition
        Whether the graph is of a release whose codes are not the same; what it lacks says nothing
        then.
    """

    def __init__(self, graph: CodeGraph, release: Release | None) -> None:
        self._graph = graph
        self._release = release
        self.is_another_edition = release is not None and not same_codes(release, graph.release)

    def find(self, text: str, uri: str | None = None) -> int:
        """Give the ordinal of one code, -1 where there is none."""
        index = self._graph.index
        at = index.find(text)
        if self.is_another_edition:
            form = carried(text, index.ordinals, source=self._release, target=self._graph.release)
            at = index.ordinals[form.key or ""] if form.method in DIRECT_METHODS else None
        if at is None and uri is not None:
            at = index.find(entity_tail(uri) or uri)
        return -1 if at is None else at
