"""The report as files in a folder: each of them whole, and none before all are written.

Every file is written beside its place. Only when all could be written are they put in place, and
where one of them cannot be, the old ones come back: a report that fails leaves the old one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from workbench.analysis.impact_result import Impact
from workbench.core.codes import CodeSystem, parse_release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.atomic import write_files
from workbench.report.html import html_report
from workbench.report.tables import (
    write_chapter_flow_csv,
    write_merges_csv,
    write_per_code_csv,
    write_per_code_parquet,
)
from workbench.report.xlsx import write_xlsx

__all__ = ["FILES", "write_report"]


def _write_html(impact: Impact, path: Path) -> None:
    path.write_text(html_report(impact), encoding="utf-8", newline="\n")


_WRITERS: Final[dict[str, Callable[[Impact, Path], None]]] = {
    "per_code.parquet": write_per_code_parquet,
    "per_code.csv": write_per_code_csv,
    "chapter_flow.csv": write_chapter_flow_csv,
    "merges.csv": write_merges_csv,
    "report.html": _write_html,
    "report.xlsx": write_xlsx,
}

#: What a report consists of, in the order it is written.
FILES: Final = tuple(_WRITERS)


def write_report(impact: Impact, out: str | Path, *, progress: Progress = silent) -> list[Path]:
    """Write the report into a folder.

    Parameters
    ----------
    impact
        What a move would change.
    out
        The folder; made where it is not there. Other files in it are left alone.
    progress
        What shows how far the writing is, one step a file.

    Returns
    -------
    list of Path
        The files of `FILES`, in that order.

    Raises
    ------
    InputError
        If the data are not in ICD-10, `out` is a file, or the folder or a file in it cannot be
        written.
    """
    out = Path(out)
    if parse_release(impact.releases.source).system is not CodeSystem.ICD10:
        message = (
            f"the report is written for data in ICD-10, and these are in {impact.releases.source}; "
            "its words and chapters would be wrong; take --json, or per_code in Python"
        )
        raise InputError(message)
    if out.exists() and not out.is_dir():
        message = "is a file; expected a folder to write the report into"
        raise InputError(message, file=str(out))

    def fill(folder: Path) -> None:
        with progress("writing the report", len(FILES)) as step:
            for name, write in _WRITERS.items():
                write(impact, folder / name)
                step(1)

    try:
        write_files(out, fill)
    except OSError as error:
        reason = error.strerror or str(error)
        message = (
            f"the report cannot be written ({reason}); close its files where they are open, and "
            "see that the folder may be written to"
        )
        raise InputError(message, file=str(out)) from error
    return [out / name for name in FILES]
