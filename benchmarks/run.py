"""``make bench``: one run, one table in ``docs/benchmarks.md``.

With the real releases (``WORKBENCH_DATA``) everything is measured on them; without, the graph
questions are measured on the demo, and the table says so.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.batches import batch_rows  # noqa: E402 - found on the path just set
from benchmarks.browsing import browse_rows, flatten_row  # noqa: E402 - found on the path just set
from benchmarks.checking import check_rows  # noqa: E402
from benchmarks.datasets import dataset_rows  # noqa: E402 - found on the path just set
from benchmarks.expressions import expression_rows  # noqa: E402
from benchmarks.graphs import graph_rows  # noqa: E402 - found on the path just set
from benchmarks.large_maps import large_map_rows  # noqa: E402
from benchmarks.links import link_rows  # noqa: E402
from benchmarks.measuring import Row, table  # noqa: E402
from benchmarks.moves import command_rows, impact_row  # noqa: E402
from benchmarks.painting import paint_rows  # noqa: E402
from benchmarks.searching import find_bench, large_search_rows, search_rows  # noqa: E402
from workbench.cli.doctor import find_data  # noqa: E402
from workbench.workspace import Content, Workspace, init_workspace  # noqa: E402

TARGET = ROOT / "docs" / "benchmarks.md"
_PACKAGES = ("terminology-workbench", "numpy", "pyarrow", "pandas", "networkx", "tantivy", "duckdb")
_MAPS = (
    "10To11MapToOneCategory",
    "10To11MapToMultipleCategories",
    "11To10MapToOneCategory",
    "foundation_10To11MapToOneCategory",
)


def main() -> int:
    """Measure, print the table, and write it down."""
    data = find_data()
    with tempfile.TemporaryDirectory() as folder:
        workspace, rows = _measure(Path(folder) / "workspace", data)
        rows += dataset_rows(Path(folder))
        rows += batch_rows()
        rows += large_map_rows(Path(folder))
        rows += check_rows(workspace.graphs.icd10)
        releases = ", ".join(graph.release for graph in workspace.manifest.graphs)
    text = _page(rows, releases)
    print(text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


def _measure(folder: Path, data: Path | None) -> tuple[Workspace, list[Row]]:
    if data is None:
        workspace = init_workspace(folder)
        graph = workspace.graphs.icd10
        return workspace, [
            *graph_rows(graph),
            *expression_rows(),
            *link_rows(),
            *search_rows(graph),
            flatten_row(graph),
            *browse_rows(graph),
            *paint_rows(graph),
        ]
    workspace = init_workspace(folder, content=Content.EMPTY)
    workspace.add_graph(data / "icd10" / "icd102019syst_codes.txt")
    workspace.add_graph(data / "icd11-2024-01" / "SimpleTabulation-ICD-11-MMS-en.txt")
    for name in _MAPS:
        workspace.add_map(data / "icd11-2024-01" / f"{name}.txt")
    rows = [
        *graph_rows(workspace.graphs.icd10),
        *graph_rows(workspace.graphs.icd11),
        *expression_rows(),
        *link_rows(),
        *search_rows(workspace.graphs.icd11),
        flatten_row(workspace.graphs.icd11),
        *browse_rows(workspace.graphs.icd11),
        *paint_rows(workspace.graphs.icd11),
        impact_row(workspace, data),
        *command_rows(workspace, data),
    ]
    bench = find_bench()
    if bench is not None:
        rows += large_search_rows(workspace, folder.parent / "generated", bench)
        rows += browse_rows(workspace.graphs["snomed/generated"])
        rows += paint_rows(workspace.graphs["snomed/generated"])
    return workspace, rows


def _page(rows: list[Row], releases: str) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        "# Benchmarks\n\n"
        "Made by `make bench`: medians of one run, each ratio measured after both answers were "
        "compared for equality. Absolute times swing with the machine; ratios are what counts.\n\n"
        f"{table(rows)}\n\n"
        f"{datetime.now(UTC).date().isoformat()}; {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}; {versions}; releases {releases}.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
