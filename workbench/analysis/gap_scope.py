"""Which codes a gap count is about: all, a code and what lies below it, a list, an expression.

Told apart in this order: a file that exists is a code list, a code of the source release is that
code, and anything else is read as an expression (ECL).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from workbench.analysis.gap_usage import BY_FORM, Stray
from workbench.core.codelist import CodeList, stands_for
from workbench.core.codes import natural_key
from workbench.core.icd10 import bare_code
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.graph.display import quoted
from workbench.io.codelists import read_codelist

__all__ = ["Scope", "ScopeForm", "read_scope", "whole"]

_LONGEST: Final = 200


class ScopeForm(StrEnum):
    """How a scope was given."""

    WHOLE = "whole"
    CODE = "code"
    FILE = "file"
    ECL = "ecl"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """The codes that are asked about.

    Attributes
    ----------
    form
        How it was given.
    text
        What it is, as a sentence ends ("I21 and what lies below it").
    ordinals
        Nodes of the source release, ascending; None for all of it.
    prefixes
        Beginnings by which codes of the data that the release lacks belong to it.
    unknown
        Listed codes that stand for nothing in the release.
    notes
        What a reader must know of an expression.
    """

    form: ScopeForm
    text: str
    ordinals: Int32 | None = None
    prefixes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def holds(self, stray: Stray) -> bool:
        """Say whether a code that the release lacks belongs to it, by its parent or beginning."""
        if self.ordinals is None:
            return True
        if self.prefixes:
            return bare_code(stray.code).startswith(self.prefixes)
        return stray.parent is not None and bool(np.isin(stray.parent, self.ordinals))


def whole(graph: CodeGraph) -> Scope:
    """Give the scope of a whole release."""
    return Scope(form=ScopeForm.WHOLE, text=f"every assignable code of {graph.release}")


def read_scope(text: str | Path, graph: CodeGraph) -> Scope:
    """Read a scope.

    Parameters
    ----------
    text
        The path of a code list, a code of the source release, or an expression (ECL).
    graph
        The source release.

    Raises
    ------
    InputError
        If it is none of these, or the list is of another system or stands for nothing.
    """
    path = Path(text)
    if _is_file(path):
        return _of_list(read_codelist(path), graph, file=path.name)
    asked = str(text).strip()
    if asked not in graph:
        return _of_expression(asked, graph)
    code = graph.resolve(asked)
    ordinals = np.sort(np.append(graph.descendant_ordinals(code), np.int32(graph.ordinal(code))))
    return Scope(form=ScopeForm.CODE, text=f"{code} and what lies below it", ordinals=ordinals)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # an expression may be longer than any name of a file
        return False


def _of_expression(text: str, graph: CodeGraph) -> Scope:
    try:
        found = graph.ecl(text)
    except (InputError, UnknownCodeError) as error:
        message = (
            f"--scope '{quoted(text, most=_LONGEST)}' is no file and no code of {graph.release}; "
            f"as an expression: {error}"
        )
        raise InputError(message) from error
    asked = f"the expression {quoted(text, most=_LONGEST)}"
    return Scope(form=ScopeForm.ECL, text=asked, ordinals=found.ordinals, notes=found.notes)


def _of_list(codelist: CodeList, graph: CodeGraph, *, file: str) -> Scope:
    if codelist.system is not graph.release.system:
        problem = (
            f"is a list of {codelist.system.label}; expected one of {graph.release.system.label}, "
            f"since the map leads from {graph.release}"
        )
        raise InputError(problem, file=file)
    if graph.release.system in BY_FORM:
        found, unknown = _by_beginning(codelist, graph)
        prefixes = tuple(dict.fromkeys(stands_for(code) for code in codelist.codes))
    else:
        found, unknown = _exactly(codelist, graph)
        prefixes = ()
    if not found:
        problem = f"no code of the list is in {graph.release}"
        raise InputError(problem, file=file)
    return Scope(
        form=ScopeForm.FILE,
        text=f"the code list {file}",
        ordinals=np.array(sorted(found), dtype=np.int32),
        prefixes=prefixes,
        unknown=tuple(sorted(unknown, key=natural_key)),
    )


def _by_beginning(codelist: CodeList, graph: CodeGraph) -> tuple[set[int], list[str]]:
    bare = [bare_code(code) for code in graph]
    found: set[int] = set()
    unknown = []
    for code in codelist.codes:
        beginning = stands_for(code)
        those = [at for at, text in enumerate(bare) if text.startswith(beginning)]
        found.update(those)
        if not those:
            unknown.append(code)
    return found, unknown


def _exactly(codelist: CodeList, graph: CodeGraph) -> tuple[set[int], list[str]]:
    places = {code: graph.index.find(code) for code in codelist.codes}
    found = {place for place in places.values() if place is not None}
    return found, [code for code, place in places.items() if place is None]
