"""The spreadsheet, read as the zip of XML it is."""

from __future__ import annotations

import html
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.report.examples import with_term, without_companions
from workbench.analysis.impact_result import Impact
from workbench.report.sentences import five_sentences
from workbench.report.xlsx import write_xlsx

_SHEETS = [
    "Summary",
    "Measures direct",
    "Measures",
    "Per code",
    "Chapter flow",
    "Merges",
    "Dropped",
    "Code lists",
    "Definitions",
]


def _parts(impact: Impact, folder: Path) -> dict[str, str]:
    write_xlsx(impact, folder / "report.xlsx")
    with ZipFile(folder / "report.xlsx") as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def _names(parts: dict[str, str]) -> list[str]:
    return re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"])


def _strings(parts: dict[str, str]) -> list[str]:
    found = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"], re.DOTALL)
    return [html.unescape(text) for text in found]


def _pages(parts: dict[str, str]) -> dict[str, str]:
    return {
        name: parts[f"xl/worksheets/sheet{number}.xml"]
        for number, name in enumerate(_names(parts), start=1)
    }


def test_the_sheets_stand_in_their_order(tmp_path: Path, impact: Impact) -> None:
    assert _names(_parts(impact, tmp_path)) == _SHEETS


def test_without_code_lists_there_is_no_sheet_for_them(tmp_path: Path) -> None:
    names = _names(_parts(without_companions(), tmp_path))
    assert names == [name for name in _SHEETS if name != "Code lists"]


def test_the_summary_holds_the_five_sentences(tmp_path: Path, impact: Impact) -> None:
    strings = _strings(_parts(impact, tmp_path))
    assert [text for text in five_sentences(impact) if text not in strings] == []


@pytest.mark.parametrize("term", ["=1+1", "@A1", "http://example.org/", "{=A1}", "0012"])
def test_text_is_text_whatever_it_looks_like(tmp_path: Path, term: str) -> None:
    parts = _parts(with_term(term), tmp_path)
    assert term in _strings(parts)
    for page in _pages(parts).values():
        assert "<f>" not in page
        assert "<f " not in page
        assert "<hyperlink" not in page


def test_every_table_keeps_its_heading_in_sight_and_can_be_filtered(
    tmp_path: Path, impact: Impact
) -> None:
    for name, page in _pages(_parts(impact, tmp_path)).items():
        assert 'state="frozen"' in page
        assert ("<autoFilter" in page) == (name != "Summary")


def test_shares_are_numbers_shown_as_per_cent(tmp_path: Path, impact: Impact) -> None:
    parts = _parts(impact, tmp_path)
    assert 'formatCode="0.0%"' in parts["xl/styles.xml"]
    assert "<v>0.828</v>" in _pages(parts)["Measures direct"]


def test_every_row_says_where_it_is_counted_from(tmp_path: Path, impact: Impact) -> None:
    line = (
        "icd10/uk-5th → icd11/2024-01 by who-10to11-one, 2023-24. "
        "Activity: episodes mentioning the code."
    )
    parts = _parts(impact, tmp_path)
    place = _strings(parts).index(line)
    counted = {name: page.count(f"<v>{place}</v>") for name, page in _pages(parts).items()}
    assert counted["Per code"] == 13
    assert counted["Chapter flow"] == 10
    assert counted["Merges"] == counted["Dropped"] == 1


def test_a_text_longer_than_a_cell_is_cut_and_shown_to_be(tmp_path: Path) -> None:
    strings = _strings(_parts(with_term("x" * 40_000), tmp_path))
    longest = max(strings, key=len)
    assert len(longest) == 32_767
    assert longest.endswith("x…")


def test_the_same_impact_gives_the_same_bytes(tmp_path: Path, impact: Impact) -> None:
    write_xlsx(impact, tmp_path / "one.xlsx")
    write_xlsx(impact, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
