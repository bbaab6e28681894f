"""The report as files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.analysis.impact_result import Impact
from workbench.errors import InputError
from workbench.report import write_report

_FILES = [
    "per_code.parquet",
    "per_code.csv",
    "chapter_flow.csv",
    "merges.csv",
    "report.html",
    "report.xlsx",
]


def test_six_files_are_written_and_named(tmp_path: Path, impact: Impact) -> None:
    out = tmp_path / "new" / "report"
    assert write_report(impact, out) == [out / name for name in _FILES]
    assert sorted(path.name for path in out.iterdir()) == sorted(_FILES)


def test_a_report_takes_the_place_of_an_older_one_and_leaves_the_rest(
    tmp_path: Path, impact: Impact
) -> None:
    (tmp_path / "per_code.csv").write_text("old", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_report(impact, tmp_path)
    assert (tmp_path / "per_code.csv").read_text(encoding="utf-8").startswith('"code"')
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("blocked", _FILES)
def test_a_report_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, impact: Impact, blocked: str
) -> None:
    old = [name for name in _FILES[:4] if name != blocked]
    for name in old:
        (tmp_path / name).write_text("old", encoding="utf-8")
    (tmp_path / blocked).mkdir()
    with pytest.raises(InputError, match="the report cannot be written"):
        write_report(impact, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*old, blocked])
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in old} == {"old"}


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path, impact: Impact) -> None:
    (tmp_path / "report").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="report: is a file; expected a folder"):
        write_report(impact, tmp_path / "report")


def test_a_folder_under_a_file_is_refused(tmp_path: Path, impact: Impact) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_report(impact, tmp_path / "file" / "report")


def test_progress_is_told_a_step_for_every_file(tmp_path: Path, impact: Impact) -> None:
    steps: list[int] = []
    opened: list[tuple[str, int | None]] = []

    @contextmanager
    def watched(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
        opened.append((label, total))
        yield steps.append

    write_report(impact, tmp_path, progress=watched)
    assert opened == [("writing the report", 6)]
    assert steps == [1] * 6
