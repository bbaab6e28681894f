"""A code list: codes that together stand for one idea (a phenotype, an indicator)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.codes import CodeSystem
from workbench.core.icd10 import bare_code

__all__ = ["CodeList", "stands_for"]

_CATEGORY_AND_FILLER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A named list of codes of one system.

    Attributes
    ----------
    name
        The file's name without its ending.
    system
        The code system its codes belong to.
    codes
        Distinct, as written, in the order of the file.
    """

    name: str
    system: CodeSystem
    codes: tuple[str, ...]


def stands_for(listed: str) -> str:
    """Give the prefix by which a listed code finds codes of a dataset.

    Examples
    --------
    >>> stands_for("I11.0"), stands_for("I10X"), stands_for("I50")
    ('I110', 'I10', 'I50')
    """
    bare = bare_code(listed)
    if len(bare) == _CATEGORY_AND_FILLER and bare.endswith("X"):
        return bare[:-1]
    return bare
