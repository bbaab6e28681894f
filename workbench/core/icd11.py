"""The syntax of ICD-11: stem codes, extension codes and clusters.

``&`` adds an extension to the stem before it, ``/`` adds another stem. ``&`` binds more tightly:
``1C41&XN6BM/1G40`` is (1C41&XN6BM)/1G40. The trap: ``Z`` or ``Y`` at the end of a code does not
make it residual; only the tabulation says so.

Source: WHO, ICD-11 Reference Guide, section 2.10 (postcoordination and cluster coding).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from workbench.errors import InputError

__all__ = [
    "NOMINAL_CHAPTER",
    "Cluster",
    "Stem",
    "entity_tail",
    "normal_text",
    "parse_cluster",
    "stem_text",
]

#: The ICD-11 chapter that continues each ICD-10 chapter. Where the target lies elsewhere, the
#: code has moved chapter. Chapters 04, 07, 17 and 26 continue none.
NOMINAL_CHAPTER: Final[dict[str, str]] = {
    "I": "01",
    "II": "02",
    "III": "03",
    "IV": "05",
    "V": "06",
    "VI": "08",
    "VII": "09",
    "VIII": "10",
    "IX": "11",
    "X": "12",
    "XI": "13",
    "XII": "14",
    "XIII": "15",
    "XIV": "16",
    "XV": "18",
    "XVI": "19",
    "XVII": "20",
    "XVIII": "21",
    "XIX": "22",
    "XX": "23",
    "XXI": "24",
    "XXII": "25",
}

_CODE = re.compile(r"[0-9A-Z]{2,}(?:\.[0-9A-Z]+)?")
_TAIL = re.compile(
    r"https?://id\.who\.int/icd/(?:release/11/(?:[^/]+/)?mms|entity)/(?P<tail>\d+(?:/\w+)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """One stem code of a cluster with the extension codes bound to it.

    Attributes
    ----------
    code
        The stem; an extension code where a source gives one alone.
    extensions
        Extension codes in the order written.
    """

    code: str
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One or more stem codes with their extensions, said together of one condition.

    Attributes
    ----------
    stems
        In the order written; never empty.
    text
        As it was written.
    """

    stems: tuple[Stem, ...]
    text: str

    @property
    def normal(self) -> str:
        """The text by which two clusters are compared: stems in order, extensions sorted."""
        return "/".join("&".join((stem.code, *sorted(stem.extensions))) for stem in self.stems)

    @property
    def is_postcoordinated(self) -> bool:
        """Whether there is more than one code."""
        return len(self.stems) > 1 or bool(self.stems[0].extensions)

    def __str__(self) -> str:
        """Give the text as written."""
        return self.text


def parse_cluster(text: str) -> Cluster:
    """Read an ICD-11 code or cluster.

    Raises
    ------
    InputError
        If a part is empty or no ICD-11 code.

    Examples
    --------
    >>> [stem.code for stem in parse_cluster("1C41&XN6BM/1G40").stems]
    ['1C41', '1G40']
    """
    stems = []
    for group in text.split("/"):
        codes = group.split("&")
        for code in codes:
            if _CODE.fullmatch(code) is None:
                message = (
                    f"'{text}' is no ICD-11 expression: '{code}' is not a code; expected stems "
                    "joined by '/' with extensions joined by '&' (BA41.0&XA7RE3)"
                )
                raise InputError(message)
        stems.append(Stem(code=codes[0], extensions=tuple(codes[1:])))
    return Cluster(stems=tuple(stems), text=text)


def stem_text(expression: str) -> str:
    """Give what stands before the first ``&`` or ``/``.

    Examples
    --------
    >>> stem_text("BA01/BD1Z"), stem_text("1A00&XN8P1"), stem_text("1A00")
    ('BA01', '1A00', '1A00')
    """
    return re.split(r"[&/]", expression, maxsplit=1)[0]


def normal_text(expression: str) -> str:
    """Give the normal form of an expression; a single code is its own.

    Raises
    ------
    InputError
        If a part is empty or no ICD-11 code.

    Examples
    --------
    >>> normal_text("BA41.0&XN6P4&XA7RE3"), normal_text("BD10")
    ('BA41.0&XA7RE3&XN6P4', 'BD10')
    """
    if stem_text(expression) == expression:
        return expression
    return parse_cluster(expression).normal


def entity_tail(uri: str) -> str | None:
    """Give what names an entity in any spelling of its URI, or None if it is no such URI.

    The Foundation URI, the linearization URI without a release and the one with a release end
    alike: in the entity's number, and ``/other`` or ``/unspecified`` for a residual.

    Examples
    --------
    >>> entity_tail("http://id.who.int/icd/release/11/2024-01/mms/344162786/other")
    '344162786/other'
    >>> entity_tail("http://id.who.int/icd/release/11/mms/257068234")
    '257068234'
    >>> entity_tail("BA00.Z") is None
    True
    """
    found = _TAIL.fullmatch(uri)
    return None if found is None else found["tail"]
