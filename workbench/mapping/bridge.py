"""Declared bridges: the only ways to join two releases of one code system.

A bridge carries code *forms* from one edition to another. What differs in *meaning* between the
editions is no bridge's business; it is left visible as method ``parent`` or ``none``.

The trap: a UK code of W00-Y34 with a fourth digit is head + place of occurrence, even where WHO
spells a subcode of its own in the same way (UK ``X59.0`` is *home*), and so it is where a digit
for the activity follows (``W2603``).

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition; WHO, ICD-10 2019.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.core.codes import CodeSystem, Release, parse_release
from workbench.core.icd10 import bare_code, dotted, takes_place
from workbench.errors import InputError, ReleaseMismatchError

__all__ = [
    "DECLARED",
    "DIRECT_METHODS",
    "FIFTH_EDITION_FROM",
    "Bridge",
    "Edition",
    "Method",
    "NormalisedCode",
    "carried",
    "data_release",
    "edition_over",
    "find_bridge",
    "normalise",
    "require_bridge",
    "same_codes",
    "standing_for",
]


class Method(StrEnum):
    """How a code of a dataset found its key in a map, in the order tried."""

    PLACE4 = "place4"
    EXACT = "exact"
    FIFTH = "fifth"
    XFILL = "xfill"
    #: A row of a layer answers; no bridge finds it, see `workbench.mapping.layers`.
    LAYER = "layer"
    PARENT = "parent"
    NONE = "none"


#: The methods that keep a code's meaning. A parent's map is borrowed, its meaning differs.
DIRECT_METHODS: Final[frozenset[Method]] = frozenset(
    {Method.EXACT, Method.XFILL, Method.PLACE4, Method.FIFTH, Method.LAYER}
)


class Edition(StrEnum):
    """Which edition a dataset was coded in; stated by the caller, never inferred."""

    UK5 = "uk5"
    WHO2019 = "who2019"

    @property
    def release(self) -> Release:
        """The release whose codes such data hold."""
        return _EDITION_RELEASE[self]


#: First day of the financial year in which England took up the 5th edition.
#: Source: information standard SCCI0021, ICD-10 5th Edition.
FIFTH_EDITION_FROM: Final = "2016-04-01"

_UK5 = parse_release("icd10/uk-5th")
_WHO2019 = parse_release("icd10/who-2019")
_SIMPLE = parse_release("icd10/who-2019-simple")
_UKB19 = parse_release("icd10/ukb-19")
_EDITION_RELEASE = {Edition.UK5: _UK5, Edition.WHO2019: _WHO2019}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A declared way from the codes of one release to those of another.

    Attributes
    ----------
    source, target
        The releases joined, in the direction of use.
    text
        How results name it.
    """

    source: Release
    target: Release
    text: str

    def __str__(self) -> str:
        """Give its name."""
        return self.text


def _declare() -> tuple[Bridge, ...]:
    both = f"{_SIMPLE} ↔ {_WHO2019}"
    return (
        Bridge(source=_UK5, target=_UKB19, text=f"{_UK5} → {_UKB19}"),
        Bridge(source=_UK5, target=_WHO2019, text=f"{_UK5} → {_WHO2019}"),
        Bridge(source=_UK5, target=_SIMPLE, text=f"{_UK5} → {_SIMPLE}"),
        Bridge(source=_SIMPLE, target=_WHO2019, text=both),
        Bridge(source=_WHO2019, target=_SIMPLE, text=both),
    )


#: Every bridge there is; of several from one release the first held is taken. Coding 19 holds every
#: code of the UK's 5th edition as it is spelled there, place of occurrence and fifth characters
#: included, so it comes before WHO's tables, which have neither.
DECLARED: Final[tuple[Bridge, ...]] = _declare()


def find_bridge(source: Release, target: Release) -> Bridge | None:
    """Give the bridge declared from one release to another, or None.

    Examples
    --------
    >>> print(find_bridge(parse_release("icd10/uk-5th"), parse_release("icd10/who-2019")))
    icd10/uk-5th → icd10/who-2019
    """
    for bridge in DECLARED:
        if (bridge.source, bridge.target) == (source, target):
            return bridge
    return None


def standing_for(release: Release | None, held: Mapping[str, Release]) -> str | None:
    """Give the name of the graph of a release, else of one that a bridge joins to it, else None.

    Where several graphs are of that very release, the one under its default name goes first; of
    several bridges, the one declared first.

    Parameters
    ----------
    release
        Whose graph is sought; None where nobody said.
    held
        The releases of the graphs held, by name.
    """
    if release is None:
        return None
    same = [name for name, found in held.items() if found == release]
    if same:
        return str(release) if str(release) in same else same[0]
    joined = [bridge.target for bridge in DECLARED if bridge.source == release]
    return next((name for to in joined for name, found in held.items() if found == to), None)


def require_bridge(source: Release, target: Release) -> tuple[Bridge, ...]:
    """Give the bridge a join needs: none for the same release, one where one is declared.

    Raises
    ------
    ReleaseMismatchError
        If the releases differ and no bridge is declared.
    """
    if source == target:
        return ()
    bridge = find_bridge(source, target)
    if bridge is None:
        declared = "; ".join(dict.fromkeys(bridge.text for bridge in DECLARED))
        message = (
            f"{source} and {target} are different releases and no bridge joins them; "
            f"declared bridges: {declared}"
        )
        raise ReleaseMismatchError(message)
    return (bridge,)


