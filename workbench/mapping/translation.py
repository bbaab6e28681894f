"""What a map says of a code: targets, a question, a stated no-map, or nothing.

The four are never mixed up: no targets, no question and no no-map means that nobody has mapped it.

Source: FHIR R5, ConceptMap/$translate.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.core.showing import and_more, table_html
from workbench.mapping.relation import MapRelation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Need", "NoMap", "Outcome", "Step", "Target", "Translation", "Translations"]

_SHOWN: Final = 50
_NOBODY: Final = "nobody has mapped it (the map has no row for it)"


class Outcome(StrEnum):
    """What an answer comes to.

    Attributes
    ----------
    TARGET
        At least one code was chosen.
    NEEDS
        None was, and a question is open.
    NO_MAP
        The map states that there is none.
    NO_RULE
        The map has rows, and no rule of them holds for this record.
    UNMAPPED
        Nobody has mapped it.
    UNKNOWN
        The code is neither in the map nor in its source graph, or there is none; only where many
        are translated at once, since one alone is an error.
    """

    TARGET = "target"
    NEEDS = "needs"
    NO_MAP = "no_map"
    NO_RULE = "no_rule"
    UNMAPPED = "unmapped"
    UNKNOWN = "unknown"


#: What is said where there is no code, no question and no stated no-map.
_NOTHING: Final[dict[str, str]] = {
    Outcome.UNMAPPED: f"unmapped, {_NOBODY}",
    Outcome.NO_RULE: "no code, since no rule of the map holds for this record",
}
#: How a relation is told in a line: what the target is to the source.
_RELATION_WORDS: Final[dict[str, str]] = {
    MapRelation.EQUIVALENT: "the same",
    MapRelation.SOURCE_IS_NARROWER: "broader than the source",
    MapRelation.SOURCE_IS_BROADER: "narrower than the source",
    MapRelation.RELATED_TO: "overlapping",
    MapRelation.NOT_RELATED_TO: "not it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One chosen target, in coding order. Fields as in `MapEntry`."""

    target: str
    term: str | None
    mark: str | None
    map_block: int
    map_group: int
    map_priority: int
    relation: str
    advice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMap:
    """A stated no-map: a `NoMapReason` and the words of the source."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something only a person or the record can say.

    Attributes
    ----------
    ask
        The question, as a coder would be asked.
    concept
        The concept it is about, or None.
    options
        The codes to choose from; none where the map has no such code.
    open
        Whether a code is missing until it is answered; False where a default was taken.
    """

    ask: str
    concept: str | None
    options: tuple[str, ...]
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row tried: ``held`` is True, False, or None where it could not be decided."""

    map_block: int
    map_group: int
    map_priority: int
    rule: str | None
    target: str | None
    held: bool | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Translation:
    """What a map says of one source.

    Attributes
    ----------
    source
        The code asked for.
    targets
        In coding order; empty where there is none or a question is open.
    no_map
        The stated no-map, or None. No targets, no needs and no no-map: nobody has mapped it.
    needs
        Open questions.
    trace
        Every row tried.
    terms
        A term for each code named in the needs, where known.
    notes
        What a reader should know besides, in sentences: an inactive source and what replaces it,
        other complete solutions.
    """

    source: str
    targets: tuple[Target, ...]
    no_map: NoMap | None
    needs: tuple[Need, ...]
    trace: tuple[Step, ...]
    terms: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What the answer comes to; a target counts though a question is open beside it."""
        if self.targets:
            return Outcome.TARGET
        if any(need.open for need in self.needs):
            return Outcome.NEEDS
        if self.no_map is not None:
            return Outcome.NO_MAP
        tried = any(step.rule is not None for step in self.trace)
        return Outcome.NO_RULE if tried else Outcome.UNMAPPED

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON document of the command line's contract."""
        plain = asdict(self)
        del plain["terms"], plain["notes"]
        for need in plain["needs"]:
            need["options"] = list(need["options"])
            del need["open"]
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()
        }

    def lines(self) -> list[str]:
        """Give the answer as text: targets, or the question, or why there is none."""
        held = _held(self)
        shown: list[str] = []
        blocks = {block for block, _, _ in held}
        for place, target in enumerate(self.targets):
            if len(blocks) > 1 and target.map_block not in {
                earlier.map_block for earlier in self.targets[:place]
            }:
                shown.append(f"{self.source}, block {target.map_block}:")
            shown += self._target_lines(target, held)
        if self.no_map is not None:
            stated = f": {self.no_map.text}" if self.no_map.text else ""
            shown.append(f"{self.source}: no map, stated by the map ({self.no_map.reason}{stated})")
        for need in self.needs:
            shown.append(f"{self.source}: {need.ask}")
            shown.extend(
                f"    {option}  {self.terms.get(option, '')}".rstrip() for option in need.options
            )
        shown += [f"    open: {step.why}" for step in self.trace if step.held is None and step.rule]
        if not shown:
            said = _NOTHING.get(self.outcome, _NOTHING[Outcome.UNMAPPED])
            shown.append(f"{self.source}: {said}")
        if self.no_map is None:
            shown.extend(
                f"    why: {why}" if len(blocks) == 1 else f"{self.source}, block {block}: {why}"
                for (block, _, _), why in held.items()
            )
        return shown + [f"    note: {note}" for note in self.notes]

    def _target_lines(self, target: Target, held: dict[tuple[int, int, int], str]) -> Iterator[str]:
        """Give the lines of one target; what is said of it in `held` is taken from there."""
        line = f"{self.source} → {target.target}{target.mark or ''}  {target.term or ''}".rstrip()
        yield line + _said(target.relation)
        if target.advice:
            yield f"    advice: {target.advice}"
        why = held.pop((target.map_block, target.map_group, target.map_priority), None)
        if why:
            yield f"    why: {why}"

    def __str__(self) -> str:
        """Give the answer as text."""
        return "\n".join(self.lines())

    def __repr__(self) -> str:
        """Give the answer as text."""
        return str(self)

    def _repr_html_(self) -> str:
        """Give the answer as text, escaped."""
        return f"<pre>{html.escape(str(self))}</pre>"


