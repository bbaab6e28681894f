"""Maps worked out from real ones: each row is one that following by hand gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import ReleaseMismatchError
from workbench.mapping.bridge import Edition, normalise
from workbench.workspace import Workspace

UK = "999002271000000101"


@pytest.fixture(scope="module")
def linked(real_workspace: Workspace, real_data: Path) -> Workspace:
    real_workspace.add_map(real_data / "snomed-uk-sample", name="composed/uk", refset=UK)
    return real_workspace


def test_the_uk_map_followed_by_who_s_gives_what_following_by_hand_gives(linked: Workspace) -> None:
    uk, who = linked.maps["composed/uk"], linked.maps["who-10to11-one"]
    found = linked.compose("composed/uk", "who-10to11-one", name="x")
    by_hand = []
    for entry in uk:
        key = normalise(str(entry.target), who, edition=Edition.UK5).key
        assert key is not None
        by_hand.append((entry.source, entry.map_block, entry.map_group, who[key][0].target))
    made = [(e.source, e.map_block, e.map_group, e.target) for e in found.map_set]
    assert found.left_out == ()
    assert sorted(made, key=str) == sorted(by_hand, key=str)
    assert {str(entry.provenance) for entry in found.map_set} == {"derived"}


def test_who_s_table_turned_round_leads_from_each_target_to_all_its_codes(
    linked: Workspace,
) -> None:
    who = linked.maps["who-10to11-one"]
    found = linked.invert("who-10to11-one", name="y").map_set
    assert {(e.target, e.source) for e in found} == {
        (entry.source, entry.target) for entry in who if entry.target is not None
    }
    assert {entry.target for entry in found["5A11"]} >= {"E11.0", "E11.9"}


def test_the_uk_and_the_international_map_differ_where_their_last_rows_do(
    linked: Workspace, real_data: Path
) -> None:
    who = linked.graphs["icd10/who-2019"].name
    folder = real_data / "snomed-uk-sample"
    linked.add_map(folder, name="composed/int", refset="447562003", target=who)
    found = linked.compare("composed/uk", "composed/int")
    tables = [linked.maps[name].to_pandas() for name in ("composed/uk", "composed/int")]
    first, second = (
        table[table["map_block"] == 1]
        .sort_values("map_priority")
        .groupby(["source", "map_group"])["target"]
        .last()
        .groupby("source")
        .agg(list)
        for table in tables
    )
    same = {source for source in first.index if first[source] == second.get(source)}
    answered = {row.source for row in found if row.second != ("(asks)",)}
    mild = {"none", "mark"}
    assert {row.source for row in found if row.difference in mild} == same & answered
    assert len(found) == len(set(first.index) & set(second.index))


def test_a_map_to_operations_is_not_compared_with_one_to_diseases(
    linked: Workspace, real_data: Path
) -> None:
    folder = real_data / "snomed-uk-sample"
    linked.add_map(folder, name="composed/opcs", refset="1126441000000105")
    with pytest.raises(ReleaseMismatchError, match=r"'composed/opcs' to opcs4/4\.9; only"):
        linked.compare("composed/uk", "composed/opcs")