def same_codes(one: Release, other: Release) -> bool:
    """Say whether two releases have the same codes: they are one, or a bridge leads both ways.

    Examples
    --------
    >>> who, simple, uk = map(
    ...     parse_release, ("icd10/who-2019", "icd10/who-2019-simple", "icd10/uk-5th")
    ... )
    >>> same_codes(who, simple), same_codes(uk, who)
    (True, False)
    """
    ways = ((one, other), (other, one))
    return one == other or all(find_bridge(*way) is not None for way in ways)


def data_release(source: Release, edition: Edition) -> Release:
    """Give the release data are coded in: of ICD-10 the edition stated, else the map's own.

    Examples
    --------
    >>> print(data_release(parse_release("icd10/who-2019"), Edition.UK5))
    icd10/uk-5th
    >>> print(data_release(parse_release("opcs4/4.9"), Edition.UK5))
    opcs4/4.9
    """
    return edition.release if source.system is CodeSystem.ICD10 else source


_SHAPE: Final = re.compile(r"[A-Z][0-9][0-9A-Z]{1,4}")
#: Bridges over which a code's spelling changes, and the edition it is written in.
_RESPELLED: Final = {
    (_UK5, _WHO2019): Edition.UK5,
    (_UK5, _SIMPLE): Edition.UK5,
}


def edition_over(source: Release, target: Release) -> Edition | None:
    """Give the edition by whose forms codes are read over a bridge; None where they keep theirs.

    Examples
    --------
    >>> uk, who, ukb = map(parse_release, ("icd10/uk-5th", "icd10/who-2019", "icd10/ukb-19"))
    >>> str(edition_over(uk, who)), edition_over(uk, ukb), edition_over(uk, uk)
    ('uk5', None, None)
    """
    return _RESPELLED.get((source, target))


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedCode:
    """What a dataset's code became under a bridge.

    Attributes
    ----------
    method
        How the key was found.
    key
        The code the map knows; None exactly for method ``none``.
    """

    method: Method
    key: str | None


def normalise(code: str, keys: Container[str], *, edition: Edition | None) -> NormalisedCode:
    """Find the key of a map that a coded value stands for.

    Parameters
    ----------
    code
        As in the data, dotted or not, in either case (``I10X``, ``W190``, ``S72.01``); what WHO
        prints around a code (``D63.0*``, ``A00.-``) is no part of it.
    keys
        Printed codes the map has a row for.
    edition
        The edition of ICD-10 the data were coded in; ``who2019`` skips place of occurrence, as
        does None, for codes of another system.

    Examples
    --------
    >>> keys = {"I10", "W19", "S72.0", "M45", "U07", "X59", "X59.0"}
    >>> found = [normalise(c, keys, edition=Edition.UK5) for c in ("I10X", "W190", "S7201")]
    >>> [(str(f.method), f.key) for f in found]
    [('xfill', 'I10'), ('place4', 'W19'), ('fifth', 'S72.0')]
    >>> normalise("X590", keys, edition=Edition.UK5).key
    'X59'
    >>> normalise("X590", keys, edition=Edition.WHO2019).key
    'X59.0'
    """
    for method, key in _candidates(bare_code(code), edition):
        if key in keys:
            return NormalisedCode(method=method, key=key)
    return NormalisedCode(method=Method.NONE, key=None)


def carried(
    code: str, keys: Container[str], *, source: Release | None, target: Release
) -> NormalisedCode:
    """Find under which key a held release knows a code of another.

    Only what has the shape of a category is carried by form: a chapter ``VIII`` or a block is the
    same on both sides or not there; cut to three characters it would be ``VII``.

    Parameters
    ----------
    code
        Printed, of `source`.
    keys
        The codes of `target`.
    source, target
        The releases on both sides of a bridge, or the same; None where nobody says.

    Examples
    --------
    >>> uk5, who = parse_release("icd10/uk-5th"), parse_release("icd10/who-2019")
    >>> found = carried("X59.0", {"X59", "X59.0"}, source=uk5, target=who)
    >>> str(found.method), found.key
    ('place4', 'X59')
    """
    edition = None if source is None else edition_over(source, target)
    if edition is not None and _SHAPE.fullmatch(bare_code(code)):
        return normalise(code, keys, edition=edition)
    if code in keys:
        return NormalisedCode(method=Method.EXACT, key=code)
    return NormalisedCode(method=Method.NONE, key=None)


_CATEGORY, _SUBCATEGORY, _FIFTH = 3, 4, 5
_FILLER = "X"
_DIGITS = frozenset("0123456789")


def _candidates(bare: str, edition: Edition | None) -> list[tuple[Method, str]]:
    """List what a code may stand for, in the order in which the methods are tried."""
    head = bare[:_CATEGORY]
    size = len(bare)
    tries: list[tuple[Method, str]] = []
    if edition is Edition.UK5 and takes_place(head) and _is_place(bare[_CATEGORY:]):
        tries.append((Method.PLACE4, head))
    tries.append((Method.EXACT, dotted(bare)))
    if size == _FIFTH:
        four = bare[:_SUBCATEGORY]
        tries.append((Method.FIFTH, head if four.endswith(_FILLER) else dotted(four)))
    if size == _SUBCATEGORY and bare.endswith(_FILLER):
        tries.append((Method.XFILL, head))
    if size > _CATEGORY:
        tries.append((Method.PARENT, head))
    return tries


def _is_place(rest: str) -> bool:
    """Say whether what follows a head is a place of occurrence, with or without an activity."""
    return 1 <= len(rest) <= _FIFTH - _CATEGORY and set(rest) <= _DIGITS


def parse_edition(text: str) -> Edition:
    """Read an edition.

    Raises
    ------
    InputError
        If it is neither ``uk5`` nor ``who2019``.
    """
    try:
        return Edition(text)
    except ValueError as error:
        message = f"edition '{text}' is not one of {', '.join(Edition)}"
        raise InputError(message) from error
