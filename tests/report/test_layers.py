"""Layers in the report: each code before and after, in text, page and spreadsheet."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest

from tests.report.examples import per_code_rows, typed_impact
from workbench.analysis.impact_result import PER_CODE_SCHEMA, Impact
from workbench.analysis.layer_schema import LAYER_SCHEMA
from workbench.report.html import html_report
from workbench.report.sentences import text_report
from workbench.report.tables import per_code_metadata
from workbench.report.xlsx import write_xlsx

_EVIDENCE = "In the UK it means this since November 2020 (NHS Digital) & <not> before."


def _effect(
    *, target: str = "QC42.0", code: str = "U073", activity: int | None = 45
) -> dict[str, object]:
    return {
        "code": code,
        "term": "Past COVID-19",
        "activity": activity,
        "layer": "uk-edition",
        "method_before": "parent",
        "key_before": "U07",
        "target_before": "486488173",
        "target_term_before": "words of 486488173",
        "target_kind_before": "block",
        "method": "layer",
        "target": target,
        "target_term": "words of the target",
        "target_kind": "leaf",
        "relation": "equivalent",
        "evidence": _EVIDENCE,
    }


def layered(*effects: dict[str, object]) -> Impact:
    """Give the thirteen codes with a layer that answers for U07.3."""
    impact = typed_impact()
    rows = [
        {**row, "method": "layer", "target": "QC42.0"} if row["code"] == "U073" else row
        for row in per_code_rows()
    ]
    return replace(
        impact,
        releases=replace(impact.releases, layers=("uk-edition",)),
        per_code=pa.Table.from_pylist(rows, schema=PER_CODE_SCHEMA),
        layer_effect=pa.Table.from_pylist(list(effects or (_effect(),)), schema=LAYER_SCHEMA),
    )


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_terminal_tells_before_after_and_why() -> None:
    text = " ".join(text_report(layered()).split())

    assert (
        "Layers: 1 code (7.7%), with 45 in activity (4.5%), is answered by a layer. Without it "
        "1 code (45 in activity) would borrow a parent's row and 0 codes (0 in activity) would "
        "not be found; 0 codes (0 in activity) would have the same target. "
        "U073 Past COVID-19: 45. Before 486488173 (borrowed from its parent, U07), after QC42.0 "
        f"(uk-edition). {_EVIDENCE}"
    ) in text
    assert max(map(len, text_report(layered()).splitlines())) <= 100


def test_the_page_has_a_part_on_layers_with_every_repaired_code() -> None:
    page = html_report(layered())
    section = page.partition('<section id="layers">')[2].partition("</section>")[0]

    assert "What the layers change" in section
    row, _, under = section.partition("<tbody>")[2].partition("</table>")
    assert _plain(row) == (
        "U073 Past COVID-19 45 486488173 words of 486488173 (borrowed from its parent, U07) "
        "QC42.0 words of the target uk-edition equivalent"
    )
    assert f"What this rests on U073 → QC42.0 {_EVIDENCE}" in _plain(under)
    assert '<a href="#layers">' in page
    assert "&lt;not&gt;" in section


def test_the_spreadsheet_has_a_sheet_for_them(tmp_path: Path) -> None:
    write_xlsx(layered(), tmp_path / "report.xlsx")
    with ZipFile(tmp_path / "report.xlsx") as archive:
        book = archive.read("xl/workbook.xml").decode()
        strings = html.unescape(archive.read("xl/sharedStrings.xml").decode())

    names = re.findall(r'<sheet name="([^"]+)"', book)
    assert names[-2:] == ["Layers", "Definitions"]
    assert {"borrowed from its parent, U07", _EVIDENCE} <= set(
        re.findall(r"<si><t[^>]*>(.*?)</t></si>", strings, re.DOTALL)
    )


def test_every_table_names_the_layers_it_was_counted_with() -> None:
    told = per_code_metadata(layered())

    assert told["workbench.layers"] == "uk-edition"
    assert "by who-10to11-one with uk-edition over it, 2023-24" in told["workbench.counted_from"]


def test_a_code_whose_counts_were_all_withheld_has_the_sign_for_it() -> None:
    assert "Past COVID-19: *. Before" in text_report(layered(_effect(activity=None)))


def test_a_terminal_is_told_of_twenty_codes_and_how_many_more_there_are() -> None:
    many = [_effect(code=f"U{number}") for number in range(100, 123)]

    assert "and 3 more" in text_report(layered(*many))


def test_a_layer_that_answers_for_nothing_is_said_to() -> None:
    impact = replace(layered(), layer_effect=LAYER_SCHEMA.empty_table())

    told = "No code of the data is among those the layers have rows for."
    assert told in text_report(impact)
    assert told in html_report(impact)


@pytest.mark.parametrize("words", ["What the layers change", "#layers", "a layer's row <code"])
def test_without_layers_the_page_does_not_speak_of_them(words: str) -> None:
    assert words not in html_report(typed_impact())


def test_without_layers_neither_terminal_nor_tables_do() -> None:
    assert "ayer" not in text_report(typed_impact())
    assert "workbench.layers" not in per_code_metadata(typed_impact())
