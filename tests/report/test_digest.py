"""The tables a report works out of an impact."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from tests.report.examples import with_rows, without_companions
from workbench.analysis.impact_result import PER_CODE_SCHEMA, Impact
from workbench.report.digest import FlowKind, flows, open_codes, open_portion, residuals_by_chapter
from workbench.report.html import html_report


def test_flows_are_told_apart_by_where_they_lead(impact: Impact) -> None:
    found = [(f.source, f.target, f.kind, f.part.activity) for f in flows(impact)]
    assert found == [
        ("I", "X", FlowKind.NEW, 40),
        ("VI", "07", FlowKind.NEW, 30),
        ("IX", "08", FlowKind.MOVES, 50),
        ("IX", "11", FlowKind.STAYS, 608),
        ("XII", None, FlowKind.NOWHERE, 7),
        ("XIV", "16", FlowKind.STAYS, 160),
        ("XIX", "22", FlowKind.STAYS, 10),
        ("XX", "23", FlowKind.STAYS, 20),
        ("XXII", "25", FlowKind.STAYS, 70),
        ("XXII", None, FlowKind.NOWHERE, 5),
    ]


def test_residual_kinds_add_up_to_the_whole(impact: Impact) -> None:
    rows = residuals_by_chapter(impact)
    assert sum(row.total.codes for row in rows) == 13
    assert sum(row.total.activity for row in rows) == 1000
    for row in rows:
        assert sum(part.activity for part in row.parts.values()) == row.total.activity


def test_a_chapter_shows_its_new_loss(impact: Impact) -> None:
    kidney = next(row for row in residuals_by_chapter(impact) if row.chapter == "XIV")
    assert {kind: part.activity for kind, part in kidney.parts.items()} == {
        "new_loss": 100,
        "as_before": 60,
        "label_only": 0,
        "not_residual": 0,
    }


def test_without_the_foundation_table_there_are_no_residual_kinds() -> None:
    assert residuals_by_chapter(without_companions()) == ()


def test_open_codes_come_by_activity_with_what_is_open(impact: Impact) -> None:
    assert [(row.code, row.reasons) for row in open_codes(impact)] == [
        ("N183", ("2 possible targets",)),
        ("U073", ("a block, not a code", "borrowed from U07")),
        ("B956", ("cannot stand alone",)),
        ("U071", ("a block, not a code",)),
        ("L739", ("no target",)),
        ("U999", ("no target",)),
    ]


def test_a_code_that_leads_to_a_chapter_is_open() -> None:
    chapter = {"target": "07", "target_kind": "chapter"}
    led = with_rows(lambda row: chapter if row["code"] == "G473" else {})
    found = {row.code: row.reasons for row in open_codes(led)}
    assert found["G473"] == ("a chapter, not a code",)
    assert (open_portion(led).codes, open_portion(led).activity) == (7, 252)


def test_a_suppressed_count_is_no_nought_among_the_open_codes_and_its_code_is_counted(
    impact: Impact,
) -> None:
    exact = impact
    rows = exact.per_code.to_pylist()
    hidden = next(row for row in rows if row["code"] == open_codes(exact)[0].code)
    hidden.update(activity=None, suppressed=1)
    hiding = replace(exact, per_code=pa.Table.from_pylist(rows, schema=PER_CODE_SCHEMA))
    last = open_codes(hiding)[-1]
    assert (last.code, last.activity, last.activity_share) == (hidden["code"], None, None)
    totals = [sum(row.total.codes for row in residuals_by_chapter(one)) for one in (exact, hiding)]
    assert totals[0] == totals[1]
    assert ">*</td>" in html_report(hiding)


def test_only_the_first_open_codes_are_listed_but_all_are_counted(impact: Impact) -> None:
    assert [row.code for row in open_codes(impact, limit=2)] == ["N183", "U073"]
    assert (open_portion(impact).codes, open_portion(impact).activity) == (6, 222)


def test_without_the_table_of_alternatives_their_number_is_not_known() -> None:
    rows = open_codes(without_companions())
    assert "N183" not in [row.code for row in rows]
    assert {row.alternatives for row in rows} == {None}
