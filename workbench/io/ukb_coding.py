"""UK Biobank's codings 19 (ICD-10) and 240 (OPCS-4): one tree of numbered nodes.

The traps: codes are undotted and their meanings begin with the dotted form, once with a slip of the
pen (``S522`` as ``S52.22``); chapters are ``Chapter_I`` in one and ``Chapter A`` in the other, in
the order of their letters. Coding 19 is a union of editions, so codes that never met in one
edition stand side by side. Its inner fillers (``M45X0``) hang from the block and coding 240's
``X997`` to ``X999`` from the chapter: the file's own parents are kept, none is made up.

Source: UK Biobank, codings 19 and 240 of its data showcase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from workbench.core.codes import CodeSystem, Kind, Release
from workbench.core.icd10 import CHAPTERS, dotted, roman, undotted
from workbench.core.progress import Progress, silent
from workbench.errors import GraphStructureError, InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.package import Package
from workbench.io.result import GraphRead, GraphRows, check_system
from workbench.io.tables import Layout, Origin, Table, read_rows

__all__ = ["LAYOUT", "read_ukb_coding"]

#: Coding 240 is published without a last line break, so its end is read as a typed table's.
LAYOUT: Final = Layout(
    what="a UK Biobank coding",
    delimiter="\t",
    columns=("coding", "meaning", "node_id", "parent_id", "selectable"),
    origin=Origin.TYPED,
)

_TOP: Final = "0"
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_GROUP: Final = re.compile(r"(?P<word>Chapter|Block)[_ ](?P<code>.*)")
_BLOCK: Final = re.compile(r"(?P<first>[A-Z]\d\d)-(?P<last>[A-Z]\d\d)", re.ASCII)
_LETTER: Final = re.compile(r"[A-HJ-Z]")  # OPCS-4 has no chapter I
_CODES: Final = {
    CodeSystem.ICD10: re.compile(r"[A-Z]\d\d(?:[\dX]\d?)?", re.ASCII),
    CodeSystem.OPCS4: re.compile(r"[A-Z]\d{2,3}", re.ASCII),
}
_CATEGORY_LENGTH: Final = 3
_EXPECTED: Final = {
    CodeSystem.ICD10: "Chapter_I to Chapter_XXII, Block_A00-A09, A00 or A000",
    CodeSystem.OPCS4: "Chapter A to Chapter Z without I, A01 or A011",
}
_RELEASES: Final = {
    CodeSystem.ICD10: Release(system=CodeSystem.ICD10, edition="ukb-19"),
    CodeSystem.OPCS4: Release(system=CodeSystem.OPCS4, edition="4.9"),
}
#: How the source says that a code is no longer one. Of a category it says so for what it holds.
_RETIRED: Final = re.compile(r"(?:Code deleted|Category retired)\b.*|.*\(Retired in [^()]*\)")


class _Row(NamedTuple):
    """The fields of a row, in the order of `LAYOUT`."""

    coding: str
    meaning: str
    node: str
    parent: str
    selectable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A checked row: what it is called, what it is, and the id of its parent."""

    number: int
    code: str
    term: str
    kind: Kind
    parent: str
    selectable: str


