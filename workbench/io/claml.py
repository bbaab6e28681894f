"""A classification in ClaML 2.0: chapters, blocks, categories, and what modifiers make of them.

What is taken: codes, kinds, parents, the preferred title (English where there is one), dagger and
asterisk, modifiers. What is left: notes on what is included and excluded, other languages, history,
variants.

The trap: nothing in a ClaML document says which code system it holds but its title, and many
titles do not; then the release has to be given.

Source: ISO 13120:2013, Classification Markup Language (ClaML) 2.0.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Final

from workbench.core.codes import CodeSystem, Kind, Release
from workbench.core.icd10 import CHAPTERS, dotted, roman
from workbench.core.progress import Progress, silent
from workbench.errors import GraphStructureError, InputError
from workbench.io.claml_model import Classification, ClassNode, read_claml_model
from workbench.io.claml_modifiers import made_codes
from workbench.io.fingerprint import of_bytes
from workbench.io.package import Package
from workbench.io.result import GraphRead, GraphRows, check_system

__all__ = ["read_claml"]

_SYSTEMS: Final = (CodeSystem.ICD10, CodeSystem.OPCS4)
#: How a title begins, and which system that is; what follows names the edition.
_TITLES: Final = (
    (re.compile(r"\bicd[- ]?10(?!\d)", re.IGNORECASE), CodeSystem.ICD10),
    (re.compile(r"\bopcs[- ]?(?=4(?!\d))", re.IGNORECASE), CodeSystem.OPCS4),
)
_NOT_EDITION: Final = re.compile(r"[^a-z0-9._]+")
_KINDS: Final = {
    "chapter": Kind.CHAPTER,
    "block": Kind.BLOCK,
    "category": Kind.CATEGORY,
    "subcategory": Kind.SUBCATEGORY,
}
_WORD: Final = re.compile(r"(?:Chapter|Block)_")
_CODE: Final = re.compile(r"[A-Z]\d\d(?P<more>\.?[\dX]+)?", re.ASCII)
_BLOCK: Final = re.compile(r"[A-Z]\d\d-[A-Z]\d\d", re.ASCII)
_NUMERALS: Final = {f"{n:02}": numeral for n, (numeral, _, _) in enumerate(CHAPTERS, start=1)}


def read_claml(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read the document called `name`.

    Raises
    ------
    InputError
        If it is no ClaML 2.0, a statement lacks something, or the release is neither given nor said
        by its title.
    GraphStructureError
        If classes stand twice, name classes that are not there, contradict each other or run in a
        circle.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    document = read_claml_model(data, file=base, progress=progress)
    found = _release(document, release)
    document = _printed(document, found.system)
    graph = _graph(document, found.system)
    return GraphRead(
        kind="claml",
        release=found,
        nodes=graph.nodes(),
        edges=graph.edges(),
        source=str(package.path),
        sha256=of_bytes(data),
    )


def _release(document: Classification, given: Release | None) -> Release:
    said = _said_release(document)
    release = given or said
    title = f"'{document.name}'" if document.name else "missing"
    if release is None:
        problem = (
            f"its title is {title}, which names no edition of ICD-10 or OPCS-4; give the release "
            "(--release icd10/mine)"
        )
        raise InputError(problem, file=document.file)
    if release.system not in _SYSTEMS:
        problem = f"'{release}' is not a release of ICD-10 or OPCS-4, which ClaML is read for"
        raise InputError(problem, file=document.file)
    return release if said is None else check_system(release, said, file=document.file)


def _said_release(document: Classification) -> Release | None:
    """Give what name and version of the title say, or None."""
    for pattern, system in _TITLES:
        found = pattern.search(document.name)
        if found is not None:
            words = _edition(document.name[found.end() :]), _edition(document.version)
            edition = "-".join(word for word in words if word)
            if words[1] and words[1] in words[0]:
                edition = words[0]
            if words[0] == "4":  # OPCS-4, whose version is told apart: "4.10"
                edition = words[1]
            return Release(system=system, edition=edition) if edition else None
    return None


def _edition(text: str) -> str:
    return _NOT_EDITION.sub("-", text.lower()).strip("-._")


def _printed(document: Classification, system: CodeSystem) -> Classification:
    """Give the document with the codes of its classes as they are printed."""
    named = {code: _print(node, system) for code, node in document.classes.items()}
    classes: dict[str, ClassNode] = {}
    for code, node in document.classes.items():
        if named[code] in classes:
            problem = f"Class '{code}' is '{named[code]}', which is there already"
            raise GraphStructureError(problem, file=document.file, line=node.line)
        for other, what in ((node.supers, "SuperClass"), (node.subs, "SubClass")):
            for gone in (one for one in other if one not in named):
                problem = f"'{code}' names the {what} '{gone}', which is no Class of the file"
                raise GraphStructureError(problem, file=document.file, line=node.line)
        classes[named[code]] = replace(
            node,
            code=named[code],
            supers=tuple(named[one] for one in node.supers),
            subs=tuple(named[one] for one in node.subs),
        )
    return replace(document, classes=classes)


def _print(node: ClassNode, system: CodeSystem) -> str:
    code = _WORD.sub("", node.code)
    if node.kind == "chapter" and system is CodeSystem.ICD10:
        return _NUMERALS.get(code, code)
    return dotted(code) if _CODE.fullmatch(code) else code


def _graph(document: Classification, system: CodeSystem) -> GraphRows:
    parents = _parents(document)
    order = _order(document, parents)
    graph = GraphRows()
    for code, node in document.classes.items():
        kind = _kind(document, node, system)
        graph.node(code, node.term, kind, mark=node.mark)
        for parent in parents[code]:
            graph.edge(code, parent)

    def divides(code: str) -> bool:
        return not _is_group(code, system)

    for made in made_codes(document, parents, order, system=system, divides=divides):
        graph.node(made.code, made.term, Kind.SUBCATEGORY, mark=made.mark)
        graph.edge(made.code, made.parent)
    return graph


def _parents(document: Classification) -> dict[str, tuple[str, ...]]:
    """Give the parents of each class, from whichever side states them; both have to agree."""
    listed: dict[str, list[str]] = {code: [] for code in document.classes}
    for code, node in document.classes.items():
        for child in node.subs:
            listed[child].append(code)
    found: dict[str, tuple[str, ...]] = {}
    for code, node in document.classes.items():
        found[code] = node.supers or tuple(listed[code])
        for parent in listed[code]:
            if parent not in found[code]:
                problem = f"'{parent}' has the SubClass '{code}', whose SuperClass is another"
                problem += f" ({', '.join(node.supers)})"
                raise GraphStructureError(problem, file=document.file, line=node.line)
        for parent in node.supers:
            if document.classes[parent].subs and code not in document.classes[parent].subs:
                problem = f"'{code}' has the SuperClass '{parent}', which does not list it"
                problem += " among its SubClasses"
                raise GraphStructureError(problem, file=document.file, line=node.line)
    return found


def _order(document: Classification, parents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Give every class after its parents."""
    try:
        return tuple(TopologicalSorter(parents).static_order())
    except CycleError as error:
        circle = error.args[1]
        problem = f"classes run in a circle, each under the next: {' → '.join(circle)}"
        line = document.classes[circle[0]].line
        raise GraphStructureError(problem, file=document.file, line=line) from error


def _kind(document: Classification, node: ClassNode, system: CodeSystem) -> Kind:
    """Give the kind that a code has by its shape, else the document's own word."""
    shape = _CODE.fullmatch(node.code)
    if shape is not None:
        return Kind.SUBCATEGORY if shape["more"] else Kind.CATEGORY
    if _is_group(node.code, system):
        return Kind.BLOCK if _BLOCK.fullmatch(node.code) else Kind.CHAPTER
    if node.kind not in _KINDS:
        problem = f"'{node.code}' is of kind '{node.kind}'; expected {', '.join(_KINDS)}"
        raise InputError(problem, file=document.file, line=node.line)
    return _KINDS[node.kind]


def _is_group(code: str, system: CodeSystem) -> bool:
    """Say whether a code is spelled as a chapter or block of ICD-10, which no modifier divides."""
    if system is not CodeSystem.ICD10:
        return False
    return _BLOCK.fullmatch(code) is not None or roman(code) is not None
