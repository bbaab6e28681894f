"""A loss report tells what a file does not hold, entry by entry and field by field."""

from __future__ import annotations

from workbench.io.loss import LossReport, Lost, lost_columns
from workbench.mapping.schema import map_table

TABLE = map_table(
    {
        "source": ["B20", "A10", "A9"],
        "target": ["1A00", None, "1A01"],
        "no_map": [None, "needs_detail", None],
        "map_group": [2, 1, 1],
        "rule": ["TRUE", "", None],
        "profile": ["uk", "uk", "uk"],
        "confidence": [0.5, None, 1.0],
        "line": [2, 3, 4],
    }
)


def test_a_default_and_an_empty_text_say_nothing_that_could_be_lost() -> None:
    lost = lost_columns(TABLE, ["map_group", "map_block", "rule", "relation", "provenance"])
    assert list(lost) == [
        Lost(source="B20", field="map_group", value="2"),
        Lost(source="B20", field="rule", value="TRUE"),
    ]


def test_values_are_told_by_source_and_then_in_the_order_of_the_columns() -> None:
    lost = lost_columns(TABLE, ["confidence", "no_map", "map_group"])
    assert [(one.source, one.field, one.value) for one in lost] == [
        ("A10", "no_map", "needs_detail"),
        ("A9", "confidence", "1.0"),
        ("B20", "map_group", "2"),
        ("B20", "confidence", "0.5"),
    ]
    assert lost.fields == {"map_group": 1, "no_map": 1, "confidence": 2}


def test_what_is_said_of_the_whole_map_is_lost_once() -> None:
    assert list(lost_columns(TABLE, ["profile"])) == [
        Lost(source=None, field="profile", value="uk")
    ]


def test_a_report_of_nothing_is_empty() -> None:
    lost = LossReport.together([])
    assert (len(lost), list(lost), lost.fields, repr(lost)) == (
        0,
        [],
        {},
        "<LossReport: nothing lost>",
    )
