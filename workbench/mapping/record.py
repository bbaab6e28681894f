"""What is known of a patient where a rule asks: age, sex, and what else stands in the record.

Nothing is taken for granted. An age that is not given is not known, and neither is a sex. A concept
that is not listed is not known either, unless the caller says that the list is all there is. The
trap is the age at onset: a record mostly holds one age, that at the encounter, which is the current
age and bounds the one at onset from above but is not it. `at_encounter` takes it for both, as
SNOMED International's own demonstrator does, and as whoever codes the encounter says by giving it.

Source: SNOMED International, ICD-10 Mapping Technical Guide, chapter on map rules (IFA holds for a
concept and its descendants); the publisher's map demonstrator (one age, "at encounter onset").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.errors import InputError
from workbench.mapping.ages import PatientAge, compare_age, parse_age
from workbench.mapping.rules import AGES, SEXES, Age, AgeUnit, Clause, Comparison

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = [
    "NOTHING_KNOWN",
    "SEX_OF",
    "Facts",
    "Listing",
    "Record",
    "Sex",
    "at_encounter",
    "one_record",
    "parse_sex",
]

_ONSET, _CURRENT = AGES
_Choice = TypeVar("_Choice", bound=StrEnum)


class Sex(StrEnum):
    """The two sexes that rules ask about; any other is not known."""

    FEMALE = "f"
    MALE = "m"


#: The concept that says a sex in a rule.
SEX_OF: Final = {concept: Sex(word[0]) for concept, word in SEXES.items()}


class Listing(StrEnum):
    """Whether the concepts of a record are some that it has, or all."""

    SOME = "some"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of one patient; what is None is not known.

    Attributes
    ----------
    age
        The current age.
    onset
        The age when the finding began; never above `age`.
    sex
        Female or male.
    concepts
        Codes of the map's source release that the record also has.
    listing
        Whether these are some of its concepts or all. Of an absent one nothing is known by
        `Listing.SOME`.

    Examples
    --------
    >>> Record(age=parse_age("27 days"), sex=Sex.FEMALE).onset is None
    True
    """

    age: PatientAge | None = None
    onset: PatientAge | None = None
    sex: Sex | None = None
    concepts: tuple[str, ...] = ()
    listing: Listing = Listing.SOME

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        said = {SEX_OF[code] for code in self.concepts if code in SEX_OF}
        if len(said | ({self.sex} if self.sex else set())) > 1:
            message = "a record cannot be of both sexes; its sex and its concepts say different"
            raise InputError(message)
        if said and self.sex is None:
            object.__setattr__(self, "sex", said.pop())
        if self.age and self.onset and _is_below(self.age, self.onset):
            message = f"an age at onset of {self.onset} lies after the current age, {self.age}"
            raise InputError(message)


#: A record of which nothing is known: every rule is a question.
NOTHING_KNOWN: Final = Record()


def at_encounter(
    *,
    age: PatientAge | float | str | None = None,
    onset: PatientAge | float | str | None = None,
    sex: Sex | str | None = None,
    concepts: Iterable[str] | str = (),
    listing: Listing | str = Listing.SOME,
) -> Record:
    """Give the record of an encounter that is being coded.

    Parameters
    ----------
    age
        At the encounter: years, or text such as ``27 days``.
    onset
        When the finding began; where it is not given, the age at the encounter is taken for it.
    sex
        ``f`` or ``m``.
    concepts, listing
        What the record also has, and whether that is ``some`` or ``all`` of it.

    Raises
    ------
    InputError
        If an age is impossible or a word is not understood.

    Examples
    --------
    >>> str(at_encounter(age=45, sex="f").onset)
    '45 years'
    """
    current = None if age is None else parse_age(age)
    return Record(
        age=current,
        onset=current if onset is None else parse_age(onset),
        sex=None if sex is None else parse_sex(sex),
        concepts=(concepts,) if isinstance(concepts, str) else tuple(concepts),
        listing=_one_of(Listing, listing, "a listing is 'some' or 'all'"),
    )


