"""How the rows of a map answer: which of a source's rows are its targets.

A profile belongs to a whole map and is stated where the map is read, never guessed from its rows:
several rows in a group mean "the first whose rule holds" in the International map, "a coder
chooses" in the UK's, and candidates without any order elsewhere.

Source: SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets;
NHS England's UK map refsets (column ``mapBlock``).
"""

from __future__ import annotations

from enum import StrEnum

from workbench.errors import InputError

__all__ = ["Profile", "parse_profile"]


class Profile(StrEnum):
    """The rules by which the rows of a map are read.

    Attributes
    ----------
    INTERNATIONAL
        Each group gives the target of its first row whose rule holds (pattern ``iissscc``).
    UK
        A block is one complete solution, each of its groups gives one code, and the rows of a
        group are alternatives (pattern ``iisssci``).
    """

    INTERNATIONAL = "international"
    UK = "uk"


def parse_profile(text: str) -> Profile:
    """Read a profile.

    Raises
    ------
    InputError
        If there is no such profile.

    Examples
    --------
    >>> parse_profile("uk")
    <Profile.UK: 'uk'>
    """
    try:
        return Profile(text)
    except ValueError as error:
        message = f"profile '{text}' is not one of {', '.join(Profile)}"
        raise InputError(message) from error
