"""A ClaML document as classes, modifiers and a title, each statement checked by itself.

The traps: a class may name its parents, its children, or both, and a modifier class need not name
its modifier twice. ``all`` is true where it is not given, and a list of valid modifier classes
beside it wins.

Source: EN 14463:2007 and ISO 13120:2013, Classification Markup Language (ClaML) 2.0.0, elements
Class, Modifier, ModifierClass, ModifiedBy, ExcludeModifier, Rubric, UsageKind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from workbench.core.codes import Mark
from workbench.core.progress import Progress, silent
from workbench.errors import GraphStructureError, InputError
from workbench.io.claml_xml import Element, read_elements

__all__ = ["ROOT", "ClassNode", "Classification", "ModifiedBy", "ModifierClass", "read_claml_model"]

#: The outermost element of a document.
ROOT: Final = "ClaML"

_VERSION: Final = re.compile(r"2\.0(\.\d+)?")
_USAGES: Final = {"aster": Mark.ASTERISK, "asterisk": Mark.ASTERISK, "dagger": Mark.DAGGER}
_MARKS: Final = {"*": Mark.ASTERISK, "†": Mark.DAGGER, "+": Mark.DAGGER}
#: Cross-references in a title (``(G01*)``) are no part of it: WHO's tables print it without.
_ASIDES: Final = frozenset({"Reference"})
_BARRED: Final = "excludeOnPrecedingModifier"
_NUMBER: Final = re.compile(r"[1-9]\d?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifiedBy:
    """That a class and what lies under it are divided by a modifier.

    Attributes
    ----------
    modifier
        The modifier's code.
    valid
        The codes of the modifier classes that apply; None for all.
    position
        The place in the code, counted without dot from 1, where the modifier's part goes; None
        where the document does not say.
    """

    modifier: str
    valid: tuple[str, ...] | None
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierClass:
    """One part that a modifier adds to a code.

    Attributes
    ----------
    code, modifier
        The part (``.0``, ``1``) and the modifier it belongs to.
    term
        What it adds to the term.
    mark
        The mark of the codes it makes; None for that of the class.
    barred
        Modifier and part of those after which it does not apply.
    line
        Where it stands.
    """

    code: str
    modifier: str
    term: str
    mark: Mark | None
    barred: frozenset[tuple[str, str]]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassNode:
    """A chapter, block or category.

    Attributes
    ----------
    code, kind, term, mark
        As the document has them.
    supers, subs
        Codes of the classes it names above and below itself.
    modified, excluded
        The modifiers it is divided by, and those it takes back from what lies above.
    line
        Where it stands.
    """

    code: str
    kind: str
    term: str
    mark: Mark | None
    supers: tuple[str, ...]
    subs: tuple[str, ...]
    modified: tuple[ModifiedBy, ...]
    excluded: frozenset[str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a document holds.

    Attributes
    ----------
    file
        Its name, for messages.
    name, version
        Of its title; empty where it gives none.
    classes
        By code, in the document's order.
    modifiers
        The classes of each modifier, in the modifier's order.
    """

    file: str
    name: str
    version: str
    classes: Mapping[str, ClassNode]
    modifiers: Mapping[str, tuple[ModifierClass, ...]]


def read_claml_model(data: bytes, *, file: str, progress: Progress = silent) -> Classification:
    """Read a document.

    Raises
    ------
    InputError
        If it is no ClaML 2.0, or a statement lacks what it needs, stands twice or names a modifier
        that is not there.
    """
    reader = _Reader(file=file)
    read_elements(
        data,
        file=file,
        root=ROOT,
        begin=reader.begin,
        take=reader.take,
        progress=progress,
    )
    return reader.whole()


