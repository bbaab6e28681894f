"""WHO's ICD-11 SimpleTabulation: a hierarchy written as titles with a dash for each level.

The traps: chapters and blocks have no ``Code``, and 627 blocks no ``BlockId``; a residual category
is told by ``IsResidual`` or the end of its URI and never by a last letter Y or Z; ``BrowserLink``
is a spreadsheet formula and is not kept; only the depth's own dashes are taken off a title.

Source: WHO, ICD-11 MMS 2024-01, SimpleTabulation-ICD-11-MMS-en.txt and its readme.txt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from workbench.core.codes import CodeSystem, Kind, Release, ResidualKind
from workbench.core.icd11 import entity_tail, parse_cluster
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.headings import stamp_edition
from workbench.io.package import Package
from workbench.io.result import GraphRead, GraphRows, check_system
from workbench.io.tables import Layout, Table, read_rows

__all__ = ["LAYOUT", "read_icd11"]

#: How the tabulation is written, and the columns that are read.
LAYOUT: Final = Layout(
    what="the ICD-11 tabulation",
    delimiter="\t",
    columns=(
        "Linearization URI",
        "Code",
        "BlockId",
        "Title",
        "ClassKind",
        "DepthInKind",
        "IsResidual",
        "ChapterNo",
        "isLeaf",
    ),
)

_EXTENSIONS: Final = "X"
_CHAPTER: Final = re.compile(r"0[1-9]|[1-9]\d|[VX]")
_DASHES: Final = re.compile(r"(?:- )*")
_BOOLEANS: Final = {"True": True, "False": False}
_CLASSES: Final = ("chapter", "block", "category")
_RESIDUALS: Final = frozenset(ResidualKind)


class _Row(NamedTuple):
    """The fields of a row that are looked at, in the order of `LAYOUT`."""

    uri: str
    code: str
    block: str
    title: str
    kind: str
    depth_in_kind: str
    residual: str
    chapter: str
    leaf: str


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where the reading stands: the branch above the row, and what has been seen.

    `branch` holds for each depth the node's code, class and depth in class.
    """

    table: Table
    graph: GraphRows = field(default_factory=GraphRows)
    branch: list[tuple[str, str, int]] = field(default_factory=list)
    chapter: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    uris: dict[str, int] = field(default_factory=dict)
    leaf: str = ""


