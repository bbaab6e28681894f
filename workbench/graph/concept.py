"""One concept of one graph, as it is shown to a person."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.codes import Kind, Mark, Release, ResidualKind
from workbench.core.opcs4 import OpcsRole
from workbench.graph import display

__all__ = ["Concept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """What a graph says of one code.

    Attributes
    ----------
    release
        The release it belongs to.
    code
        The printed form, without mark.
    term
        Its preferred term or title.
    fsn
        The fully specified name; None outside SNOMED CT.
    kind
        Chapter, block, category, subcategory, extension or concept.
    active
        False only where the source says retired.
    assignable
        Whether it may be the code of a record.
    residual
        Whether it is an "other" or "unspecified" category.
    residual_kind
        Which of the two; None exactly where `residual` is False.
    mark
        Dagger or asterisk; None for most.
    uri
        The linearization URI of an ICD-11 entity as its source writes it; else None.
    depth
        Edges on the shortest path from a root; 0 for roots.
    parents, children
        Code and term of each, in natural order.
    ancestor_count, descendant_count
        Without the concept itself.
    role
        What a code of OPCS-4 stands for in a record; None for its chapters and in other systems.
    """

    release: Release
    code: str
    term: str
    fsn: str | None
    kind: Kind
    active: bool
    assignable: bool
    residual: bool
    residual_kind: ResidualKind | None
    mark: Mark | None
    uri: str | None
    depth: int
    parents: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]
    ancestor_count: int
    descendant_count: int
    role: OpcsRole | None = None

    @property
    def printed(self) -> str:
        """The code with its mark, as the book prints it (``I43.8*``)."""
        return f"{self.code}{self.mark or ''}"

    def __str__(self) -> str:
        """Show it in a few lines of text."""
        return display.concept_text(self)

    def __repr__(self) -> str:
        """Name it in one line."""
        return f"<Concept {self.release}#{self.printed} {display.shortened(self.term)!r}>"

    def _repr_html_(self) -> str:
        return display.concept_html(self)
