"""Which concepts begin with what was typed: by term or by code, in any case."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.graph.code_graph import CodeGraph

__all__ = ["Beginnings"]

Mask: TypeAlias = npt.NDArray[np.bool_]


class Beginnings:
    """Terms and codes in lower case, made when first asked for (some 40 ms for 350,000).

    Parameters
    ----------
    graph
        Whose terms and codes.
    """

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self._last: tuple[str, Mask, Mask] | None = None

    @cached_property
    def _lowered(self) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        concepts = self._graph.concepts
        return pc.utf8_lower(concepts["term"]), pc.utf8_lower(concepts["code"])

    def masks(self, text: str) -> tuple[Mask, Mask]:
        """Give which concepts begin with a text, and which have such a one below them.

        Returns
        -------
        tuple of numpy.ndarray
            Two of booleans, each of shape (concepts,).
        """
        text = text.lower()
        if self._last is None or self._last[0] != text:
            self._last = (text, *self._found(text))
        return self._last[1:]

    def _found(self, text: str) -> tuple[Mask, Mask]:
        terms, codes = (pc.starts_with(column, text) for column in self._lowered)
        begins: Mask = pc.or_(terms, codes).to_numpy().astype(bool)
        above = np.zeros(len(begins), dtype=bool)
        # Parents first met are marked level by level, which costs less than every ancestor of all.
        parents = self._graph.hierarchy.parents
        level = np.flatnonzero(begins)
        while len(level):
            reached, _ = parents.gather(level)
            fresh = np.zeros(len(begins), dtype=bool)
            fresh[reached] = True
            fresh &= ~above
            above |= fresh
            level = np.flatnonzero(fresh)
        return begins, above