@dataclass(slots=True, kw_only=True)
class _Reader:
    """What has been read so far."""

    file: str
    name: str = ""
    version: str = ""
    classes: dict[str, ClassNode] = field(default_factory=dict)
    parts: dict[tuple[str, str], ModifierClass] = field(default_factory=dict)
    listed: dict[str, Element] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)

    def begin(self, root: Element) -> None:
        """Refuse another version; the DTD of 2.0 gives it where the document does not."""
        version = root.attributes.get("version", "2.0.0")
        if not _VERSION.fullmatch(version):
            problem = f"is ClaML version '{version}'; expected 2.0.0"
            raise InputError(problem, file=self.file, line=root.line)

    def take(self, element: Element) -> None:
        """Keep what an element below the root says; others say nothing of codes."""
        keep = {
            "Title": self._title,
            "UsageKinds": self._usage_kinds,
            "Modifier": self._modifier,
            "ModifierClass": self._modifier_class,
            "Class": self._class,
        }.get(element.tag)
        if keep is not None:
            keep(element)

    def whole(self) -> Classification:
        """Give everything, once modifiers and their classes are seen to fit."""
        if not self.classes:
            problem = "holds no Class; expected chapters, blocks and categories"
            raise InputError(problem, file=self.file)
        modifiers = {code: self._parts_of(code) for code in self.listed}
        for part in self.parts.values():
            if part.modifier not in modifiers:
                problem = (
                    f"ModifierClass '{part.code}' is of '{part.modifier}', which is no Modifier"
                )
                raise GraphStructureError(problem, file=self.file, line=part.line)
        return Classification(
            file=self.file,
            name=self.name,
            version=self.version,
            classes=self.classes,
            modifiers=modifiers,
        )

    def _title(self, element: Element) -> None:
        self.name = element.attributes.get("name", "") or element.text()
        self.version = element.attributes.get("version", "")

    def _usage_kinds(self, element: Element) -> None:
        for kind in element.children("UsageKind"):
            mark = _MARKS.get(kind.attributes.get("mark", ""))
            if mark is not None:
                self.marks[kind.attributes.get("name", "")] = mark

    def _modifier(self, element: Element) -> None:
        code = self._needed(element, "code")
        if code in self.listed:
            raise self._twice(code, element, self.listed[code].line)
        self.listed[code] = element

    def _modifier_class(self, element: Element) -> None:
        code, modifier = self._needed(element, "code"), self._needed(element, "modifier")
        above = self._codes(element, "SuperClass")
        if any(name != modifier for name in above):
            problem = f"ModifierClass '{code}' is of modifier '{modifier}', but under '{above[0]}'"
            raise GraphStructureError(problem, file=self.file, line=element.line)
        if (modifier, code) in self.parts:
            line = self.parts[modifier, code].line
            raise self._twice(code, element, line)
        self.parts[modifier, code] = ModifierClass(
            code=code,
            modifier=modifier,
            term=self._term(element, code, ("preferred", "preferredLong")),
            mark=self._mark(element),
            barred=self._barred(element, code),
            line=element.line,
        )

    def _class(self, element: Element) -> None:
        code = self._needed(element, "code")
        if code in self.classes:
            raise self._twice(code, element, self.classes[code].line)
        self.classes[code] = ClassNode(
            code=code,
            kind=self._needed(element, "kind"),
            term=self._term(element, code, ("preferredLong", "preferred")),
            mark=self._mark(element),
            supers=self._codes(element, "SuperClass"),
            subs=self._codes(element, "SubClass"),
            modified=tuple(self._modified(each) for each in element.children("ModifiedBy")),
            excluded=frozenset(self._codes(element, "ExcludeModifier")),
            line=element.line,
        )

    def _modified(self, element: Element) -> ModifiedBy:
        every = element.attributes.get("all", "true")
        valid = self._codes(element, "ValidModifierClass")
        position = element.attributes.get("position")
        if every not in {"true", "false"}:
            raise self._wrong(element, f"all='{every}' is not true or false")
        if every == "false" and not valid:
            raise self._wrong(element, "all='false' without a ValidModifierClass leaves none")
        if position is not None and not _NUMBER.fullmatch(position):
            raise self._wrong(element, f"position='{position}' is no place in a code, from 1")
        return ModifiedBy(
            modifier=self._needed(element, "code"),
            valid=valid or None,
            position=None if position is None else int(position),
        )

    def _parts_of(self, modifier: str) -> tuple[ModifierClass, ...]:
        """Give a modifier's classes in the order in which it lists them, or of the document."""
        element = self.listed[modifier]
        found = {code: part for (name, code), part in self.parts.items() if name == modifier}
        codes = self._codes(element, "SubClass") or tuple(found)
        for code in codes:
            if code not in found:
                problem = f"Modifier '{modifier}' lists '{code}', which is no ModifierClass of it"
                raise GraphStructureError(problem, file=self.file, line=element.line)
        for code, part in found.items():
            if code not in codes:
                problem = f"ModifierClass '{code}' is not among those that '{modifier}' lists"
                raise GraphStructureError(problem, file=self.file, line=part.line)
        return tuple(found[code] for code in codes)

    def _barred(self, element: Element, code: str) -> frozenset[tuple[str, str]]:
        pairs = set()
        for meta in element.children("Meta"):
            if meta.attributes.get("name") == _BARRED:
                value = meta.attributes.get("value", "")
                modifier, *parts = value.split()
                if len(parts) != 1:
                    problem = f"'{value}' of '{code}' is not a modifier and one of its classes"
                    raise self._wrong(meta, problem)
                pairs.add((modifier, parts[0]))
        return frozenset(pairs)

    def _term(self, element: Element, code: str, kinds: tuple[str, ...]) -> str:
        """Give the English label of the first kind of rubric there is, or the first label."""
        rubrics = {kind: list(self._rubrics(element, kind)) for kind in kinds}
        labels = next((found for found in rubrics.values() if found), [])
        english = [label for label in labels if label.attributes.get("lang", "")[:2] == "en"]
        term = next((label.text(without=_ASIDES) for label in [*english, *labels]), "")
        if not term:
            raise self._wrong(element, f"'{code}' has no Rubric of kind 'preferred' with a Label")
        return term

    def _rubrics(self, element: Element, kind: str) -> list[Element]:
        return [
            label
            for rubric in element.children("Rubric")
            if rubric.attributes.get("kind") == kind
            for label in rubric.children("Label")
        ]

    def _mark(self, element: Element) -> Mark | None:
        usage = element.attributes.get("usage", "")
        return self.marks.get(usage) or _USAGES.get(usage)

    def _codes(self, element: Element, tag: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._needed(each, "code") for each in element.children(tag)))

    def _needed(self, element: Element, name: str) -> str:
        value = element.attributes.get(name, "").strip()
        if not value:
            raise self._wrong(element, f"has no '{name}'")
        return value

    def _twice(self, code: str, element: Element, line: int) -> GraphStructureError:
        problem = f"{element.tag} '{code}' is there already, on line {line}"
        return GraphStructureError(problem, file=self.file, line=element.line)

    def _wrong(self, element: Element, problem: str) -> InputError:
        return InputError(f"{element.tag}: {problem}", file=self.file, line=element.line)
