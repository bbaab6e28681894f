"""``graph show`` and its neighbours on concepts that are retired, or that only history knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import FEVER, MARSH, MARSH_FEVER, OLD_FEVER, TOP, concept_id
from tests.io.samples import laid_out

GONE = concept_id(300)


@pytest.fixture(autouse=True)
def release(call: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the invented release of two packages, with a table of substitutions."""
    rows = (
        (GONE, MARSH_FEVER, "3", "Damp (of marshes) (disorder)"),
        (GONE, OLD_FEVER, "0", "Damp (of marshes) (disorder)"),
        (MARSH, TOP, "1", "Marsh (place)"),
    )
    table = {f"{rf2.QUERY_TABLE}/{rf2.HISTORY_FILE}": rf2.history(*rows)}
    folder = laid_out(tmp_path / "files", {**rf2.international(), **rf2.united_kingdom(), **table})
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(tmp_path / "ws"))
    call.document("init", "--empty", tmp_path / "ws")
    call.document("graph", "add", folder, "--as", "snomed")


def test_a_retired_concept_names_what_replaces_it(call: CommandLine) -> None:
    document = call.document("graph", "show", "snomed", OLD_FEVER)

    assert_valid("concept", document)
    assert not document["active"]
    assert document["replaced_by"] == [
        {
            "code": MARSH_FEVER,
            "term": "Marsh fever",
            "association": "same_as",
            "ambiguity": None,
        }
    ]
    assert call.text("graph", "show", "snomed", OLD_FEVER).splitlines()[-1] == (
        f"  replaced by: {MARSH_FEVER}  Marsh fever  (same as; ambiguity not stated)"
    )


def test_a_concept_that_only_history_knows_is_shown_and_not_unknown(call: CommandLine) -> None:
    document = call.document("graph", "show", "snomed", GONE)

    assert_valid("concept", document)
    offered = document.pop("replaced_by")
    assert document == {
        "code": GONE,
        "term": "Damp (of marshes)",
        "fsn": "Damp (of marshes) (disorder)",
        "kind": "concept",
        "active": False,
        "assignable": False,
        "residual": False,
        "residual_kind": None,
        "mark": None,
        "uri": None,
        "depth": None,
        "parents": [],
        "children": [],
        "ancestors": 0,
        "descendants": 0,
        "maps": [],
    }
    assert [(row["code"], row["association"], row["ambiguity"]) for row in offered] == [
        (OLD_FEVER, "uk_substitution", 0),
        (MARSH_FEVER, "uk_substitution", 3),
    ]


def test_the_text_tells_every_replacement_and_where_a_retired_one_leads(call: CommandLine) -> None:
    assert call.text("graph", "show", "snomed", GONE).splitlines() == [
        f"{GONE}  Damp (of marshes)",
        (
            "  concept, not assignable, retired; known to the history of the release only; "
            "0 ancestors, 0 descendants"
        ),
        f"  replaced by: {OLD_FEVER}  Swamp fever  (uk substitution; unambiguous)",
        f"      retired itself; replaced in its turn by {MARSH_FEVER} Marsh fever",
        (f"  replaced by: {MARSH_FEVER}  Marsh fever  (uk substitution; very ambiguous, 3 of 3)"),
    ]


def test_a_concept_that_history_calls_old_and_the_release_active_is_both(
    call: CommandLine,
) -> None:
    document = call.document("graph", "show", "snomed", MARSH)

    assert document["active"]
    assert [row["code"] for row in document["replaced_by"]] == [TOP]
    assert "  still active; its history offers: " in call.text("graph", "show", "snomed", MARSH)


@pytest.mark.parametrize(
    "words",
    [
        ["graph", "ancestors", "snomed", GONE],
        ["graph", "descendants", "snomed", GONE],
        ["graph", "subsumes", "snomed", FEVER, GONE],
    ],
)
def test_every_other_command_names_what_replaces_it(call: CommandLine, words: list[str]) -> None:
    assert call.refused(*words) == (
        f"code '{GONE}' is not in snomed/uk-20310131, but its history replaces it by "
        f"{MARSH_FEVER} or {OLD_FEVER}"
    )
