"""The tables of a report as files: Parquet and CSV.

A spreadsheet runs a CSV cell that begins with ``=``, ``+``, ``-`` or ``@``, and hides one behind a
tab or a line break. In CSV files such text begins with an apostrophe; numbers are left alone.
Parquet keeps the raw text, and says in its metadata what the rows were counted from.

Source: OWASP, CSV Injection.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc

from workbench.analysis.impact_result import Impact
from workbench.report.definitions import DEFINITIONS_VERSION
from workbench.report.provenance import base_line, shares_line

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "JOINT",
    "harmless",
    "per_code_metadata",
    "write_chapter_flow_csv",
    "write_merges_csv",
    "write_per_code_csv",
    "write_per_code_parquet",
]

#: What stands between several codes in one cell.
JOINT: Final = "; "

_STARTS_A_FORMULA: Final = "^[=+\\-@\t\r\n]"


def write_per_code_parquet(impact: Impact, path: Path) -> None:
    """Write one row a code, every text as it is, and `per_code_metadata` in the schema."""
    from pyarrow import parquet

    known = impact.per_code.schema.metadata or {}
    told = {key.encode(): value.encode() for key, value in per_code_metadata(impact).items()}
    table = impact.per_code.replace_schema_metadata({**known, **told})
    parquet.write_table(table, path, compression="zstd")


def per_code_metadata(impact: Impact) -> dict[str, str]:
    """Say what the rows of ``per_code.parquet`` were counted from.

    Parameters
    ----------
    impact
        What a move would change.

    Returns
    -------
    dict
        Keys begin with ``workbench.``. What is not there, as a companion map that is not held or a
        year that is not stated, has no key.
    """
    releases, dataset = impact.releases, impact.dataset
    told = {
        "source": releases.source,
        "target": releases.target,
        "map": releases.map,
        "layers": JOINT.join(releases.layers),
        "bridges": JOINT.join(releases.bridges),
        "alternatives": releases.alternatives,
        "back": releases.back,
        "foundation": releases.foundation,
        "year": dataset.year,
        "unit": dataset.unit,
        "codes": str(dataset.codes),
        "activity": str(dataset.activity),
        "shares": shares_line(impact),
        "counted_from": base_line(impact),
        "definitions": DEFINITIONS_VERSION,
    }
    return {f"workbench.{name}": value for name, value in told.items() if value}


def write_per_code_csv(impact: Impact, path: Path) -> None:
    """Write one row a code."""
    _write_csv(impact.per_code, path)


def write_chapter_flow_csv(impact: Impact, path: Path) -> None:
    """Write one row a pair of chapters; where there is none the cell is empty."""
    _write_csv(impact.chapter_flow, path)


def write_merges_csv(impact: Impact, path: Path) -> None:
    """Write one row a shared target, its codes joined by `JOINT`."""
    _write_csv(impact.merge_table, path)


def _write_csv(table: pa.Table, path: Path) -> None:
    from pyarrow import csv

    options = csv.WriteOptions(include_header=True, quoting_style="needed")
    csv.write_csv(harmless(flat(table)), path, options)


def flat(table: pa.Table) -> pa.Table:
    """Join lists of codes into one text each."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            joined = pc.binary_join(table[field.name], JOINT)
            table = table.set_column(place, pa.field(field.name, pa.string()), joined)
    return table


def harmless(table: pa.Table) -> pa.Table:
    """Put an apostrophe before every text that a spreadsheet would run.

    Parameters
    ----------
    table
        Any table of text and numbers.

    Returns
    -------
    pyarrow.Table
        The same rows and columns; nulls stay null.

    Examples
    --------
    >>> import pyarrow as pa
    >>> harmless(pa.table({"term": ["=1+1", "plain"], "n": [-1, 2]})).to_pylist()
    [{'term': "'=1+1", 'n': -1}, {'term': 'plain', 'n': 2}]
    """
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table[field.name]
            risky = pc.match_substring_regex(column, _STARTS_A_FORMULA)
            marked = pc.binary_join_element_wise("'", column, "")
            safe = pc.if_else(pc.fill_null(risky, fill_value=False), marked, column)
            table = table.set_column(place, field, safe)
    return table
