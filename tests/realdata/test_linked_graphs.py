"""Links, paths and history over the real releases, against plain dictionaries of the files' lines.

The dictionaries are made here from the text of the files, by none of the workbench's readers.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.oracle.who_tables import Tables, read_tables
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.graph.history import current_replacements, gone_concept, replacements
from workbench.graph.linked import LinkedGraphs
from workbench.graph.links import Direction
from workbench.graph.neighbourhood import Steps
from workbench.io.reading import read_graph, read_map
from workbench.mapping.linking import link_graphs
from workbench.mapping.map_set import MapSet
from workbench.workspace import Workspace

pytestmark = pytest.mark.realdata

SAMPLE: Final = "snomed-uk-sample"
TO_ICD10: Final = "999002271000000101"
TO_OPCS4: Final = "1126441000000105"
HEART_FAILURE: Final = "84114007"
NEVER_A_PLACE: Final = ("Y06", "Y07")


def lines(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    (path,) = folder.rglob(pattern)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def mapped(folder: Path, refset: str) -> list[dict[str, Any]]:
    """Give the active rows of a UK map refset in the columns of a map, marks dropped."""
    newest: dict[str, dict[str, str]] = {}
    for row in lines(folder, "*_iisssciRefset_*"):
        known = newest.get(row["id"])
        if row["refsetId"] == refset and (
            known is None or known["effectiveTime"] < row["effectiveTime"]
        ):
            newest[row["id"]] = row
    found = []
    for row in newest.values():
        if row["active"] == "1" and not row["mapTarget"].startswith("#"):
            bare = re.sub(r"(?<=^\w{4}) ?[AD]$", "", row["mapTarget"])
            bare = re.sub(r"(?<=^\w{3})X$", "", bare)
            found.append(
                {
                    "source": row["referencedComponentId"],
                    "target": f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare,
                    "map_block": int(row["mapBlock"]),
                    "map_group": int(row["mapGroup"]),
                    "map_priority": int(row["mapPriority"]),
                }
            )
    return found


def refset(real_data: Path, name: str, number: str) -> MapSet:
    """Give a map of the sample as the workbench reads it."""
    read = read_map(real_data / SAMPLE, refset=number)
    return MapSet(
        name=name,
        kind=read.kind,
        source=read.source_release,
        target=read.target_release,
        table=read.table,
    )


@pytest.fixture(scope="module")
def snomed(real_data: Path) -> CodeGraph:
    read = read_graph(real_data / SAMPLE)
    return build_graph(read.nodes, read.edges, release=read.release, side=read.side)


@pytest.fixture(scope="module")
def to_icd10(real_data: Path) -> list[dict[str, Any]]:
    return mapped(real_data / SAMPLE, TO_ICD10)


@pytest.fixture(scope="module")
def linked(real_data: Path, real_workspace: Workspace, snomed: CodeGraph) -> LinkedGraphs:
    read = read_graph(real_data / "opcs4" / "coding240.tsv")
    opcs4 = build_graph(read.nodes, read.edges, release=read.release)
    return link_graphs(
        [snomed, opcs4, real_workspace.graphs.icd10, real_workspace.graphs.icd11],
        [
            refset(real_data, "uk-icd10", TO_ICD10),
            refset(real_data, "uk-opcs4", TO_OPCS4),
            *(real_workspace.maps[name] for name in ("who-10to11-one", "who-11to10")),
        ],
    )


@pytest.fixture(scope="module")
def who(real_data: Path) -> Tables:
    return read_tables(real_data)


def whos_code(target: str, known: Callable[[str], bool]) -> str | None:
    """Give WHO's code for one of the UK's 5th edition, by the rules of the bridge."""
    head, rest = target[:3], target[4:]
    place = "W00" <= head <= "Y34" and head not in NEVER_A_PLACE and rest.isdecimal()
    tries = [head] if place and rest else []
    tries += [target, f"{head}.{rest[:1]}", head]
    return next((code for code in tries if known(code)), None)


def test_every_row_of_the_uk_map_is_a_link_that_lands_where_the_rules_say(
    linked: LinkedGraphs, snomed: CodeGraph, to_icd10: list[dict[str, Any]]
) -> None:
    icd10 = linked.graph("icd10")
    expected = defaultdict(set)
    for row in to_icd10:
        code = whos_code(row["target"], lambda text: text in icd10.index.ordinals)
        expected[row["source"]].add((row["target"], code, row["map_group"], row["map_priority"]))
    assert len(to_icd10) == 214

    for concept in snomed:
        links = linked.links("snomed", concept, maps=["uk-icd10"])
        found = {(x.target.written, x.target.code, x.map_group, x.map_priority) for x in links}
        assert found == expected.get(concept, set())
        assert {link.target.bridge for link in links} <= {"icd10/uk-5th → icd10/who-2019"}


def test_what_leads_to_a_code_of_who_is_what_leads_from_the_concepts(
    linked: LinkedGraphs, snomed: CodeGraph
) -> None:
    out = {link for code in snomed for link in linked.links("snomed", code, maps=["uk-icd10"])}
    back = {
        link
        for code in {link.target.code for link in out}
        for link in linked.links("icd10", str(code), direction=Direction.IN, maps=["uk-icd10"])
    }

    assert back == out


def test_concepts_are_followed_over_icd_10_to_icd_11_as_the_files_say(
    linked: LinkedGraphs, snomed: CodeGraph, to_icd10: list[dict[str, Any]], who: Tables
) -> None:
    icd10 = linked.graph("icd10")
    expected: dict[str, set[str]] = defaultdict(set)
    for row in to_icd10:
        code = whos_code(row["target"], lambda text: text in icd10.index.ordinals)
        answer = who.one.get(code or "")
        if answer is not None and answer.uri is not None:
            expected[row["source"]].add(answer.expression or answer.uri)
    assert len(expected) == 60

    for concept in snomed:
        paths = linked.paths("snomed", concept, to="icd11", maps=["uk-icd10", "who-10to11-one"])
        ends = {path.links[-1].target.written for path in paths.reached}
        assert ends == expected.get(concept, set())
        assert all(path.derived for path in paths.reached)


def test_the_default_path_takes_the_uk_maps_last_alternative_of_each_group(
    linked: LinkedGraphs,
) -> None:
    """443253003 has nine rows in one group, of which I50.9 is the last."""
    paths = linked.paths("snomed", "443253003", to="icd11", maps=["uk-icd10", "who-10to11-one"])

    assert len(paths) == 9
    assert [path.default for path in paths] == [True, *[False] * (len(paths) - 1)]
    default = paths[0]
    assert [node.code for node in default.nodes] == ["443253003", "I50.9", "BD1Z"]


def test_a_concept_leads_into_opcs_4_too(
    linked: LinkedGraphs, snomed: CodeGraph, real_data: Path
) -> None:
    links = [link for code in snomed for link in linked.links("snomed", code, maps=["uk-opcs4"])]
    rows = mapped(real_data / SAMPLE, TO_OPCS4)

    assert sorted((link.source.code, link.target.code) for link in links) == sorted(
        (row["source"], row["target"]) for row in rows
    )
    assert {(link.target.graph, link.target.bridge) for link in links} == {("opcs4/4.9", None)}


def test_heart_failure_has_a_neighbourhood_in_every_system_its_maps_reach(
    linked: LinkedGraphs,
) -> None:
    around = linked.neighbourhood("icd10", "I50.9", hops=1, hierarchy=Steps.NONE, limit=1_000)

    by_graph = {name for name, _ in around}
    assert by_graph == {"icd10/who-2019", "icd11/2024-01", "snomed/uk-20210317"}
    assert around.graph["left_out"] == 0
    wider = linked.neighbourhood("snomed", HEART_FAILURE, hops=2, limit=60)
    assert len(wider) == 60
    assert wider.graph["left_out"] > 0


def test_the_history_is_the_uk_tables_row_for_row(real_data: Path, snomed: CodeGraph) -> None:
    offered = defaultdict(set)
    names = {}
    for row in lines(real_data / SAMPLE, "xres2_HistorySubstitutionTable_*"):
        offered[row["OLDCONCEPTID"]].add((row["NEWCONCEPTID"], int(row["ISAMBIGUOUS"])))
        names[row["OLDCONCEPTID"]] = row["OLDCONCEPTFSN"]
    concepts = {row["id"]: row["active"] for row in lines(real_data / SAMPLE, "sct2_Concept_*")}

    for old, expected in offered.items():
        found = replacements(snomed, old)
        assert {(each.code, each.ambiguity) for each in found} == expected
        assert list(found) == sorted(found, key=lambda each: (each.ambiguity, int(each.code)))
        gone = gone_concept(snomed, old)
        assert (gone is None) == (old in concepts)
        assert gone is None or gone.fsn == names[old]
        active = {code for code, _ in expected if concepts.get(code) == "1"}
        assert active <= {each.code for each in current_replacements(snomed, old)} | {old}
    assert sum(old in concepts for old in offered) < len(offered)
