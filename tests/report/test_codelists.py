"""Code lists in the report: what the columns mean, and what stands where there is no figure."""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.analysis.impact_result import CodelistImpact, Impact
from workbench.report.codelist_words import CODELIST_SHARES, CODELIST_TERMS
from workbench.report.sections_codelists import codelist_section
from workbench.report.sections_tables import definitions_section, dropped_section
from workbench.report.sheets import Sheet, sheets

_TAIL = "Shares are of all"


def _section(impact: Impact) -> str:
    section = codelist_section(impact)
    assert section is not None
    return section


def _cells(impact: Impact) -> dict[str, list[str]]:
    rows = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', _section(impact))
    return {
        re.sub("<.*", "", name): re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in rows
    }


def _sheet(impact: Impact, name: str) -> Sheet:
    return next(sheet for sheet in sheets(impact) if sheet.name == name)


def _without_alternatives(impact: Impact) -> Impact:
    lists = tuple(replace(row, low=None, high=None) for row in impact.codelists)
    return replace(impact, codelists=lists, releases=replace(impact.releases, alternatives=None))


def test_a_list_has_its_figures_in_the_order_of_the_headings(impact: Impact) -> None:
    assert _cells(impact)["kidney"] == ["1", "100", "160", "100", "100", "100%", "62.5%"]
    assert "not in the data: N18.4" in _section(impact)


def test_a_list_of_another_system_is_not_unknown_but_does_not_apply(impact: Impact) -> None:
    assert _cells(impact)["opcs_hip"] == ["n/a"] * 7
    assert "a list of OPCS-4, the data are ICD-10" in _section(impact)
    assert "n/a (not applicable): the reason stands under the list" in _section(impact)
    assert "not known" not in _section(impact)


def test_where_every_list_has_its_figures_nothing_is_said_of_those_that_have_none(
    impact: Impact,
) -> None:
    whole = replace(impact, codelists=impact.codelists[:1])
    assert "n/a" not in _section(whole)


def test_without_alternatives_low_and_high_are_not_known_and_the_page_says_why(
    impact: Impact,
) -> None:
    bare = _without_alternatives(impact)
    assert _cells(bare)["kidney"][3:5] == ["not known", "not known"]
    assert _cells(bare)["opcs_hip"] == ["n/a"] * 7
    assert "No table of alternatives is held, so low and high are not known." in _section(bare)
    rows = list(_sheet(bare, "Code lists").rows)
    assert rows[0][-2] == "no table of alternatives is held, so low and high are not known"
    assert rows[1][-2] == "a list of OPCS-4, the data are ICD-10"


def test_a_list_with_no_target_has_no_ppv(impact: Impact) -> None:
    lost = replace(impact.codelists[0], activity_after=0, sensitivity=0.0, ppv=None, why="none")
    assert _cells(replace(impact, codelists=(lost,)))["kidney"][-2:] == ["0%", "n/a"]


def test_ratios_of_a_list_are_not_said_to_be_of_the_whole_dataset(impact: Impact) -> None:
    assert _TAIL not in _section(impact)
    assert CODELIST_SHARES in _section(impact)
    sheet = _sheet(impact, "Code lists")
    assert [str(row[-1]).endswith(CODELIST_SHARES) for row in sheet.rows] == [True, True]


def test_what_has_no_shares_says_nothing_of_shares(impact: Impact) -> None:
    assert _TAIL not in dropped_section(impact)
    assert _TAIL not in definitions_section(impact)


def test_every_column_of_a_list_is_explained_on_the_page_and_in_the_sheet(impact: Impact) -> None:
    section = _section(impact)
    headings = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", section)
    assert headings[:2] == ["List", "Listed codes"]
    explained = {word for term in CODELIST_TERMS for word in term.term.casefold().split(" and ")}
    assert {heading.casefold() for heading in headings[1:]} == explained
    assert all(f"<dt>{term.term}</dt>" in section for term in CODELIST_TERMS)
    rows = [row for row in _sheet(impact, "Definitions").rows if row[0] == "code lists"]
    assert [row[3:] for row in rows] == [(term.term, term.meaning) for term in CODELIST_TERMS]


def test_a_page_without_lists_has_no_section_for_them(impact: Impact) -> None:
    empty: tuple[CodelistImpact, ...] = ()
    assert codelist_section(replace(impact, codelists=empty)) is None
