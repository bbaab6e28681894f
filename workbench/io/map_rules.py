"""What every row of a map has to keep to, whatever file it was read from.

A row has a source, and a target or a reason for none; rules and blocks mean something only by a
profile. A reader knows where a row stands; what is wrong with it is said here, in the same words
for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from workbench.core.codes import CodeSystem, Release
from workbench.core.icd11 import parse_cluster
from workbench.errors import InputError
from workbench.io.map_cells import Cell
from workbench.mapping.profile import Profile
from workbench.mapping.relation import NoMapReason

__all__ = ["Fault", "entry_fault", "profile_fault"]

_REQUIRED: Final = ("source", "target")
_JOINED: Final = re.compile(r"[0-9A-Z.]+(?:[&/][0-9A-Z.]*)+")


class Fault(NamedTuple):
    """What is wrong with a row of a map.

    Attributes
    ----------
    column
        The column of `MAP_SCHEMA` at fault.
    problem
        What is wrong and what would be right.
    row
        Which row, from 0; 0 where one row was looked at.
    """

    column: str
    problem: str
    row: int = 0


def profile_fault(columns: Mapping[str, Sequence[Any]], *, hint: str) -> Fault | None:
    """Find a rule or block that nobody says how to read, which is never guessed nor united.

    Parameters
    ----------
    columns
        By column of `MAP_SCHEMA`; ``source`` is needed.
    hint
        How a file of this kind says its profile, in words.

    Returns
    -------
    Fault or None
        The first, or a profile that is not that of the whole map.
    """
    count = len(columns["source"])
    profiles = columns.get("profile", [None] * count)
    rules, blocks = columns.get("rule", [None] * count), columns.get("map_block", [1] * count)
    unread = f"but the map does not say how its rows are read; {hint}"
    for row, (profile, rule, block) in enumerate(zip(profiles, rules, blocks, strict=True)):
        if profile != profiles[0]:
            said = f"'{profile or ''}' is not '{profiles[0] or ''}', as further up; a map has one"
            return Fault("profile", said, row)
        if rule is not None and profile is None:
            return Fault("rule", f"'{rule}' is a rule, {unread}", row)
        if rule is None and profile == Profile.INTERNATIONAL:
            said = "is empty; expected TRUE, OTHERWISE TRUE or a rule that begins with IFA"
            return Fault("rule", said, row)
        if block != 1 and profile is None:
            return Fault("map_block", f"'{block}' is one solution of several, {unread}", row)
        if block != 1 and profile != Profile.UK:
            said = f"'{block}' is a block, which a map of profile {profile} has not"
            return Fault("map_block", said, row)
    return None


def entry_fault(values: Mapping[str, Cell], release: Release | None) -> Fault | None:
    """Find what keeps a row from being an entry: no source, or not one of target and reason.

    Parameters
    ----------
    values
        By column of `MAP_SCHEMA`; ``source`` and ``target`` are needed.
    release
        What the targets are codes of.
    """
    for name in _REQUIRED:
        value = str(values[name] or "")
        if value != value.strip() or (name == "source" and not value):
            return Fault(name, f"'{value}' is no code; expected one without blanks around it")
    target, reason = values["target"], values.get("no_map")
    if target is None and reason is None:
        said = f"is empty; expected a target or, in 'no_map', one of {', '.join(NoMapReason)}"
        return Fault("target", said)
    if target is not None and reason is not None:
        said = f"'{reason}' says that there is no target, but 'target' holds '{target}'"
        return Fault("no_map", said)
    text = values.get("no_map_text")
    if text and reason is None:
        return Fault("no_map_text", f"'{text}' explains an empty 'no_map'; expected a reason there")
    if release is not None and release.system is CodeSystem.ICD11:
        return _cluster_fault(str(target))
    return None


def _cluster_fault(target: str) -> Fault | None:
    if not _JOINED.fullmatch(target):
        return None
    try:
        parse_cluster(target)
    except InputError as error:
        return Fault("target", error.problem)
    return None
