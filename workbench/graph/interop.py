"""Whole columns of codes at once, and the way out to networkx.

A column is a pandas Series or Index, an Arrow array, or any sequence of texts; the answer comes in
the family of the question, pandas for pandas and Arrow for the rest. Only the distinct codes of a
column are looked up, so that a million rows cost little more than their dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from workbench.errors import InputError
from workbench.graph.csr import Csr, Int32, Int64, distinct, spans
from workbench.graph.display import shortened
from workbench.graph.index import CodeIndex

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from workbench.graph.code_graph import CodeGraph

__all__ = [
    "Answer",
    "Codes",
    "Column",
    "Related",
    "lookup_table",
    "read_column",
    "relatives",
    "subsumption",
    "to_networkx",
]

#: A column of codes in any family; Arrow ships no types, so it is not named here.
Codes: TypeAlias = "pd.Series[Any] | pd.Index[Any] | Sequence[str | None] | pa.Array"
#: A table or column in the family of the question; Any, so that a caller who knows which family
#: that is need not say so again.
Answer: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """A column of codes, split into its distinct texts and where they stand.

    Attributes
    ----------
    distinct
        The distinct texts; None stands last and is what a missing value points to.
    places
        int32, shape (rows,): which of them each row holds.
    index
        The index of the pandas object it came from; None for the other family.
    """

    distinct: list[str | None]
    places: Int32
    index: pd.Index[Any] | None

    def ordinals(self, known: CodeIndex) -> Int32:
        """Give each row's ordinal, -1 for what is missing or unknown."""
        found = [None if text is None else known.find(text) for text in self.distinct]
        ordinals = np.array([-1 if at is None else at for at in found], dtype=np.int32)
        return ordinals[self.places]

    def first_places(self) -> list[int]:
        """Give the places that occur, in the order of their first row."""
        places, rows = np.unique(self.places, return_index=True)
        return [int(place) for place in places[np.argsort(rows)]]

    def give(self, answer: pa.Table | pa.Array, *, index: pd.Index[Any] | None) -> Answer:
        """Give an answer in the family of the question, with an index where that is pandas."""
        if self.index is None:
            return answer
        import pandas as pd

        given = answer.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
        if index is not None:
            given.index = index
        return given


def read_column(codes: Codes) -> Column:
    """Split a column of codes of any family.

    Raises
    ------
    InputError
        If it is one code, or holds anything but texts, whole numbers and missing values.
    """
    if isinstance(codes, str):
        text = shortened(codes, most=40)
        message = f"'{text}' is one code; expected a column of codes (['{text}'])"
        raise InputError(message)
    index = _pandas_index(codes)
    array = _as_arrow(codes)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    _check_texts(array.type.value_type)
    distinct = array.dictionary.cast(pa.string()).to_pylist()
    places = array.indices.cast(pa.int32()).fill_null(len(distinct)).to_numpy(zero_copy_only=False)
    return Column(distinct=[*distinct, None], places=places, index=index)


def _as_arrow(codes: Codes) -> pa.Array:
    try:
        array = codes if isinstance(codes, pa.Array | pa.ChunkedArray) else pa.array(codes)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        message = "the column mixes types; expected codes as text"
        raise InputError(message) from error
    except (TypeError, KeyError) as error:
        message = (
            f"a {type(codes).__name__} is no column of codes; expected a list, Series or array"
        )
        raise InputError(message) from error
    if isinstance(array, pa.ChunkedArray):
        array = array.unify_dictionaries().combine_chunks()
    return array.cast(pa.string()) if array.null_count == len(array) else array


def _check_texts(kind: pa.DataType) -> None:
    types = pa.types
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return
    if not types.is_integer(kind):  # SCTIDs come as whole numbers; as floats they are damaged
        message = f"the column holds {kind}, expected codes as text"
        raise InputError(message)


def _pandas_index(codes: Codes) -> pd.Index[Any] | None:
    if type(codes).__module__.partition(".")[0] != "pandas":
        return None
    import pandas as pd

    return codes.index if isinstance(codes, pd.Series) else pd.RangeIndex(len(codes))


