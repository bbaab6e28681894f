"""Layers in an impact: counted apart, told before and after, and silent where none is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.examples import ACTIVITY, column, counts, maps
from tests.mapping.examples import map_set
from workbench.analysis.impact import impact
from workbench.analysis.impact_codes import ImpactMaps
from workbench.analysis.impact_measures import LAYERED_MEASURES, MEASURES
from workbench.analysis.impact_result import Impact
from workbench.core.codes import parse_release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.bridge import Edition
from workbench.mapping.map_set import MapSet

#: I21.1 borrows its parent's row, I25 leads to a block, I64 is no loss; B59 has no row.
ROWS: list[dict[str, Any]] = [
    {
        "source": "I21.1",
        "source_term": "Inferior infarction",
        "target": "BA41.0",
        "relation": "source-is-narrower-than-target",
        "evidence": "The table knows its parent only.",
    },
    {"source": "I25", "target": "BA41.Y", "relation": "equivalent", "evidence": "No block."},
    {"source": "B59", "target": "BA41.Z", "source_term": "Invented", "evidence": "No row."},
]
#: The activity of the examples, with a code that the map has no row for.
WITH_B59 = {**ACTIVITY, "B59X": 6}


def layer(*rows: dict[str, Any], source: str = "icd10/uk-5th", name: str = "uk") -> MapSet:
    made = map_set(list(rows) or ROWS, name=name)
    return MapSet(
        name=name, kind="csv", source=parse_release(source), target=made.target, table=made.table
    )


def answer(*layers: MapSet, **changes: Any) -> Impact:  # noqa: ANN401 - any field
    return impact(counts(WITH_B59), maps(layers=layers, **changes))


def methods(found: Impact, table: str = "measures") -> dict[str, tuple[int, int]]:
    return {
        row["value"]: (row["codes"], row["activity"])
        for row in getattr(found, table).to_pylist()
        if row["measure"] == "method"
    }


def test_a_layers_rows_are_found_by_a_method_of_their_own_among_the_direct_ones() -> None:
    before, after = answer(), answer(layer())

    assert methods(before) == {
        "exact": (5, 65),
        "xfill": (3, 118),
        "place4": (2, 42),
        "fifth": (0, 0),
        "parent": (1, 4),
        "none": (1, 6),
    }
    assert methods(after) == {
        "exact": (5, 65),
        "xfill": (2, 108),
        "place4": (2, 42),
        "fifth": (0, 0),
        "layer": (3, 20),
        "parent": (0, 0),
        "none": (0, 0),
    }
    assert methods(after, "measures_direct")["layer"] == (3, 20)


def test_each_code_a_layer_answers_for_is_told_before_and_after() -> None:
    names = ("code", "term", "activity", "layer", "method_before", "key_before", "target_before")
    after = ("method", "target", "target_kind", "relation", "evidence")
    rows = answer(layer()).layer_effect.select([*names, *after]).to_pylist()

    assert [tuple(row.values()) for row in rows] == [
        (
            *("I25X", "Chronic ischaemic", 10, "uk", "xfill", "I25", "BlockL1-BA0"),
            *("layer", "BA41.Y", "leaf", "equivalent", "No block."),
        ),
        (
            *("B59X", "Invented", 6, "uk", "none", None, None),
            *("layer", "BA41.Z", "leaf", "unspecified", "No row."),
        ),
        (
            *("I211", "Inferior infarction", 4, "uk", "parent", "I21", "BA41"),
            *("layer", "BA41.0", "leaf", "source-is-narrower-than-target"),
            "The table knows its parent only.",
        ),
    ]


def test_the_notes_say_what_each_layer_answers_for() -> None:
    unused = layer({"source": "Z99", "target": "BA41"}, name="unused")
    notes = answer(layer(), unused).dataset.notes

    assert [note for note in notes if note.startswith("Layer")] == [
        (
            "Layer 'uk' answers for 3 codes (20 episodes mentioning the code), of 3 it has rows "
            "for. Without it, by method: none 1 code (6 episodes mentioning the code); parent 1 "
            "code (4 episodes mentioning the code); xfill 1 code (10 episodes mentioning the code)."
        ),
        "Layer 'unused' answers for 0 codes: no code of the data is among its 1.",
    ]


def test_a_layer_named_twice_is_told_once() -> None:
    notes = answer(layer(), layer()).dataset.notes

    assert sum(note.startswith("Layer 'uk' answers for 3 codes") for note in notes) == 1


def test_a_layer_whose_rows_say_another_layer_of_their_own_is_told_under_its_name() -> None:
    stacked = layer({"source": "B59", "target": "BA41.Z", "layer": "older"}, name="mine")
    found = answer(stacked)

    assert found.layer_effect["layer"].to_pylist() == ["older"]
    assert [note for note in found.dataset.notes if note.startswith("Layer")] == [
        (
            "Layer 'mine' answers for 1 code (6 episodes mentioning the code), of 1 it has rows "
            "for. Without it, by method: none 1 code (6 episodes mentioning the code)."
        )
    ]


def test_the_result_names_its_layers_and_the_document_has_no_key_more() -> None:
    before, after = answer(), answer(layer())

    assert (before.releases.layers, after.releases.layers) == ((), ("uk",))
    assert after.to_dict().keys() == before.to_dict().keys()
    assert after.to_dict()["releases"] == before.to_dict()["releases"]


def test_without_a_layer_named_nothing_is_told_of_layers() -> None:
    found = answer()

    assert found.layer_effect.num_rows == 0
    assert "layer" not in methods(found)
    assert "Layer" not in " ".join(found.dataset.notes)
    assert LAYERED_MEASURES.keys() == MEASURES.keys()


def test_a_layer_does_not_touch_what_it_has_no_row_for() -> None:
    names = ("method", "target", "residual_kind", "many_targets", "round_trip", "merged")
    before, after = answer(), answer(layer({"source": "B59", "target": "BA41.0"}))
    for name in names:
        kept = column(after, name)
        kept["B59X"] = column(before, name)["B59X"]
        assert kept == column(before, name), name


def test_whether_a_repair_keeps_all_is_said_by_its_own_relation() -> None:
    rows = [
        {"source": "I25", "target": "BA41.Z", "relation": "equivalent"},
        {"source": "I64", "target": "BA41.Y", "source_term": "Stroke"},
        {"source": "B59", "target": "BA41.Y", "source_term": "Invented, unspecified"},
    ]
    kinds = column(answer(layer(*rows)), "residual_kind")

    assert {code: kinds[code] for code in ("I25X", "I64X", "B59X")} == {
        "I25X": "label_only",
        "I64X": "new_loss",
        "B59X": "as_before",
    }


def test_a_repair_is_its_own_only_alternative() -> None:
    many, offered = (
        column(answer(layer({"source": "I25", "target": "BA41.Y"})), name)
        for name in ("many_targets", "alternatives")
    )
    assert (column(answer(), "many_targets")["I25X"], many["I25X"]) == ("true", "false")
    assert offered["I25X"] == "BA41.Y"


def test_a_stated_no_map_in_a_layer_takes_the_target_away() -> None:
    nothing = {"source": "I64", "no_map": "not_in_scope", "no_map_text": "not here"}
    found = answer(layer(nothing))

    assert (column(found, "method")["I64X"], column(found, "target")["I64X"]) == ("layer", None)


def test_the_words_of_a_repaired_target_are_the_graph_s() -> None:
    row = {"source": "I64", "target": "8B11", "target_term": "our own words"}
    assert column(answer(layer(row)), "target_term")["I64X"] == "Stroke"


def test_a_row_borrowed_from_a_layer_is_told_as_borrowed() -> None:
    found = answer(layer({"source": "I21", "target": "BA41.0"}))

    assert column(found, "method")["I211"] == "parent"
    assert found.layer_effect.select(["code", "method_before", "method", "target"]).to_pylist() == [
        {"code": "I211", "method_before": "parent", "method": "parent", "target": "BA41.0"}
    ]


def test_a_suppressed_count_stays_unknown() -> None:
    from workbench.core.suppression import IN_HOSPITAL

    told = counts({"I25X": 0}, suppressed={"I25X": IN_HOSPITAL})
    found = impact(told, maps(layers=(layer(),)))
    assert found.layer_effect["activity"].to_pylist() == [None]


# --- What is refused ----------------------------------------------------------------------------


def test_a_layer_of_the_uk_s_edition_is_refused_for_data_of_who_s() -> None:
    with pytest.raises(ReleaseMismatchError) as refused:
        impact(counts(WITH_B59), maps(layers=(layer(),)), edition=Edition.WHO2019)
    assert str(refused.value).startswith(
        "the data are coded in icd10/who-2019 and layer 'uk' leads from icd10/uk-5th: "
        "icd10/who-2019 and icd10/uk-5th are different releases and no bridge joins them"
    )


def test_a_companion_is_refused_as_a_layer() -> None:
    multiple = map_set([{"source": "I10", "target": "BA00"}], kind="who-10to11-multiple", name="m")
    with pytest.raises(InputError, match="give it with --alternatives, not with --layer"):
        answer(multiple)


def test_a_layer_that_leads_to_no_code_of_the_release_is_refused() -> None:
    with pytest.raises(
        InputError, match="map 'uk' leads from I25 to '9Z99', which icd11/2024-01 does not"
    ):
        answer(layer({"source": "I25", "target": "9Z99"}))


def test_maps_without_layers_are_as_they_were() -> None:
    assert ImpactMaps(map_set=maps().map_set, target_graph=maps().target_graph).layers == ()
