"""``impact --layer``, and the layer that is built in, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid

IMPACT = ("impact", "files/usage.csv", "--map", "one")
LAYER = """\
# source: icd10/uk-5th
# target: icd11/2024-01
source,source_term,target,relation,evidence
U07.3,Past illness,BA41.Z,equivalent,Said here.
"""


def methods(document: dict[str, list[dict[str, object]]]) -> dict[object, object]:
    return {
        row["value"]: row["codes"] for row in document["measures"] if row["measure"] == "method"
    }


@pytest.fixture
def layered(world: Path, call: CommandLine) -> Path:
    (world / "files/mine.csv").write_text(LAYER, encoding="utf-8")
    call.text("map", "add", "files/mine.csv")
    return world


@pytest.mark.usefixtures("layered")
def test_a_layer_changes_a_method_and_nothing_else_of_the_document_s_form(
    call: CommandLine,
) -> None:
    before, after = call.document(*IMPACT), call.document(*IMPACT, "--layer", "mine")

    assert_valid("impact", after)
    assert list(after) == list(before)
    assert after["releases"] == before["releases"]
    assert "layer" not in methods(before)
    assert methods(after)["layer"] == 1
    assert sum(map(int, map(str, methods(after).values()))) == before["dataset"]["codes"]
    assert any(note.startswith("Layer 'mine' answers for") for note in after["dataset"]["notes"])


@pytest.mark.usefixtures("layered")
def test_the_text_tells_each_repaired_code_before_and_after(call: CommandLine) -> None:
    text = " ".join(call.text(*IMPACT, "--layer", "mine").split())

    assert "U073 Past illness: " in text
    assert "(borrowed from its parent, U07), after BA41.Z (mine). Said here." in text


@pytest.mark.usefixtures("layered")
def test_the_last_layer_wins(call: CommandLine, layered: Path) -> None:
    (layered / "files/other.csv").write_text(LAYER.replace("BA41.Z", "BA00.Z"), encoding="utf-8")
    call.text("map", "add", "files/other.csv")

    for names, target in ((("mine", "other"), "BA00.Z"), (("other", "mine"), "BA41.Z")):
        options = [word for name in names for word in ("--layer", name)]
        assert f"after {target} ({names[-1]})" in " ".join(call.text(*IMPACT, *options).split())


@pytest.mark.usefixtures("world")
def test_the_layer_that_is_built_in_is_held_like_any_map(call: CommandLine) -> None:
    added = call.document("map", "add", "builtin:uk-edition")

    assert_valid("map", added)
    assert {name: added[name] for name in ("name", "kind", "source", "target", "entries")} == {
        "name": "uk-edition",
        "kind": "csv",
        "source": "icd10/uk-5th",
        "target": "icd11/2024-01",
        "entries": 14,
    }
    answer = json.dumps(call.document("map", "translate", "uk-edition", "U07.3"))
    assert '"target": "QC42.0"' in answer


@pytest.mark.usefixtures("world")
def test_the_layer_that_is_built_in_need_not_be_held(call: CommandLine) -> None:
    # This world holds another release's corner, in which the layer's targets are missing.
    for word in ("uk-edition", "builtin:uk-edition"):
        said = call.refused(*IMPACT, "--layer", word)
        assert said.startswith("map 'uk-edition' leads from ")


@pytest.mark.usefixtures("world")
def test_a_layer_that_nobody_holds_is_refused(call: CommandLine) -> None:
    assert call.refused(*IMPACT, "--layer", "nowhere").startswith("no map 'nowhere'")


@pytest.mark.usefixtures("layered")
def test_a_layer_of_another_edition_than_the_data_s_is_refused(call: CommandLine) -> None:
    said = call.refused(*IMPACT, "--layer", "mine", "--edition", "who2019")
    assert "the data are coded in icd10/who-2019 and layer 'mine' leads from icd10/uk-5th" in said
