"""The answer to an expression, which shows itself and gives its codes in the form asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from workbench.core.showing import LEFT, and_more
from workbench.graph.display import quoted, shortened
from workbench.graph.ecl.evaluation import evaluate
from workbench.graph.ecl.parser import parse_ecl

if TYPE_CHECKING:
    import pandas as pd

    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.csr import Int32

__all__ = ["EclResult", "ask"]

#: Most rows shown, and most characters of the expression.
_ROWS: Final = 12
_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class EclResult:
    """The concepts that satisfy an expression.

    Attributes
    ----------
    graph
        Whose concepts they are.
    expression
        As it was asked.
    ordinals
        int32, ascending: the concepts, all of them active.
    retired
        Codes that the expression names and the release calls retired; they are not in the answer.
    memberless
        Codes after ``^`` that are no reference set with a member in the release.

    See Also
    --------
    CodeGraph.ecl : makes it.
    """

    graph: CodeGraph
    expression: str
    ordinals: Int32
    retired: tuple[str, ...] = ()
    memberless: tuple[str, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The codes, in natural order."""
        codes = self.graph.index.codes
        return [codes[ordinal] for ordinal in self.ordinals.tolist()]

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences a reader should see beside the answer; none where there is nothing to say."""
        release = self.graph.release
        told = {
            f"not active in {release}, so not in the answer": self.retired,
            f"no reference set with a member in {release}": self.memberless,
        }
        return tuple(
            f"{what}: {', '.join([*codes[:_ROWS], *and_more(len(codes), shown=_ROWS)])}"
            for what, codes in told.items()
            if codes
        )

    def to_arrow(self) -> pa.Table:
        """Give the columns ``code`` and ``term``, a row a concept in natural order."""
        return self.graph.concepts.select(["code", "term"]).take(pa.array(self.ordinals))

    def to_pandas(self) -> pd.DataFrame:
        """Give `to_arrow` as a DataFrame."""
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        return frame

    def __len__(self) -> int:
        """Give the number of concepts."""
        return len(self.ordinals)

    def __iter__(self) -> Iterator[str]:
        """Give the codes in natural order."""
        return iter(self.codes)

    def __contains__(self, code: object) -> bool:
        """Say whether a code is in the answer."""
        return code in self.codes

    def __repr__(self) -> str:
        """Show the expression, how many satisfy it, and the first of them."""
        counted = f"{len(self):,} concept{'' if len(self) == 1 else 's'}"
        lines = [f"<EclResult {self.graph.release} '{self._asked()}': {counted}>"]
        lines += [f"  {code} {term}" for code, term in self._first()]
        lines += [f"  {line}" for line in (*and_more(len(self), shown=_ROWS), *self.notes)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td {LEFT}><code>{escape(code)}</code></td><td {LEFT}>{escape(term)}</td></tr>"
            for code, term in self._first()
        )
        below = (*and_more(len(self), shown=_ROWS), *self.notes)
        rows += "".join(f'<tr><td colspan="2" {LEFT}>{escape(line)}</td></tr>' for line in below)
        caption = f"{self._asked()} in {self.graph.release}: {len(self):,}"
        return (
            f"<table><caption {LEFT}><b>{escape(caption)}</b></caption><thead><tr>"
            f'<th scope="col" {LEFT}>code</th><th scope="col" {LEFT}>term</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _asked(self) -> str:
        return quoted(self.expression, most=_CHARACTERS)

    def _first(self) -> list[tuple[str, str]]:
        rows = self.to_arrow().slice(0, _ROWS).to_pylist()
        return [(row["code"], shortened(row["term"])) for row in rows]


def ask(graph: CodeGraph, text: str) -> EclResult:
    """Evaluate an expression; see `CodeGraph.ecl`."""
    found = evaluate(graph, parse_ecl(text))
    return EclResult(
        graph=graph,
        expression=text,
        ordinals=found.ordinals,
        retired=found.retired,
        memberless=found.memberless,
    )