def read_icd11(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read the tabulation called `name`.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    table = read_rows(data, file=base, layout=LAYOUT)
    found = _release(table, release)
    walk = _Walk(table=table)
    places = [table.index(column) for column in LAYOUT.columns]
    for number, fields in table.walk(progress):
        _take(walk, number, _Row(*[fields[place] for place in places]))
    _check_leaf(walk, len(table.rows), 0)
    if walk.chapter != _EXTENSIONS:
        problem = (
            f"ends in chapter '{walk.chapter}'; the tabulation ends in chapter {_EXTENSIONS} "
            "(extension codes): the file looks cut short"
        )
        raise InputError(problem, file=base)
    return GraphRead(
        kind="icd11",
        release=found,
        nodes=walk.graph.nodes(),
        edges=walk.graph.edges(),
        source=str(package.path),
        sha256=of_bytes(data),
    )


def _release(table: Table, release: Release | None) -> Release:
    edition = stamp_edition(table.stamp) if table.stamp else None
    if edition is None and release is None:
        problem = (
            f"the last heading '{table.columns[-1]}' is no release date such as "
            "'Version:2024 Jan 21 - 22:30 UTC'; give the release"
        )
        raise InputError(problem, file=table.file, line=1)
    default = Release(system=CodeSystem.ICD11, edition=edition or "unknown")
    return default if release is None else check_system(release, default, file=table.file)


def _take(walk: _Walk, number: int, row: _Row) -> None:
    """Check one row and add its node and its edge."""
    dashes = _DASHES.match(row.title)
    prefix = dashes.end() if dashes else 0
    depth = prefix // 2
    _check_depth(walk, number, row, depth)
    _check_leaf(walk, number, depth)
    tail = entity_tail(row.uri)
    if tail is None:
        problem = f"'{row.uri}' is no URI of an ICD-11 entity; expected http://id.who.int/icd/…"
        raise walk.table.problem(number, "Linearization URI", problem)
    title = row.title[prefix:]
    if not title:
        problem = f"'{row.title}' holds no title after its dashes"
        raise walk.table.problem(number, "Title", problem)
    code = _code(walk, number, row, tail)
    _check_new(walk, number, row, code)
    walk.graph.node(
        code,
        title,
        _kind(row),
        residual_kind=_residual(walk, number, row, tail),
        uri=row.uri,
    )
    if depth:
        walk.graph.edge(code, walk.branch[depth - 1][0])
    walk.branch[depth:] = [(code, row.kind, int(row.depth_in_kind))]
    walk.leaf = row.leaf


def _check_depth(walk: _Walk, number: int, row: _Row, depth: int) -> None:
    """Refuse a class, chapter or depth that does not follow from the rows above."""
    if row.kind not in _CLASSES:
        problem = f"'{row.kind}' is no class; expected chapter, block or category"
        raise walk.table.problem(number, "ClassKind", problem)
    if (row.kind == "chapter") is not (depth == 0):
        expected = "no dash" if row.kind == "chapter" else "a dash for each level above it"
        problem = f"'{row.title}' of class {row.kind} has {depth} dashes; expected {expected}"
        raise walk.table.problem(number, "Title", problem)
    if depth > len(walk.branch):
        problem = (
            f"'{row.title}' has {depth} dashes and the row above {len(walk.branch) - 1}; "
            "a child has one more than its parent: a row is missing between them"
        )
        raise walk.table.problem(number, "Title", problem)
    if row.kind == "chapter":
        if not _CHAPTER.fullmatch(row.chapter):
            problem = f"'{row.chapter}' is no chapter; expected 01 to 26, V or X"
            raise walk.table.problem(number, "ChapterNo", problem)
        walk.chapter = row.chapter
    if row.chapter != walk.chapter:
        problem = f"'{row.chapter}' is not {walk.chapter}, the chapter this row stands in"
        raise walk.table.problem(number, "ChapterNo", problem)
    above = walk.branch[depth - 1] if depth else ("", "", 0)
    expected_depth = above[2] + 1 if above[1] == row.kind else 1
    if row.depth_in_kind != str(expected_depth):
        problem = (
            f"'{row.depth_in_kind}' disagrees with the {depth} dashes of the title; "
            f"expected {expected_depth}"
        )
        raise walk.table.problem(number, "DepthInKind", problem)


def _check_leaf(walk: _Walk, number: int, depth: int) -> None:
    """Refuse a leaf flag of the row above that this row, at `depth`, contradicts."""
    if not walk.branch:
        return
    has_child = depth == len(walk.branch)
    if _BOOLEANS.get(walk.leaf) is not has_child and walk.leaf in _BOOLEANS:
        return
    code = walk.branch[-1][0]
    problem = f"'{walk.leaf}' is not True or False"
    if walk.leaf in _BOOLEANS:
        follows = "a child follows" if has_child else "no child follows"
        problem = f"'{walk.leaf}' for '{code}', but {follows}"
    if number == len(walk.table.rows):
        problem += "; the file looks cut short"
    raise walk.table.problem(number - 1, "isLeaf", problem)


def _code(walk: _Walk, number: int, row: _Row, tail: str) -> str:
    """Give what the node is called: see "Names and codes" in the manual."""
    if row.kind == "category":
        if not row.code:
            problem = "is empty; expected a code, which every category has"
            raise walk.table.problem(number, "Code", problem)
        try:
            cluster = parse_cluster(row.code)
        except InputError as error:
            raise walk.table.problem(number, "Code", error.problem) from error
        if cluster.is_postcoordinated:
            problem = f"'{row.code}' is several codes; expected one"
            raise walk.table.problem(number, "Code", problem)
        return row.code
    if row.code:
        problem = f"'{row.code}' stands at a {row.kind}, which has no code; expected nothing"
        raise walk.table.problem(number, "Code", problem)
    return row.chapter if row.kind == "chapter" else row.block or tail


def _check_new(walk: _Walk, number: int, row: _Row, code: str) -> None:
    for seen, value, column in (
        (
            walk.codes,
            code,
            "Code" if row.code else "ChapterNo" if row.kind == "chapter" else "BlockId",
        ),
        (walk.uris, row.uri, "Linearization URI"),
    ):
        if value in seen:
            problem = f"'{value}' is there already, on line {walk.table.lines[seen[value]]}"
            raise walk.table.problem(number, column, problem)
        seen[value] = number


def _kind(row: _Row) -> Kind:
    if row.kind == "category":
        return Kind.EXTENSION if row.chapter == _EXTENSIONS else Kind.CATEGORY
    return Kind(row.kind)


def _residual(walk: _Walk, number: int, row: _Row, tail: str) -> str | None:
    flag = _BOOLEANS.get(row.residual)
    if flag is None:
        problem = f"'{row.residual}' is not True or False"
        raise walk.table.problem(number, "IsResidual", problem)
    ending = tail.partition("/")[2]
    if ending in _RESIDUALS:
        return ending
    if ending or flag:
        problem = (
            f"'{row.residual}', but the URI ends in neither /other nor /unspecified: {row.uri}"
        )
        raise walk.table.problem(number, "IsResidual", problem)
    return None
