"""XML from outside as small elements with their lines, or one sentence on what is wrong with it.

The traps: entities that unfold into gigabytes or read other files are refused where they are
declared; the DTD that a DOCTYPE names is never looked for. Elements come one by one, so that a
large classification is never held as a tree.

Source: W3C, Extensible Markup Language (XML) 1.0, sections 2.8 (DOCTYPE) and 4 (entities).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError

__all__ = ["Element", "read_elements", "root_name"]

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 100
#: expat's codes for a document that ends too early.
#: Source: expat.h, XML_ERROR_NO_ELEMENTS, _UNCLOSED_TOKEN, _PARTIAL_CHAR, _UNCLOSED_CDATA_SECTION.
_CUT: Final = frozenset({3, 5, 6, 20})
_PLACE: Final = re.compile(r":? line \d+, column \d+$")
#: What may stand before the root: the declaration, instructions and comments.
_BEFORE: Final = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_NAME: Final = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)")
_WHITE: Final = re.compile(r"\s+")


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """One element of a document.

    Attributes
    ----------
    tag
        Its name, without namespace.
    attributes
        Their values by name, without namespace (``lang`` of ``xml:lang``).
    line
        The line on which it begins, 1-based.
    content
        Text and elements in it, in their order.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    content: list[Element | str] = field(default_factory=list)

    def children(self, tag: str) -> Iterator[Element]:
        """Give the elements of a name directly in it."""
        for child in self.content:
            if isinstance(child, Element) and child.tag == tag:
                yield child

    def text(self, *, without: frozenset[str] = frozenset()) -> str:
        """Give its text and that of the elements in it on one line, without those named.

        Examples
        --------
        >>> inner = Element(tag="Term", attributes={}, line=1, content=["12"])
        >>> Element(tag="Label", attributes={}, line=1, content=["Vitamin B", inner]).text()
        'Vitamin B12'
        """
        return _WHITE.sub(" ", "".join(_pieces(self, without))).strip()


def root_name(head: bytes) -> str | None:
    """Give the name of a document's root, or None where this is no XML, from its first bytes.

    Examples
    --------
    >>> root_name(b'<?xml version="1.0"?><!DOCTYPE ClaML SYSTEM "a.dtd"><ClaML>'), root_name(b"a,b")
    ('ClaML', None)
    """
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", errors="replace")
    text = text.removeprefix("\u00ef\u00bb\u00bf").removeprefix("\ufeff")
    if not text.lstrip().startswith("<"):
        return None
    before = _BEFORE.match(text)
    found = _NAME.match(text, before.end() if before else 0)
    return found["name"] if found else None


def read_elements(
    data: bytes,
    *,
    file: str,
    root: str,
    begin: Callable[[Element], None],
    take: Callable[[Element], None],
    progress: Progress = silent,
) -> None:
    """Hand on the root, then each element directly below it as soon as it is whole.

    Parameters
    ----------
    data
        The whole document, in the encoding it declares.
    file
        Its name, for messages.
    root
        What the root has to be called.
    begin
        Called once with the root, before anything in it is read.
    take
        Called with each element below the root, in their order.
    progress
        Told of the bytes read.

    Raises
    ------
    InputError
        If the document is empty, not well-formed or cut, has another root, or declares an entity.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, XMLParser

    if not data.strip():
        problem = "is empty"
        raise InputError(problem, file=file)
    target = _Target(file=file, root=root, begin=begin, take=take)
    parser = XMLParser(target=target)
    target.expat = parser.parser
    rest = _after_declaration(parser, data, file)
    try:
        with progress(f"reading {file}", len(rest)) as done:
            for start in range(0, len(rest), _CHUNK):
                chunk = rest[start : start + _CHUNK]
                parser.feed(chunk)
                done(len(chunk))
            parser.close()
    except DefusedXmlException as error:
        problem = (
            "declares an entity or asks for a file of its own, which is never followed; "
            f"{root} needs none: take the declaration out"
        )
        raise InputError(problem, file=file, line=target.line) from error
    except ParseError as error:
        raise _not_well_formed(error, file) from error


def _after_declaration(parser: Any, data: bytes, file: str) -> bytes:  # noqa: ANN401 - as above
    """Feed the declaration, whose encoding may be one the parser does not know; give the rest."""
    end = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    try:
        parser.feed(data[:end])
    except (LookupError, ValueError) as error:
        problem = f"is in an encoding that cannot be read ({error}); save it as UTF-8"
        raise InputError(problem, file=file, line=1) from error
    return data[end:]


def _not_well_formed(error: Any, file: str) -> InputError:  # noqa: ANN401 - no types are shipped
    line, column = error.position
    said = _PLACE.sub("", str(error))
    cut = "; the file looks cut short" if error.code in _CUT else ""
    problem = f"is not well-formed XML at character {column + 1} of the line: {said}{cut}"
    return InputError(problem, file=file, line=line)


@dataclass(slots=True, kw_only=True)
class _Target:
    """What the parser tells of tags and text."""

    file: str
    root: str
    begin: Callable[[Element], None]
    take: Callable[[Element], None]
    expat: Any = None
    _open: list[Element] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line the parser stands on."""
        return int(self.expat.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        plain = {_local(name): value for name, value in attributes.items()}
        element = Element(tag=_local(tag), attributes=plain, line=self.line)
        if not self._open:
            self._check_root(element)
        elif len(self._open) > _DEEPEST:
            problem = f"elements stand more than {_DEEPEST} deep; ClaML needs a dozen"
            raise InputError(problem, file=self.file, line=element.line)
        elif len(self._open) > 1:
            self._open[-1].content.append(element)
        self._open.append(element)

    def data(self, text: str) -> None:
        """Take text; that of the root itself says nothing."""
        if len(self._open) > 1:
            self._open[-1].content.append(text)

    def end(self, tag: str) -> None:
        """Close an element."""
        del tag
        element = self._open.pop()
        if len(self._open) == 1:
            self.take(element)

    def close(self) -> None:
        """End the document; the parser asks for this."""

    def _check_root(self, element: Element) -> None:
        if element.tag != self.root:
            problem = f"has the root element '{element.tag}'; expected '{self.root}'"
            raise InputError(problem, file=self.file, line=element.line)
        self.begin(element)


def _pieces(element: Element, without: frozenset[str]) -> Iterator[str]:
    for piece in element.content:
        if isinstance(piece, str):
            yield piece
        elif piece.tag not in without:
            yield from _pieces(piece, without)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