def one_record(
    record: Record | None,
    *,
    age: PatientAge | float | str | None,
    sex: Sex | str | None,
    concepts: Iterable[str] | str,
) -> Record:
    """Give the record that is said, either at once or by its parts.

    Raises
    ------
    InputError
        If it is said in both ways, or a part of it is wrong.
    """
    parts = at_encounter(age=age, sex=sex, concepts=concepts)
    if record is None:
        return parts
    if parts != NOTHING_KNOWN:
        message = "a record is given whole or by its age, sex and concepts, not in both ways"
        raise InputError(message)
    return record


def parse_sex(sex: str) -> Sex:
    """Read a sex.

    Raises
    ------
    InputError
        If it is neither ``f`` nor ``m``.
    """
    expected = "a sex is 'f' or 'm', or left out where it is not known"
    return _one_of(Sex, str(sex).strip().lower(), expected)


def _one_of(kind: type[_Choice], word: str, expected: str) -> _Choice:
    try:
        return kind(word)
    except ValueError as error:
        message = f"{word!r} is not understood: {expected}"
        raise InputError(message) from error


class Facts:
    """Answers what the clauses of rules ask, from one record.

    Parameters
    ----------
    record
        What is known.
    graph
        Of the map's source release: says what is a descendant. Without it a concept holds only
        where the record has that very code, and none is known to be absent.

    Raises
    ------
    UnknownCodeError
        If the graph does not hold a concept of the record.
    """

    def __init__(self, record: Record, graph: CodeGraph | None) -> None:
        self.record = record
        self._graph = graph
        self._known: dict[Clause, bool | None] = {}
        self._concepts = {
            code if graph is None else graph.resolve(code): code for code in record.concepts
        }

    def answer(self, clause: Clause) -> bool | None:
        """Say whether a clause holds, or None where the record does not say."""
        if clause not in self._known:
            self._known[clause] = self._answer(clause)
        return self._known[clause]

    def _answer(self, clause: Clause) -> bool | None:
        if isinstance(clause, Age):
            return self._age(clause)
        if clause.concept in SEX_OF:
            sex = self.record.sex
            return None if sex is None else sex is SEX_OF[clause.concept]
        return self._has(clause.concept)

    def because(self, clause: Clause) -> str:
        """Say what of the record answers a clause (``45 years``, ``has 84114007``)."""
        if isinstance(clause, Age):
            return self._because_of_age(clause)
        if clause.concept in SEX_OF:
            return f"sex {self.record.sex}"
        held = self._holder(clause.concept)
        return f"it has {held}" if held else "all it has is listed"

    def _because_of_age(self, clause: Age) -> str:
        age, onset = self.record.age, self.record.onset
        if clause.concept == _CURRENT:
            return str(age)
        if onset is None:
            return f"now {age}"
        return f"{onset}, the age at the encounter" if onset == age else str(onset)

    def _age(self, clause: Age) -> bool | None:
        record = self.record
        if clause.concept == _CURRENT:
            return None if record.age is None else compare_age(record.age, clause)
        if record.onset is not None:
            return compare_age(record.onset, clause)
        bounds_above = clause.comparison in {Comparison.BELOW, Comparison.AT_MOST}
        if record.age is None or compare_age(record.age, clause) is not bounds_above:
            return None
        return bounds_above  # it began at the current age or before, so it lies below as well

    def _has(self, concept: str) -> bool | None:
        if self._holder(concept) is not None:
            return True
        known = self._graph is not None and concept in self._graph
        return False if known and self.record.listing is Listing.ALL else None

    def _holder(self, concept: str) -> str | None:
        """Give the concept of the record that is a concept or lies under it."""
        if self._graph is None or concept not in self._graph:
            return self._concepts.get(concept)
        upper = self._graph.resolve(concept)
        return next(
            (said for code, said in self._concepts.items() if self._graph.subsumes(upper, code)),
            None,
        )


def _is_below(age: PatientAge, other: PatientAge) -> bool:
    """Say whether an age surely lies below another."""
    asked = Age(
        concept=_CURRENT,
        fsn="",
        comparison=Comparison.BELOW,
        value=str(other.count),
        unit=AgeUnit(other.unit),
    )
    return compare_age(age, asked) is True