@dataclass(slots=True, kw_only=True)
class _Tree:
    """The nodes read so far, by node id, and the line each code was first seen on."""

    table: Table
    system: CodeSystem
    nodes: dict[str, _Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_ukb_coding(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read the coding called `name`, 19 or 240, told apart by how its chapters are spelled.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    GraphStructureError
        If a parent is not in the file, or parents run in a circle.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    table = read_rows(data, file=base, layout=LAYOUT)
    tree = _Tree(table=table, system=_system(table))
    default = _RELEASES[tree.system]
    found = default if release is None else check_system(release, default, file=base)
    places = [table.index(column) for column in LAYOUT.columns]
    for number, fields in table.walk(progress):
        _take(tree, number, _Row(*[fields[place] for place in places]))
    _check_parents(tree)
    _check_circles(tree)
    _check_complete(tree)
    graph = _graph(tree.nodes)
    return GraphRead(
        kind="ukb-coding",
        release=found,
        nodes=graph.nodes(),
        edges=graph.edges(),
        source=str(package.path),
        sha256=of_bytes(data),
    )


def _system(table: Table) -> CodeSystem:
    """Tell ICD-10, which has blocks and Roman chapters, from OPCS-4, which has neither."""
    groups = [found for coding in table.column("coding") or () if (found := _GROUP.match(coding))]
    if not groups:
        problem = (
            "holds no chapter; expected coding 19 (Chapter_I) or coding 240 (Chapter A): "
            "the file looks cut short"
        )
        raise InputError(problem, file=table.file)
    roman_like = any(
        found["word"] == "Block" or "_" in found[0] or len(found["code"]) > 1 for found in groups
    )
    return CodeSystem.ICD10 if roman_like else CodeSystem.OPCS4


def _take(tree: _Tree, number: int, row: _Row) -> None:
    """Check one row by itself and against those before it, and add it."""
    table = tree.table
    code, kind = _code(tree, number, row.coding)
    if code in tree.lines:
        problem = f"'{row.coding}' is there already, on line {tree.lines[code]}"
        raise table.problem(number, "coding", problem)
    if _NUMBER.fullmatch(row.node) is None:
        problem = f"'{row.node}' is no number of a node; expected one from 1"
        raise table.problem(number, "node_id", problem)
    if row.node in tree.nodes:
        line = table.lines[tree.nodes[row.node].number]
        problem = f"'{row.node}' is there already, on line {line}; expected a number of its own"
        raise table.problem(number, "node_id", problem)
    if (row.parent == _TOP) is not (kind is Kind.CHAPTER):
        expected = "0" if kind is Kind.CHAPTER else "the node_id of another row"
        problem = f"'{row.parent}' is no parent of the {kind} '{code}'; expected {expected}"
        raise table.problem(number, "parent_id", problem)
    if row.selectable not in {"Y", "N"}:
        problem = f"'{row.selectable}' is not Y or N"
        raise table.problem(number, "selectable", problem)
    tree.lines[code] = table.lines[number]
    tree.nodes[row.node] = _Node(
        number=number,
        code=code,
        term=_term(tree, number, row, code),
        kind=kind,
        parent=row.parent,
        selectable=row.selectable,
    )


def _code(tree: _Tree, number: int, coding: str) -> tuple[str, Kind]:
    """Give the printed form and kind of a coding: see "Names and codes" in the manual."""
    group = _GROUP.fullmatch(coding)
    if group is None:
        if _CODES[tree.system].fullmatch(coding):
            kind = Kind.CATEGORY if len(coding) == _CATEGORY_LENGTH else Kind.SUBCATEGORY
            return dotted(coding), kind
    elif group["word"] == "Chapter":
        if _is_chapter(tree.system, group["code"]):
            return group["code"], Kind.CHAPTER
    elif tree.system is CodeSystem.ICD10:
        block = _BLOCK.fullmatch(group["code"])
        if block is not None and block["first"] <= block["last"]:
            return group["code"], Kind.BLOCK
    label = tree.system.label
    problem = f"'{coding}' is nothing of {label}; expected {_EXPECTED[tree.system]}"
    raise tree.table.problem(number, "coding", problem)


def _is_chapter(system: CodeSystem, code: str) -> bool:
    if system is CodeSystem.ICD10:
        return roman(code) is not None
    return _LETTER.fullmatch(code) is not None


def _term(tree: _Tree, number: int, row: _Row, code: str) -> str:
    """Give the meaning without the code it begins with."""
    first, _, _ = row.meaning.partition(" ")
    starts = (row.coding, code, *([first] if _is_slip(tree.system, row.coding, first) else ()))
    start = next((start for start in starts if row.meaning.startswith(f"{start} ")), None)
    if start is not None:
        term = row.meaning.removeprefix(start).removeprefix(" - ").strip()
        if term:
            return term
    problem = f"'{row.meaning}' does not begin with the code '{code}' and go on with a title"
    raise tree.table.problem(number, "meaning", problem)


def _is_slip(system: CodeSystem, coding: str, word: str) -> bool:
    """Say whether `word` is the code with its dot misplaced, or its last digit typed twice."""
    if len(coding) == _CATEGORY_LENGTH:
        return False
    typed = undotted(word)
    return typed == coding or (system is CodeSystem.OPCS4 and typed == coding + coding[-1])


def _check_parents(tree: _Tree) -> None:
    for node in tree.nodes.values():
        if node.parent != _TOP and node.parent not in tree.nodes:
            problem = f"the parent '{node.parent}' of '{node.code}' is the node_id of no row"
            raise _structure(tree, node, problem)


def _check_circles(tree: _Tree) -> None:
    """Refuse a node from which the parents lead back instead of up to a chapter."""
    good = {_TOP}
    for start in tree.nodes:
        path: dict[str, None] = {}
        at = start
        while at not in good:
            if at in path:
                node = tree.nodes[at]
                problem = f"the parent '{node.parent}' of '{node.code}' lies under it: a circle"
                raise _structure(tree, node, problem)
            path[at] = None
            at = tree.nodes[at].parent
        good |= path.keys()


def _structure(tree: _Tree, node: _Node, problem: str) -> GraphStructureError:
    line = tree.table.lines[node.number]
    return GraphStructureError(problem, file=tree.table.file, line=line, column="parent_id")


def _check_complete(tree: _Tree) -> None:
    """Refuse what only a file with rows missing holds.

    A node that may not be selected has others under it, and the last block is there to its end:
    this shows most files cut at a row's end. Gaps between the numbers of the nodes show nothing,
    since another issue of a coding may leave some.
    """
    _check_groups(tree)
    _check_last_block(tree)


def _check_groups(tree: _Tree) -> None:
    parents = {node.parent for node in tree.nodes.values()}
    for number, node in tree.nodes.items():
        if node.selectable == "N" and number not in parents:
            problem = f"'N' for '{node.code}', but nothing lies under it; the file looks cut short"
            raise tree.table.problem(node.number, "selectable", problem)


def _check_last_block(tree: _Tree) -> None:
    blocks = [node.code for node in tree.nodes.values() if node.kind is Kind.BLOCK]
    last = max(blocks, default="")
    end = last.rpartition("-")[2]
    if last and not any(code[:_CATEGORY_LENGTH] == end for code in tree.lines if "-" not in code):
        problem = f"no code of '{end}' lies in the last block '{last}'; the file looks cut short"
        raise InputError(problem, file=tree.table.file)


def _graph(nodes: Mapping[str, _Node]) -> GraphRows:
    """Give chapters by their number or letter, then blocks, then codes as the file has them."""
    ranks = {numeral: rank for rank, (numeral, _, _) in enumerate(CHAPTERS)}
    chapters = [node for node in nodes.values() if node.kind is Kind.CHAPTER]
    if all(node.code in ranks for node in chapters):
        chapters.sort(key=lambda node: ranks[node.code])
    blocks = [node for node in nodes.values() if node.kind is Kind.BLOCK]
    codes = [node for node in nodes.values() if node.kind not in {Kind.CHAPTER, Kind.BLOCK}]
    graph = GraphRows()
    for node in (*chapters, *blocks, *codes):
        above = nodes.get(node.parent)
        active = not (_is_retired(node) or (above is not None and _is_retired(above)))
        graph.node(node.code, node.term, node.kind, active=active)
        if node.parent != _TOP:
            graph.edge(node.code, nodes[node.parent].code)
    return graph


def _is_retired(node: _Node) -> bool:
    return _RETIRED.fullmatch(node.term) is not None
