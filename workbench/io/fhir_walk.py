"""A ConceptMap taken apart while it streams by: its elements one by one, the rest at the end.

The keys of a JSON object come in any order, so that the code system of a group, the status of the
map and the meaning of its properties may stand behind all elements: what needs them waits.

Source: FHIR R5, JSON representation (property order is not significant).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.errors import InputError
from workbench.io.fhir_invariants import MODIFIED, MODIFIER, element_faults
from workbench.io.fhir_words import FhirVersion
from workbench.io.json_stream import JsonStream

__all__ = ["ConceptMapWalk", "walk"]

_RESOURCE: Final = "ConceptMap"
#: What is needed of the top of a map; the rest is passed over.
_TOP: Final = frozenset(
    f"{side}{end}"
    for side in ("source", "target")
    for end in ("ScopeUri", "ScopeCanonical", "Uri", "Canonical")
) | {"resourceType", "status", "property", "additionalAttribute", "extension"}
#: What is needed of a group.
_GROUP: Final = frozenset({"source", "target", "sourceVersion", "targetVersion", "unmapped"})
_Tokens = Iterator[tuple[str, Any]]
#: Takes an element, where it stands, and which group of the file it is in.
_Take = Callable[[dict[str, Any], str, int], None]


@dataclass(slots=True)
class ConceptMapWalk:
    """What a file says beside its elements.

    Attributes
    ----------
    top
        Its top-level values, groups left out.
    groups
        Each group without its elements.
    version
        Which release of FHIR it is of, as soon as one word says so.
    excused
        The first fault that only a draft is excused from, or None.
    """

    top: dict[str, Any] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    version: FhirVersion | None = None
    excused: tuple[str, str] | None = None


def walk(stream: JsonStream, take: _Take, step: Callable[[int], object]) -> ConceptMapWalk:
    """Walk through a ConceptMap.

    Parameters
    ----------
    stream
        The file.
    take
        Takes each element.
    step
        Told how many bytes were just read.

    Raises
    ------
    InputError
        If it is no JSON or no ConceptMap, or an element breaks a rule of ConceptMap.
    """
    walked = ConceptMapWalk()
    tokens = stream.tokens(step)
    if next(tokens, ("", None))[0] != "start_map":
        problem = "is JSON, but no resource of FHIR; expected a ConceptMap"
        raise InputError(problem, file=stream.file)
    seen: set[str] = set()
    for kind, key in tokens:
        if kind == "end_map":
            break
        stream.refuse_twice(key, seen, "")
        seen.add(key)
        _refuse_unread(stream, key, "")
        first = next(tokens)
        if key == "group":
            _refuse_no_list(stream, first, key)
            _walk_groups(stream, tokens, walked, take)
            continue
        if key not in _TOP:
            stream.skip(tokens, first, path=key, depth=1)
            continue
        walked.top[key] = stream.value(tokens, first, path=key, depth=2)
        if key == "resourceType" and walked.top[key] != _RESOURCE:
            problem = f"is a resource of type '{walked.top[key]}'; expected a {_RESOURCE}"
            raise InputError(problem, file=stream.file)
    for _ in tokens:  # what stands behind the end is found here
        pass
    if "resourceType" not in walked.top:
        problem = f"holds no 'resourceType', so it is no resource of FHIR; expected a {_RESOURCE}"
        raise InputError(problem, file=stream.file)
    return walked


def _walk_groups(stream: JsonStream, tokens: _Tokens, walked: ConceptMapWalk, take: _Take) -> None:
    for kind, _ in tokens:
        if kind == "end_array":
            return
        path = f"group[{len(walked.groups)}]"
        if kind != "start_map":
            raise InputError(f"{path} is no object", file=stream.file)  # noqa: EM102 - a place
        walked.groups.append(_walk_group(stream, tokens, walked, path, take))


def _walk_group(
    stream: JsonStream, tokens: _Tokens, walked: ConceptMapWalk, path: str, take: _Take
) -> dict[str, Any]:
    group: dict[str, Any] = {}
    number = len(walked.groups)
    for kind, key in tokens:
        if kind == "end_map":
            break
        stream.refuse_twice(key, group, path)
        _refuse_unread(stream, key, f"{path}.")
        first = next(tokens)
        if key == "element":
            _refuse_no_list(stream, first, f"{path}.{key}")
            group[key] = None
            _walk_elements(stream, tokens, walked, f"{path}.element", partial_take(take, number))
        elif key in _GROUP:
            group[key] = stream.value(tokens, first, path=f"{path}.{key}", depth=4)
        else:
            group[key] = None
            stream.skip(tokens, first, path=f"{path}.{key}", depth=3)
    return group


def _refuse_no_list(stream: JsonStream, first: tuple[str, Any], where: str) -> None:
    if first[0] != "start_array":
        raise InputError(f"{where}: is no list", file=stream.file)  # noqa: EM102 - a place


def _refuse_unread(stream: JsonStream, key: str, where: str) -> None:
    """Refuse what changes the meaning of all that stands beside it, in a way nobody knows here."""
    if key == MODIFIER:
        raise InputError(f"{where}{key}: {MODIFIED}", file=stream.file)  # noqa: EM102 - a place


def partial_take(take: _Take, number: int) -> Callable[[dict[str, Any], str], None]:
    """Give `take` with the number of a group."""
    return lambda element, where: take(element, where, number)


def _walk_elements(
    stream: JsonStream,
    tokens: _Tokens,
    walked: ConceptMapWalk,
    path: str,
    take: Callable[[dict[str, Any], str], None],
) -> None:
    for number, token in enumerate(tokens):
        if token[0] == "end_array":
            return
        where = f"{path}[{number}]"
        element = stream.value(tokens, token, path=where, depth=6)
        if not isinstance(element, dict):
            raise InputError(f"{where} is no object", file=stream.file)  # noqa: EM102 - a place
        _check(stream, walked, element, where)
        take(element, where)


def _check(stream: JsonStream, walked: ConceptMapWalk, element: dict[str, Any], where: str) -> None:
    if walked.version is None:
        walked.version = _version(element)
    for inside, problem in element_faults(element, walked.version or FhirVersion.R5):
        if problem.startswith("needs a 'comment'") and walked.version is FhirVersion.R5:
            walked.excused = walked.excused or (where + inside, problem)
            continue
        raise InputError(f"{where}{inside}: {problem}", file=stream.file)  # noqa: EM102 - a place


def _version(element: dict[str, Any]) -> FhirVersion | None:
    """Say which release an element speaks; None where it holds no word of either."""
    targets = element.get("target", [])
    for target in targets if isinstance(targets, list) else []:
        if isinstance(target, dict) and "relationship" in target:
            return FhirVersion.R5
        if isinstance(target, dict) and "equivalence" in target:
            return FhirVersion.R4
    return FhirVersion.R5 if "noMap" in element or "valueSet" in element else None
