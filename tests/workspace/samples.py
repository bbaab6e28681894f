"""Small invented releases and maps, and what a workspace says and keeps of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from workbench.workspace import Content, Workspace, init_workspace
from workbench.workspace.changes import copies_named
from workbench.workspace.manifest import read_manifest

__all__ = [
    "GRAPH",
    "MAP",
    "contents",
    "empty_workspace",
    "graph_text",
    "leftovers",
    "map_text",
    "on_disk",
    "said",
    "stored_copies",
    "written",
]

GRAPH: Final = """\
# release: icd10/example
code,term,parent
IX,Circulation,
I20-I25,The heart's own vessels,IX
I21,Infarction,I20-I25
I21.0,Infarction in front,I21
I21.9,Infarction somewhere,I21
"""

MAP: Final = """\
# source: icd10/example
# target: icd11/example
source,target,no_map,no_map_text
I21.9,BA41.Z,,
I21.0,BA41.0,,
I20,,none_in_table,No Mapping
"""


def graph_text(*, categories: int, word: str) -> str:
    """Give a typed graph of one chapter, its categories and ten subcategories of each."""
    rows = ["# release: icd10/example", "code,term,parent", f"I,Chapter {word},"]
    for number in range(categories):
        category = f"{chr(65 + number // 100)}{number % 100:02d}"
        rows.append(f"{category},Category {word} {number},I")
        rows += [
            f"{category}.{digit},Term {word} {number} {digit},{category}" for digit in range(10)
        ]
    return "\n".join(rows) + "\n"


def map_text(*, rows: int, word: str) -> str:
    """Give a typed map of so many rows."""
    lines = ["# source: icd10/example", "# target: icd11/example", "source,target,target_term"]
    lines += [
        f"{chr(65 + n // 1000)}{n // 10 % 100:02d}.{n % 10},X{n},{word} {n}" for n in range(rows)
    ]
    return "\n".join(lines) + "\n"


def written(path: Path, text: str) -> Path:
    """Write a file and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def empty_workspace(folder: Path) -> Workspace:
    """Make a workspace without the demo."""
    return init_workspace(folder, content=Content.EMPTY)


def said(workspace: Workspace) -> dict[str, Any]:
    """Give all that a workspace's graphs and maps say, so that a mixture of two would show."""
    manifest = workspace.manifest
    graphs = {
        record.name: [
            record.sha256,
            record.concepts,
            record.edges,
            _digest(
                [workspace.graphs[record.name].concepts.to_pylist()]
                + [array.tolist() for array in workspace.graphs[record.name].arrays().values()]
            ),
        ]
        for record in manifest.graphs
    }
    maps = {
        record.name: [
            record.sha256,
            record.entries,
            _digest(workspace.maps[record.name].table.drop_columns("line").to_pylist()),
        ]
        for record in manifest.maps
    }
    return {"graphs": graphs, "maps": maps}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its path, the lock left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def stored_copies(root: Path) -> set[str]:
    """Give the stored copies that lie on the disk, as ``graphs/<sha256>``."""
    return {
        f"{what}/{path.name}"
        for what in ("graphs", "maps")
        for path in (root / ".workbench" / what).glob("*")
    }


def leftovers(root: Path) -> list[str]:
    """Give what should be gone after a change: unfinished things, the note, copies nobody names."""
    manifest = read_manifest(root)
    named = copies_named(manifest)
    unfinished = [path.relative_to(root).as_posix() for path in root.rglob("*unfinished*")]
    return sorted({*unfinished, *(stored_copies(root) - named)})


def on_disk(folder: Path) -> set[str]:
    """Give the names of the files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
