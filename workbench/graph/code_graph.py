"""A code graph: the concepts of one release and how they stand to each other.

Codes become ordinals in natural order, and the hierarchy with its closure both ways is arrays; see
`workbench.graph.csr`. A `CodeGraph` is a handle on them: immutable, quick to open, and with no
object a concept. What asks by one code takes and gives text; what asks by a column of codes takes
and gives pandas or Arrow.

The trap: *ancestors* and *descendants* leave out the code itself, `…_or_self` do not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from workbench.core.codes import Kind, Mark, Release, ResidualKind
from workbench.core.opcs4 import OpcsRole
from workbench.errors import InputError
from workbench.graph import display, interop, side_tables
from workbench.graph.closure import Hierarchy
from workbench.graph.concept import Concept
from workbench.graph.csr import Int32
from workbench.graph.ecl.result import EclResult, ask
from workbench.graph.index import CodeIndex
from workbench.graph.interop import Answer, Codes, Related
from workbench.graph.schema import check_concepts
from workbench.graph.side_tables import SideTables
from workbench.graph.walk import lowest_common, rising

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CodeGraph"]

#: How many codes Tab offers inside ``graph["…"]``; a page takes no more.
_COMPLETIONS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CodeGraph:
    """The concepts of one release and their hierarchy; made by `build_graph` or read from a cache.

    Wherever one code is asked for, an ICD-11 entity also answers to any spelling of its URI and to
    what its URI ends in (``257068234``, ``344162786/other``). An unknown code raises
    `UnknownCodeError` with near spellings.

    Attributes
    ----------
    release
        Which edition of which system.
    name
        What the workspace calls it.
    concepts
        One row a concept in order of ordinal: the columns of `NODE_SCHEMA`, ``assignable``, and
        whatever else the source gave.
    hierarchy
        Parents, children, ancestors, descendants and depth, by ordinal.
    side
        Terms, attributes, reference sets and history, placed; empty where the source has none.
    index
        Codes and their ordinals, built when first asked for.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, nodes_table, edges_table
    >>> graph = build_graph(
    ...     nodes_table(
    ...         {"code": "IX", "term": "Circulatory", "kind": "chapter"},
    ...         {"code": "I21", "term": "Acute infarction", "kind": "category"},
    ...         {"code": "I21.0", "term": "Anterior wall", "kind": "subcategory"},
    ...         {"code": "I21.9", "term": "Unspecified", "kind": "subcategory"},
    ...     ),
    ...     edges_table(("I21", "IX"), ("I21.0", "I21"), ("I21.9", "I21")),
    ...     release=parse_release("icd10/example"),
    ... )
    >>> graph
    <CodeGraph icd10/example: 4 concepts, 3 edges, 1 root>
    >>> graph.ancestors("I21.0"), graph.descendants("IX")
    (['I21', 'IX'], ['I21', 'I21.0', 'I21.9'])
    >>> graph.subsumes("IX", "I21.0"), graph.subsumes("I21.0", "IX")
    (True, False)
    >>> graph.lowest_common_ancestors("I21.0", "I21.9")
    ['I21']
    >>> graph["I21.0"].term, graph.depth("I21.0"), graph.nearest_of_kind("I21.0", Kind.CHAPTER)
    ('Anterior wall', 2, 'IX')
    >>> graph.lookup("I219")
    Traceback (most recent call last):
    workbench.errors.UnknownCodeError: code 'I219' is not in icd10/example. Near spellings: I21.9...
    >>> graph.subsumes_many("I21", ["I21.0", "IX", "?"]).to_pylist()
    [True, False, None]
    """

    release: Release
    name: str
    concepts: pa.Table
    hierarchy: Hierarchy
    side: SideTables = field(default_factory=SideTables)
    index: CodeIndex = field(init=False)

    def __post_init__(self) -> None:
        """See that table and arrays speak of the same concepts."""
        check_concepts(self.concepts, rows=len(self.hierarchy), release=str(self.release))
        index = CodeIndex(release=self.release, concepts=self.concepts, side=self.side)
        object.__setattr__(self, "index", index)

    @classmethod
    def from_parts(
        cls,
        *,
        release: Release,
        name: str | None = None,
        concepts: pa.Table,
        arrays: Mapping[str, Int32],
        side: SideTables | None = None,
    ) -> CodeGraph:
        """Take what `concepts`, `arrays` and `side` gave, mapped or not; nothing is copied or read.

        Raises
        ------
        GraphStructureError
            If an array or a column is missing, or they do not fit each other.
        """
        hierarchy = Hierarchy.from_arrays(arrays)
        return cls(
            release=release,
            name=name or str(release),
            concepts=concepts,
            hierarchy=hierarchy,
            side=side or SideTables(),
        )

    def arrays(self) -> dict[str, Int32]:
        """Give the nine arrays of the hierarchy by name, without a copy, for `from_parts`."""
        return self.hierarchy.to_arrays()

    # Codes and what is said of them

    def __len__(self) -> int:
        """Give the number of concepts."""
        return len(self.hierarchy)

    def __iter__(self) -> Iterator[str]:
        """Give every code in natural order."""
        return iter(self.index.codes)

    def __contains__(self, code: object) -> bool:
        """Say whether `resolve` would find it."""
        return isinstance(code, str) and self.index.find(code) is not None

    def __getitem__(self, code: str) -> Concept:
        """Give the concept of a code, as `lookup`."""
        return self.lookup(code)

    def ordinal(self, code: str) -> int:
        """Give the ordinal of a code: its place in natural order, from 0."""
        return self.index.ordinal(code)

    def code_at(self, ordinal: int) -> str:
        """Give the code of an ordinal.

        Raises
        ------
        InputError
            If there is no such ordinal.
        """
        if not 0 <= ordinal < len(self):
            message = f"ordinal {ordinal} is not in {self.release}, expected 0 to {len(self) - 1}"
            raise InputError(message)
        return self.index.codes[ordinal]

    def resolve(self, text: str) -> str:
        """Give the code that a code, a URI or the end of a URI stands for."""
        return self.index.codes[self.index.ordinal(text)]

    def lookup(self, code: str) -> Concept:
        """Give everything known of one code."""
        ordinal, shape = self.index.ordinal(code), self.hierarchy
        row = self.concepts.slice(ordinal, 1).to_pylist()[0]
        residual, mark = row["residual_kind"], row["mark"]
        return Concept(
            release=self.release,
            **{key: row[key] for key in ("code", "term", "fsn", "active", "assignable", "uri")},
            kind=Kind(row["kind"]),
            residual=residual is not None,
            residual_kind=None if residual is None else ResidualKind(residual),
            mark=None if mark is None else Mark(mark),
            depth=int(shape.depth[ordinal]),
            parents=self._named(shape.parents.row(ordinal)),
            children=self._named(shape.children.row(ordinal)),
            ancestor_count=shape.ancestors.count(ordinal),
            descendant_count=shape.descendants.count(ordinal),
            role=OpcsRole(row["role"]) if row.get("role") else None,
        )

    def term(self, code: str) -> str:
        """Give the term of a code."""
        return str(self.concepts["term"][self.index.ordinal(code)])

    def kind(self, code: str) -> Kind:
        """Give the kind of a code."""
        return Kind(str(self.concepts["kind"][self.index.ordinal(code)]))

    def depth(self, code: str) -> int:
        """Give the number of edges on the shortest path from a root to a code; 0 for a root."""
        return int(self.hierarchy.depth[self.index.ordinal(code)])

    # What else its source says

    def terms_of(self, code: str) -> pa.Table:
        """Give the terms in use of a code, the preferred one among them; see `TERM_SCHEMA`."""
        return self.side.of("terms", self.index.ordinal(code))

    def attributes_of(self, code: str) -> pa.Table:
        """Give the attributes of a code by role group; see `ATTRIBUTE_SCHEMA`."""
        return self.side.of("attributes", self.index.ordinal(code))

    def replacements_of(self, code: str) -> pa.Table:
        """Give what is offered in place of a code that is retired, or gone from the release."""
        return side_tables.replacements_of(self.side, code, self.index.find(code))

    def refsets_of(self, code: str) -> list[str]:
        """Give the reference sets a code is a member of, in natural order."""
        return side_tables.refsets_of(self.side, self.index.ordinal(code))

    def members_of(self, refset: str) -> list[str]:
        """Give the members of a reference set that this graph holds, in natural order."""
        return self._codes(side_tables.members_of(self.side, refset).tolist())

    # Hierarchy

    def roots(self) -> list[str]:
        """Give the codes without a parent, in natural order."""
        return self._codes(self.hierarchy.roots().tolist())

    def parents(self, code: str) -> list[str]:
        """Give the codes one step up, in natural order."""
        return self._codes(self.hierarchy.parents.row(self.index.ordinal(code)).tolist())

    def children(self, code: str) -> list[str]:
        """Give the codes one step down, in natural order."""
        return self._codes(self.hierarchy.children.row(self.index.ordinal(code)).tolist())

    def ancestors(self, code: str) -> list[str]:
        """Give every code above: nearest first, the equally near in natural order."""
        levels = rising(self.hierarchy.parents, self.index.ordinal(code))
        return self._codes(chain.from_iterable(levels))

    def ancestors_or_self(self, code: str) -> list[str]:
        """Give the code itself, then every code above as `ancestors` does."""
        return [self.resolve(code), *self.ancestors(code)]

    def descendants(self, code: str) -> list[str]:
        """Give every code below, in natural order."""
        return self._codes(self.descendant_ordinals(code).tolist())

    def descendants_or_self(self, code: str) -> list[str]:
        """Give the code itself and every code below, in natural order."""
        ordinal = self.index.ordinal(code)
        return self._codes(sorted([ordinal, *self.hierarchy.descendants.row(ordinal).tolist()]))

    def ancestor_ordinals(self, code: str) -> Int32:
        """Give the ordinals of every code above: a read-only view, ascending."""
        return self.hierarchy.ancestors.row(self.index.ordinal(code))

    def descendant_ordinals(self, code: str) -> Int32:
        """Give the ordinals of every code below: a read-only view, ascending; nothing is copied."""
        return self.hierarchy.descendants.row(self.index.ordinal(code))

    def subsumes(self, upper: str, lower: str) -> bool:
        """Say whether `upper` is `lower` or an ancestor of it."""
        ordinals = self.index.ordinals
        try:
            above, below = ordinals[upper], ordinals[lower]
        except KeyError:
            above, below = self.index.ordinal(upper), self.index.ordinal(lower)
        if above == below:
            return True
        rows = self.hierarchy.ancestors
        end = rows.starts[below + 1]
        at = bisect_left(rows.items, above, rows.starts[below], end)
        return bool(at < end and rows.items[at] == above)

    def lowest_common_ancestors(self, *codes: str) -> list[str]:
        """Give what all the codes are or lie under, and below which nothing else is so.

        A code counts as above itself, so that of a code and its ancestor it is the ancestor. In a
        hierarchy with several parents there may be several; under different roots there are none.

        Raises
        ------
        InputError
            If no code is given.
        """
        if not codes:
            message = "no code was given, expected one or more"
            raise InputError(message)
        ordinals = [self.index.ordinal(code) for code in codes]
        return self._codes(lowest_common(self.hierarchy.ancestors, ordinals))

    def ecl(self, expression: str) -> EclResult:
        """Give the concepts that satisfy an expression of SNOMED's language, in any code system."""
        return ask(self, expression)

    def nearest_of_kind(self, code: str, kind: Kind) -> str | None:
        """Give the code itself or its nearest ancestor of a kind, or None.

        Of several equally near, the first in natural order.
        """
        kinds = self.concepts["kind"]
        ordinal = self.index.ordinal(code)
        for level in chain([[ordinal]], rising(self.hierarchy.parents, ordinal)):
            for near in level:
                if str(kinds[near]) == kind:
                    return self.index.codes[near]
        return None

    # Columns of codes

    def ordinals(self, codes: Codes) -> Int32:
        """Give the ordinal of each code: int32, shape (rows,), -1 where missing or unknown."""
        return interop.read_column(codes).ordinals(self.index)

    def lookup_many(self, codes: Codes) -> Answer:
        """Give every concept column, one row for each row asked.

        Returns
        -------
        pandas.DataFrame or pyarrow.Table
            With the index of the Series asked with; all null where a code is unknown.
        """
        return interop.lookup_table(self, codes)

    def subsumes_many(self, upper: Codes | str, lower: Codes | str) -> Answer:
        """Say for each pair whether the first is the second or an ancestor of it.

        Parameters
        ----------
        upper, lower
            Two columns of as many rows, or one of them a single code that stands for every row.

        Returns
        -------
        pandas.Series or pyarrow.Array
            Booleans, null where one of the two is missing or unknown.
        """
        return interop.subsumption(self, upper, lower)

    def ancestors_many(self, codes: Codes) -> Answer:
        """Give a long table ``code, ancestor, distance``: each distinct code as asked, once.

        Codes that are unknown or roots have no rows. Nearest first, then natural order.
        """
        shape = self.hierarchy
        by = Related(step=shape.parents, closure=shape.ancestors, name="ancestor")
        return interop.relatives(self, codes, by=by)

    def descendants_many(self, codes: Codes) -> Answer:
        """Give a long table ``code, descendant, distance``, as `ancestors_many` does."""
        shape = self.hierarchy
        by = Related(step=shape.children, closure=shape.descendants, name="descendant")
        return interop.relatives(self, codes, by=by)

    def to_networkx(self) -> nx.DiGraph[str]:
        """Give the graph to networkx, its edges from parent to child.

        So ``networkx.descendants`` means what `descendants` means. Nodes are codes; their
        attributes are the concept columns and ``depth``, each absent where its value is null.
        """
        return interop.to_networkx(self)

    # Showing

    def __repr__(self) -> str:
        """Show release and sizes in one line."""
        return display.graph_text(self)

    def _repr_html_(self) -> str:
        return display.graph_html(self)

    def _ipython_key_completions_(self) -> list[str]:
        codes: list[str] = self.concepts["code"].slice(0, _COMPLETIONS).to_pylist()
        return codes

    def _codes(self, ordinals: Iterable[int]) -> list[str]:
        codes = self.index.codes
        return [codes[ordinal] for ordinal in ordinals]

    def _named(self, ordinals: Int32) -> tuple[tuple[str, str], ...]:
        terms = self.concepts["term"].take(pa.array(np.asarray(ordinals))).to_pylist()
        return tuple(zip(self._codes(ordinals.tolist()), terms, strict=True))