def lookup_table(graph: CodeGraph, codes: Codes) -> Answer:
    """Give every concept column, a row for each row asked; all null where a code is unknown."""
    column = read_column(codes)
    ordinals = column.ordinals(graph.index)
    rows = pa.array(ordinals, mask=ordinals < 0)
    return column.give(graph.concepts.take(rows), index=column.index)


def subsumption(graph: CodeGraph, upper: Codes | str, lower: Codes | str) -> Answer:
    """Give for each pair whether the first is the second or above it; null if one is unknown."""
    columns = [read_column([side] if isinstance(side, str) else side) for side in (upper, lower)]
    model = columns[1] if isinstance(upper, str) else columns[0]
    above, below = (column.ordinals(graph.index) for column in columns)
    if len(above) != len(below) and not (isinstance(upper, str) or isinstance(lower, str)):
        message = f"the columns have {len(above)} and {len(below)} rows, expected as many"
        raise InputError(message)
    above, below = np.broadcast_arrays(above, below)
    unknown = (above < 0) | (below < 0)
    held = above == below
    ask = ~unknown & ~held
    held[ask] = graph.hierarchy.ancestors.find(below[ask], above[ask]) >= 0
    return model.give(pa.array(held, mask=unknown), index=model.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One direction through a hierarchy: one step, all steps, and the name of what is reached."""

    step: Csr
    closure: Csr
    name: str


def relatives(graph: CodeGraph, codes: Codes, *, by: Related) -> Answer:
    """Give a long table (code, what is reached, distance), each distinct known code once.

    For each code the nearest come first, and what is equally near in natural order.
    """
    column = read_column(codes)
    asked = [column.distinct[place] for place in column.first_places()]
    found = [(text, graph.index.find(text)) for text in asked if text is not None]
    texts = pa.array([text for text, at in found if at is not None], pa.string())
    rows = np.array([at for _, at in found if at is not None], dtype=np.int32)
    reached, lengths = by.closure.gather(rows)
    owners = np.repeat(np.arange(len(rows)), lengths)
    distance = _distances(rows, lengths, by=by)
    order = np.lexsort((reached, distance, owners))
    table = pa.table(
        {
            "code": texts.take(pa.array(owners[order])),
            by.name: graph.concepts["code"].take(pa.array(reached[order])),
            "distance": pa.array(distance[order]),
        }
    )
    return column.give(table, index=None)


def _distances(rows: Int32, lengths: Int32, *, by: Related) -> Int32:
    """Walk from all rows at once; one turn a step, each member stamped when first reached."""
    begins = np.cumsum(lengths, dtype=np.int64) - lengths
    places = spans(by.closure.indptr[rows], lengths)
    owners = np.repeat(np.arange(len(rows)), lengths)
    distance = np.zeros(len(places), dtype=np.int32)
    front_owner: Int64 = np.arange(len(rows), dtype=np.int64)
    front: Int32 = rows
    steps = 0
    while len(front):
        steps += 1
        beyond, counts = by.step.gather(front)
        owner = np.repeat(front_owner, counts)
        inside = by.closure.find(rows[owner], beyond) - by.closure.indptr[rows[owner]]
        at = distinct(inside + begins[owner])
        at = at[distance[at] == 0]
        distance[at] = steps
        front_owner, front = owners[at], by.closure.indices[places[at]]
    return distance


def to_networkx(graph: CodeGraph) -> nx.DiGraph[str]:
    """Give a networkx graph; see `CodeGraph.to_networkx`."""
    import networkx as nx

    result = nx.DiGraph(release=str(graph.release), name=graph.name)
    columns = graph.concepts.append_column("depth", pa.array(graph.hierarchy.depth))
    for row in columns.to_pylist():
        code = row.pop("code")
        result.add_node(code, **{key: value for key, value in row.items() if value is not None})
    codes, children = graph.index.codes, graph.hierarchy.children
    for ordinal, parent in enumerate(codes):
        result.add_edges_from((parent, codes[child]) for child in children.row(ordinal).tolist())
    return result
