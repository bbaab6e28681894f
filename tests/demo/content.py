"""Read the demo's template with the standard library, as anybody would who opened the files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

__all__ = [
    "GRAPHS",
    "MAPS",
    "ROOT",
    "SNOMED_MAPS",
    "by_source",
    "concepts",
    "expression_parts",
    "graph_rows",
    "heading",
    "map_rows",
    "parts",
    "repeated",
    "tabled",
    "usage_rows",
]

ROOT = Path(__file__).resolve().parents[2]
GRAPHS = ("snomed", "opcs4", "icd11")
#: The maps between ICD-10 and ICD-11.
MAPS = ("icd10-icd11", "icd10-icd11-alternatives", "icd11-icd10", "icd10-foundation")
SNOMED_MAPS = ("snomed-icd10-uk", "snomed-icd10-int", "snomed-opcs4")


def heading(path: Path) -> dict[str, str]:
    """Give the ``# key: value`` lines a file begins with."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"# (\w+): (\S+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def tabled(path: Path) -> list[dict[str, str]]:
    """Give the rows under the heading, every value as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def graph_rows(system: str) -> dict[str, dict[str, str]]:
    """Give the nodes of a system's graph by code, in the order typed."""
    return {row["code"]: row for row in tabled(ROOT / f"graphs/{system}/demo/concepts.csv")}


def concepts() -> dict[str, dict[str, str]]:
    """Give the nodes of ICD-11 by code, in the order typed."""
    return graph_rows("icd11")


def parts(cell: str) -> list[str]:
    """Give the values of a cell that is a list."""
    return cell.split("|") if cell else []


def map_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of one map."""
    return tabled(ROOT / "maps" / name / "map.csv")


def usage_rows() -> list[dict[str, str]]:
    """Give the typed usage weights of both years."""
    return tabled(ROOT / "notebooks/demo-usage.csv")


def expression_parts(expression: str) -> tuple[list[str], list[str]]:
    """Give the stems and the extension codes of an ICD-11 expression or the code of a block."""
    groups = [group.split("&") for group in expression.split("/")]
    return [group[0] for group in groups], [code for group in groups for code in group[1:]]


def by_source(name: str) -> dict[str, list[str]]:
    """Give the targets of each source of a map; "" stands for a stated no-map."""
    found: dict[str, list[str]] = {}
    for row in map_rows(name):
        found.setdefault(row["source"], []).append(row["target"])
    return found


def repeated(values: list[Any]) -> list[Any]:
    """Give the values that occur more than once."""
    return [value for value, times in Counter(values).items() if times > 1]
