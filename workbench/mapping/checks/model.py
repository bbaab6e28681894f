"""What a check is, and what it finds.

A check looks at a whole map and gives the rows it finds fault with, each with a sentence that says
what is wrong there and what to do. Which checks a map gets is a table (`Check.profiles`,
`Check.sources`, `Check.targets`), never a branch in a check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from workbench.core.codes import CodeSystem
from workbench.mapping.profile import Profile

if TYPE_CHECKING:
    from workbench.mapping.checks.context import CheckContext

__all__ = ["Check", "Finding", "Hit", "Severity"]


class Severity(StrEnum):
    """How bad a finding is.

    Attributes
    ----------
    ERROR
        Wrong whatever the case: a row that nobody may code by.
    WARNING
        Probably wrong, or against a style: somebody should look.
    INFORMATION
        Right as it is, and worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


#: The number of a row, from 0, and what is wrong with it.
Hit: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule that a map should keep.

    Attributes
    ----------
    name
        In snake case; a waiver names it.
    severity
        How bad it is where the rule is broken.
    about
        What it finds, as a sentence.
    principle
        Title, and section where it could be confirmed, of what it rests on.
    find
        Gives the rows that break it.
    profiles
        The profiles whose rule it is; None where it is a rule of every map.
    sources, targets
        The systems it speaks of, on either side; None where of any. A side of which the map does
        not say the release is of no system.
    """

    name: str
    severity: Severity
    about: str
    principle: str
    find: Callable[[CheckContext], Iterable[Hit]]
    profiles: frozenset[Profile] | None = None
    sources: frozenset[CodeSystem] | None = None
    targets: frozenset[CodeSystem] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row that breaks one rule.

    Attributes
    ----------
    check, severity
        Which rule, and how bad it is.
    source, target
        Of the row; the target as the target graph spells it, None where the row has none.
    message
        What is wrong, and what to do.
    principle
        What the rule rests on.
    """

    check: str
    severity: Severity
    source: str
    target: str | None
    message: str
    principle: str

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.source} → {self.target or 'no map'}: {self.message}"
