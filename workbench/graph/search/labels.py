"""What the index holds of a graph: one row a term of a concept, in the order of rank.

The order is fixed when the index is built: preferred terms and fully specified names before
synonyms, then shorter before longer, then the order of codes. A row's place in it is its rank; so
the search engine can put hits in order by one number, without anybody fetching them all.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import TermUse

__all__ = ["USES", "ranked_labels"]

#: By number, as the index keeps them; the first two stand before the third.
USES: Final = (TermUse.PREFERRED, TermUse.FSN, TermUse.SYNONYM)


def ranked_labels(graph: CodeGraph) -> pa.Table:
    """Give the terms of a graph, one row a term and concept, best rank first.

    Returns
    -------
    pyarrow.Table
        ``ordinal`` int32; ``text``; ``use`` int8, a place in `USES`.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> graph = build_graph(
    ...     nodes_table({"code": "1", "term": "Long term"}, {"code": "2", "term": "Term"}),
    ...     edges_table(),
    ...     release=parse_release("snomed/example"),
    ... )
    >>> ranked_labels(graph)["text"].to_pylist()
    ['Term', 'Long term']
    """
    ordinals = pa.array(range(len(graph)), pa.int32())
    terms = graph.side.terms
    parts = [
        _part(ordinals, graph.concepts["term"], pa.array([0] * len(graph), pa.int8())),
        _part(ordinals, graph.concepts["fsn"], pa.array([1] * len(graph), pa.int8())),
    ]
    if terms.num_rows:
        uses = pc.index_in(terms["use"].cast(pa.string()), value_set=pa.array(USES, pa.string()))
        parts.append(_part(terms["ordinal"], terms["term"], uses.cast(pa.int8())))
    labels = pa.concat_tables(parts)
    labels = labels.filter(pc.is_valid(labels["text"]))
    labels = labels.group_by(["ordinal", "text"]).aggregate([("use", "min")])
    labels = labels.rename_columns(["ordinal", "text", "use"])
    keys = {
        "synonym": pc.equal(labels["use"], USES.index(TermUse.SYNONYM)),
        "length": pc.utf8_length(labels["text"]),
        "ordinal": labels["ordinal"],
        "use": labels["use"],
        "text": labels["text"],
    }
    order = pc.sort_indices(pa.table(keys), sort_keys=[(name, "ascending") for name in keys])
    return labels.take(order).combine_chunks()


def _part(ordinals: object, texts: object, uses: object) -> pa.Table:
    schema = pa.schema([("ordinal", pa.int32()), ("text", pa.string()), ("use", pa.int8())])
    return pa.table([ordinals, texts, uses], schema=schema)