def _said(relation: str) -> str:
    """Give a relation in a coder's words; nothing where nobody said any."""
    return f"  [{_RELATION_WORDS[relation]}]" if relation in _RELATION_WORDS else ""


class Translations(tuple[Translation, ...]):
    """The answers to several codes, in the order asked; a tuple that shows itself as a table."""

    __slots__ = ()

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a target, question or no-map: source, answer, term, relation, why."""
        import pandas as pd

        rows = [row for answer in self for row in _answer_rows(answer)]
        return pd.DataFrame(rows, columns=list(_HEADINGS))

    def __repr__(self) -> str:
        """Give the answers as text, a bounded number of them."""
        lines = [str(answer) for answer in self[:_SHOWN]]
        return "\n".join([*lines, *and_more(len(self), shown=_SHOWN)])

    def _repr_html_(self) -> str:
        shown = self[:_SHOWN]
        notes = [_note(answer.source, note) for answer in shown for note in answer.notes]
        return table_html(
            _HEADINGS,
            [row for answer in shown for row in _answer_rows(answer)],
            below=[*and_more(len(self), shown=_SHOWN), *notes],
        )


def _held(answer: Translation) -> dict[tuple[int, int, int], str]:
    """Give why each row that holds does, by its place, less what the notes say anyway."""
    found = {(s.map_block, s.map_group, s.map_priority): s.why for s in answer.trace if s.held}
    for note in answer.notes:
        found = {place: why.replace(f"; {note}", "") for place, why in found.items()}
    return found


def _note(source: str, note: str) -> str:
    """Give a note as a sentence that says what it is about."""
    return f"{note if note.startswith(f'{source} ') else f'{source}: {note}'}."


_HEADINGS: Final = ("source", "answer", "term", "relation", "why")


def _answer_rows(answer: Translation) -> list[tuple[str, ...]]:
    held = _held(answer)
    rows: list[tuple[str, ...]] = [
        (
            answer.source,
            f"{t.target}{t.mark or ''}",
            t.term or "",
            t.relation,
            held.get((t.map_block, t.map_group, t.map_priority), ""),
        )
        for t in answer.targets
    ]
    rows += [
        (answer.source, f"? {option}".rstrip(), answer.terms.get(option, ""), "", need.ask)
        for need in answer.needs
        for option in need.options or ("",)
    ]
    if answer.no_map is not None:
        rows.append((answer.source, "no map", answer.no_map.text, "", answer.no_map.reason))
    if not rows and answer.outcome is Outcome.NO_RULE:
        rows.append((answer.source, "no code", "", "", "no rule of the map holds"))
    return rows or [(answer.source, "unmapped", "", "", "the map has no row for it")]
