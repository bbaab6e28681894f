"""Every check there is, and which of them a map gets.

A map that states no profile gets those that every map should pass; nothing here guesses a profile.
"""

from __future__ import annotations

from typing import Final

from workbench.core.codes import Release
from workbench.mapping.checks import (
    causes,
    codes,
    numbering,
    relations,
    rules,
    sequence,
    titles,
    waivers,
)
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check

__all__ = ["BY_NAME", "CHECKS", "checks_for"]

#: Every check, in the order in which they are run.
CHECKS: Final[tuple[Check, ...]] = (
    *codes.CHECKS,
    *numbering.CHECKS,
    *sequence.CHECKS,
    *causes.CHECKS,
    *rules.CHECKS,
    *relations.CHECKS,
    *titles.CHECKS,
    *waivers.CHECKS,
)
#: Every check by its name.
BY_NAME: Final = {check.name: check for check in CHECKS}


def checks_for(context: CheckContext) -> tuple[Check, ...]:
    """Give the checks that a map gets, by its profile and the systems on its sides."""
    map_set = context.map_set
    return tuple(
        check
        for check in CHECKS
        if (check.profiles is None or context.profile in check.profiles)
        and _speaks_of(check.sources, map_set.source)
        and _speaks_of(check.targets, map_set.target)
    )


def _speaks_of(systems: frozenset[object] | None, release: Release | None) -> bool:
    return systems is None or (release is not None and release.system in systems)
