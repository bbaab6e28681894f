"""Real files, damaged or given for another: one line says what, where, and what was expected.

The copies are made in a temporary folder; of the files themselves nothing is here but codes and
the places where they are damaged.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.io.datasets import read_usage_counts
from workbench.io.reading import read_graph, read_map

pytestmark = pytest.mark.realdata

ICD10 = "icd10/icd102019syst_codes.txt"
ICD11 = "icd11-2024-01/SimpleTabulation-ICD-11-MMS-en.txt"
ONE = "icd11-2024-01/10To11MapToOneCategory.txt"
MULTIPLE = "icd11-2024-01/10To11MapToMultipleCategories.txt"
BACK = "icd11-2024-01/11To10MapToOneCategory.txt"
FOUNDATION = "icd11-2024-01/foundation_10To11MapToOneCategory.txt"


def damaged(real_data: Path, tmp_path: Path, name: str, content: bytes) -> Path:
    """Lay the tables a file needs into a folder of their own, the file itself as `content`."""
    source = real_data / name
    if "icd102019syst" in name:
        for beside in source.parent.glob("icd102019syst_*.txt"):
            (tmp_path / beside.name).write_bytes(beside.read_bytes())
    (tmp_path / source.name).write_bytes(content)
    return tmp_path / source.name


def message(path: Path) -> str:
    """Give the one line that reading a file, as whatever it is, ends in."""
    read = read_graph if "syst" in path.name or "Simple" in path.name else read_map
    with pytest.raises(InputError) as refused:
        read(path)
    text = str(refused.value)
    assert "\n" not in text
    assert str(path.parent) not in text
    return text


@pytest.mark.parametrize(
    ("name", "line", "fields", "expected"),
    [
        (ICD10, 6000, 9, "column 'title of the category': row ends after 9 of 17 fields"),
        (ICD11, 30_000, 3, "column 'BlockId': row ends after 3 of 17 fields"),
        (ONE, 9000, 9, "column 'icd11Code': row ends after 9 of 12 fields"),
        (MULTIPLE, 9000, 6, "column 'Depth': row ends after 6 of 12 fields"),
        (BACK, 9000, 5, "column 'icd10Chapter': row ends after 5 of 7 fields"),
        (FOUNDATION, 9000, 7, "column 'relation': row ends after 7 of 9 fields"),
    ],
)
def test_a_copy_cut_between_two_fields_names_line_and_column(
    real_data: Path, tmp_path: Path, name: str, line: int, fields: int, expected: str
) -> None:
    lines = (real_data / name).read_bytes().split(b"\r\n")
    separator = b";" if name == ICD10 else b"\t"
    last = separator.join(lines[line - 1].split(separator)[:fields])
    path = damaged(real_data, tmp_path, name, b"\r\n".join([*lines[: line - 1], last]))
    assert message(path) == f"{path.name}:{line}, {expected}; the file looks cut short"


@pytest.mark.parametrize("name", [ICD10, ONE, MULTIPLE, BACK, FOUNDATION])
def test_a_copy_cut_inside_its_last_field_names_line_and_column(
    real_data: Path, tmp_path: Path, name: str
) -> None:
    content = (real_data / name).read_bytes()
    path = damaged(real_data, tmp_path, name, content[:-3])
    line = content.count(b"\n")
    column = {ICD10: "morbidity list", FOUNDATION: "levels", BACK: "icd10Title"}.get(
        name, "icd11Title"
    )
    assert message(path).startswith(f"{path.name}:{line}, column '{column}': ")


def test_a_tabulation_cut_inside_a_quoted_title_names_line_and_column(
    real_data: Path, tmp_path: Path
) -> None:
    lines = (real_data / ICD11).read_bytes().split(b"\r\n")
    head, _, _ = lines[19_999].partition(b'"- ')
    path = damaged(real_data, tmp_path, ICD11, b"\r\n".join([*lines[:19_999], head + b'"- - Some']))
    assert message(path) == (
        f"{path.name}:20000, column 'Title': a quotation mark is opened and never closed; "
        "the file looks cut short"
    )


@pytest.mark.parametrize("lines", [4, 1000, 12_000, 12_200])
def test_a_table_of_codes_cut_at_a_rows_end_is_still_found_out(
    real_data: Path, tmp_path: Path, lines: int
) -> None:
    content = b"".join((real_data / ICD10).read_bytes().splitlines(keepends=True)[:lines])
    assert message(damaged(real_data, tmp_path, ICD10, content)).endswith(
        "the file looks cut short"
    )


def test_a_tabulation_cut_at_a_rows_end_before_chapter_x_is_found_out(
    real_data: Path, tmp_path: Path
) -> None:
    content = b"".join((real_data / ICD11).read_bytes().splitlines(keepends=True)[:15_000])
    assert message(damaged(real_data, tmp_path, ICD11, content)).endswith(
        "the file looks cut short"
    )


ALL = [ICD10, ICD11, ONE, MULTIPLE, BACK, FOUNDATION]


@pytest.mark.parametrize("name", ALL)
def test_a_copy_in_utf_16_is_told_so(real_data: Path, tmp_path: Path, name: str) -> None:
    content = (real_data / name).read_text("utf-8-sig").encode("utf-16")
    path = damaged(real_data, tmp_path, name, content)
    assert message(path) == f"{path.name}: is UTF-16; save it as UTF-8"


@pytest.mark.parametrize("name", ALL)
def test_an_empty_copy_is_told_so(real_data: Path, tmp_path: Path, name: str) -> None:
    path = damaged(real_data, tmp_path, name, b"")
    assert message(path) == f"{path.name}: is empty"


@pytest.mark.parametrize("name", ALL)
def test_a_binary_file_in_its_place_is_told_so(real_data: Path, tmp_path: Path, name: str) -> None:
    path = damaged(real_data, tmp_path, name, b"code;\x00\x01\x02\xff" * 50)
    assert message(path) == f"{path.name}: is no text: byte 6 is NUL"


@pytest.mark.parametrize("name", ALL)
def test_a_copy_in_latin_1_is_told_the_line(real_data: Path, tmp_path: Path, name: str) -> None:
    lines = (real_data / name).read_bytes().split(b"\r\n")
    lines[4000] = lines[4000].replace(b"e", b"\xe9", 1)
    path = damaged(real_data, tmp_path, name, b"\r\n".join(lines))
    assert re.fullmatch(
        rf"{re.escape(path.name)}:4001: byte 0xE9, number \d+ of the line, is not UTF-8; "
        "save the file as UTF-8",
        message(path),
    )


@pytest.mark.parametrize(
    ("name", "line", "before", "after", "expected"),
    [
        (ICD10, 2, b"A00.0;A000;", b"A00.0;A00.0;", "column 'undotted code': 'A00.0' is not the"),
        (ICD10, 2, b"4;T;X;01", b"4;T;X;1", "column 'chapter': '1' is not what belongs here; exp"),
        (ICD11, 5, b"\t1A00\t", b"\t1a00\t", "column 'Code': '1a00' is no ICD-11 expression: "),
        (ICD11, 5, b'"- - - ', b'"- - - - ', "column 'Title': '- - - - "),
        (ONE, 5, b"1A00&XN8P1", b"1A00&", "column 'icd11Code': '1A00&' is no ICD-11 expression"),
        (FOUNDATION, 4, b"Equivalent", b"Same", "column 'relation': 'Same' is no relation; expec"),
        (BACK, 5, b"\tA00.9\t", b"\tA009\t", "column 'icd10Code': 'A009' is nothing of ICD-10; e"),
    ],
)
def test_a_value_changed_in_a_copy_is_named(
    real_data: Path,
    tmp_path: Path,
    name: str,
    line: int,
    before: bytes,
    after: bytes,
    expected: str,
) -> None:
    lines = (real_data / name).read_bytes().split(b"\r\n")
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after)
    path = damaged(real_data, tmp_path, name, b"\r\n".join(lines))
    assert message(path).startswith(f"{path.name}:{line}, {expected}")


def test_a_row_taken_out_of_the_tabulation_is_noticed_at_the_next(
    real_data: Path, tmp_path: Path
) -> None:
    lines = (real_data / ICD11).read_bytes().split(b"\r\n")
    del lines[3]
    path = damaged(real_data, tmp_path, ICD11, b"\r\n".join(lines))
    assert message(path).startswith(f"{path.name}:4, column 'Title': '- - - ")


def test_codes_without_their_blocks_name_the_missing_table(real_data: Path, tmp_path: Path) -> None:
    path = damaged(real_data, tmp_path, ICD10, (real_data / ICD10).read_bytes())
    (tmp_path / "icd102019syst_groups.txt").unlink()
    assert message(path) == (
        "icd102019syst_codes.txt: needs the table of blocks, icd102019syst_groups.txt, beside it; "
        "it is not there"
    )


def test_a_zip_that_climbs_out_of_its_folder_is_refused(real_data: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (real_data / "icd10").glob("icd102019syst_*.txt"):
            archive.write(path, f"../{path.name}")
    (tmp_path / "syst.zip").write_bytes(packed.getvalue())
    assert re.fullmatch(
        r"syst\.zip: member '\.\./icd102019syst_\w+\.txt' climbs out of its folder; "
        "nothing was read",
        message(tmp_path / "syst.zip"),
    )


def test_a_zip_bomb_beside_the_real_tables_is_refused(real_data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "syst.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (real_data / "icd10").glob("icd102019syst_*.txt"):
            archive.write(path, path.name)
        archive.writestr("readme.txt", bytes(32 << 20))
    assert message(tmp_path / "syst.zip").startswith("syst.zip: member 'readme.txt' unpacks to ")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (ONE, "WHO's table from ICD-10 to one ICD-11 category, a map, not a graph"),
        (FOUNDATION, "WHO's table from ICD-10 to the ICD-11 Foundation, a map, not a graph"),
    ],
)
def test_what_is_no_graph_is_told_what_it_is(real_data: Path, name: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        read_graph(real_data / name)
    assert str(refused.value) == f"{Path(name).name}: is {what}"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (ICD10, "is the WHO ICD-10 table of codes, a graph, not a map"),
        (ICD11, "is the ICD-11 tabulation, a graph, not a map"),
        ("icd10/coding19.tsv", "is a UK Biobank coding, a graph, not a map"),
        ("opcs4/coding240.tsv", "is a UK Biobank coding, a graph, not a map"),
        ("usage/icd10_usage.csv.gz", "is no text; it looks like a gzip file; unpack it first"),
    ],
)
def test_what_is_no_map_is_told_what_it_is(real_data: Path, name: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        read_map(real_data / name)
    assert str(refused.value) == f"{Path(name).name}: {what}"


def test_the_folder_of_icd11_gives_its_one_graph_and_lists_its_maps(
    real_data: Path,
) -> None:
    folder = real_data / "icd11-2024-01"
    assert read_graph(folder).sha256 == read_graph(real_data / ICD11).sha256
    with pytest.raises(InputError, match=r"^icd11-2024-01: holds several maps: 10To11MapToMul"):
        read_map(folder)
    assert read_map(folder, kind="who-foundation").table.num_rows == 12_597


USAGE = "usage/icd10_usage.csv.gz"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[:-9], r"usage\.csv:\d+, column '[a-z]+': row ends after \d of 5 fields"),
        (lambda text: text.decode().encode("utf-16"), r"usage\.csv: is UTF-16; save it as UTF-8"),
        (lambda _: b"", r"usage\.csv: is empty"),
        (lambda text: text[:2000] + b"\x00\x01" + text[2000:], r"usage\.csv.*binary|NUL"),
        (lambda text: text.replace(b",2\n", b",two\n", 1), r"column 'usage': '…' is not a count"),
    ],
    ids=["cut", "utf-16", "empty", "binary", "value"],
)
def test_damaged_counts_are_refused_with_their_place(
    real_data: Path, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(damage(gzip.decompress((real_data / USAGE).read_bytes())))
    with pytest.raises(InputError, match=said):
        read_usage_counts(path)


def test_counts_in_a_cut_archive_are_refused(real_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "usage.csv.gz"
    path.write_bytes((real_data / USAGE).read_bytes()[:-1000])
    with pytest.raises(InputError, match=r"usage\.csv\.gz: cannot be read"):
        read_usage_counts(path)
