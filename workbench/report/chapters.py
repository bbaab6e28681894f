"""Short names of the chapters of ICD-10 and ICD-11, in our own words.

They label figures and tables; the publisher's titles are longer and are not ours to reprint.

Source: the numbers and what each chapter covers are WHO's, ICD-10 Version 2019 and ICD-11 MMS
2024-01. Chapters 04, 07, 17 and 26, V and X are those ICD-10 did not have.
"""

from __future__ import annotations

from typing import Final

from workbench.core.icd10 import roman
from workbench.core.icd11 import NOMINAL_CHAPTER

__all__ = [
    "ICD10_NAMES",
    "ICD11_NAMES",
    "NO_CHAPTER",
    "continues",
    "is_new_chapter",
    "source_label",
    "source_order",
    "target_label",
    "target_order",
]

#: What stands for a chapter that is not there.
NO_CHAPTER: Final = "no chapter"

#: By Roman numeral.
ICD10_NAMES: Final[dict[str, str]] = {
    "I": "Infections",
    "II": "Tumours",
    "III": "Blood and immunity",
    "IV": "Hormones and metabolism",
    "V": "Mental health",
    "VI": "Nervous system",
    "VII": "Eye",
    "VIII": "Ear",
    "IX": "Heart and circulation",
    "X": "Lungs and airways",
    "XI": "Digestion",
    "XII": "Skin",
    "XIII": "Muscles, bones, joints",
    "XIV": "Urinary and genital",
    "XV": "Pregnancy and birth",
    "XVI": "Newborn",
    "XVII": "Present from birth",
    "XVIII": "Symptoms and findings",
    "XIX": "Injury and poisoning",
    "XX": "External causes",
    "XXI": "Contact with services",
    "XXII": "Special purposes",
}

#: By chapter number; V is functioning, X holds the extension codes.
ICD11_NAMES: Final[dict[str, str]] = {
    "01": "Infections",
    "02": "Tumours",
    "03": "Blood",
    "04": "Immune system",
    "05": "Hormones and metabolism",
    "06": "Mental health",
    "07": "Sleep and waking",
    "08": "Nervous system",
    "09": "Eye and sight",
    "10": "Ear",
    "11": "Heart and circulation",
    "12": "Lungs and airways",
    "13": "Digestion",
    "14": "Skin",
    "15": "Muscles, bones, joints",
    "16": "Urinary and genital",
    "17": "Sexual health",
    "18": "Pregnancy and birth",
    "19": "Newborn",
    "20": "Present from birth",
    "21": "Symptoms and findings",
    "22": "Injury and poisoning",
    "23": "External causes",
    "24": "Contact with services",
    "25": "Special purposes",
    "26": "Traditional medicine",
    "V": "Functioning",
    "X": "Extension codes",
}

_CONTINUING: Final = frozenset(NOMINAL_CHAPTER.values())
_TARGET_ORDER: Final = {number: place for place, number in enumerate(ICD11_NAMES)}


def source_label(chapter: str | None) -> str:
    """Give an ICD-10 chapter with its short name.

    Examples
    --------
    >>> source_label("IX"), source_label(None)
    ('IX Heart and circulation', 'no chapter')
    """
    return _label(chapter, ICD10_NAMES)


def target_label(chapter: str | None) -> str:
    """Give an ICD-11 chapter with its short name.

    Examples
    --------
    >>> target_label("07"), target_label(None)
    ('07 Sleep and waking', 'no chapter')
    """
    return _label(chapter, ICD11_NAMES)


def _label(chapter: str | None, names: dict[str, str]) -> str:
    if chapter is None:
        return NO_CHAPTER
    name = names.get(chapter)
    return f"{chapter} {name}" if name else chapter


def source_order(chapter: str | None) -> tuple[int, str]:
    """Give a sort key: the ICD-10 chapters by number, then others, then none.

    Examples
    --------
    >>> sorted([None, "X", "IX"], key=source_order)
    ['IX', 'X', None]
    """
    return _order(chapter, None if chapter is None else roman(chapter))


def target_order(chapter: str | None) -> tuple[int, str]:
    """Give a sort key: 01 to 26, V, X, then others, then none.

    Examples
    --------
    >>> sorted([None, "X", "V", "26"], key=target_order)
    ['26', 'V', 'X', None]
    """
    return _order(chapter, None if chapter is None else _TARGET_ORDER.get(chapter))


def _order(chapter: str | None, place: int | None) -> tuple[int, str]:
    unknown, absent = 98, 99
    if chapter is None:
        return (absent, "")
    return (unknown if place is None else place, chapter)


def continues(source: str | None, target: str | None) -> bool:
    """Say whether an ICD-11 chapter is the one that continues an ICD-10 chapter."""
    return source is not None and NOMINAL_CHAPTER.get(source) == target


def is_new_chapter(target: str | None) -> bool:
    """Say whether an ICD-11 chapter is one that ICD-10 did not have.

    Examples
    --------
    >>> is_new_chapter("07"), is_new_chapter("08"), is_new_chapter(None)
    (True, False, False)
    """
    return target is not None and target not in _CONTINUING
