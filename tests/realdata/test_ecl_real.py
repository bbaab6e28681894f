"""Expressions over real releases against plain sets made from the files by independent code."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from tests.graph.ecl_oracle import LONG, World, satisfying, written
from tests.oracle.rf2_tables import read_release
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import read_graph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.realdata

SEED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """A release as the workbench reads it, and as sets that independent code read."""

    ours: CodeGraph
    theirs: World

    def agree(self, asked: tuple[Any, ...]) -> int:
        """See that both select the same, and give how many."""
        expected = satisfying(self.theirs, asked)
        found = self.ours.ecl(written(asked, words={})).codes
        assert sorted(found) == sorted(expected), asked
        return len(found)


def listed(path: Path) -> list[str]:
    """Give the codes of a list, from the column whose heading holds "code" and not "desc"."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (column,) = (name for name in rows[0] if "code" in name.lower() and "desc" not in name.lower())
    return [row[column].strip() for row in rows]


def graph_of(path: Path) -> CodeGraph:
    read = read_graph(path)
    return build_graph(read.nodes, read.edges, release=read.release, side=read.side)


@pytest.fixture(scope="module", params=["sample", "generated"])
def release(request: pytest.FixtureRequest, real_data: Path) -> Both:
    folder = (
        request.getfixturevalue("generated_rf2")
        if request.param == "generated"
        else real_data / "snomed-uk-sample"
    )
    raw = read_release(folder)
    hierarchy = nx.DiGraph((up, code) for code, above in raw.parents.items() for up in above)
    hierarchy.add_nodes_from(raw.active)
    world = World(
        hierarchy=hierarchy,
        active=frozenset(code for code, active in raw.active.items() if active),
        attributes=tuple((source, kind, target) for source, kind, target, _, _ in raw.attributes),
        members=tuple(raw.members),
    )
    return Both(ours=graph_of(folder), theirs=world)


def test_every_operator_selects_the_same_of_every_concept(release: Both) -> None:
    codes = sorted(release.theirs.hierarchy)
    for operator in sorted(set(LONG) - {"^"}):
        assert sum(release.agree((operator, ("code", code))) for code in codes[:150]) > 0


def test_every_attribute_selects_the_same_by_any_and_by_each_value(release: Both) -> None:
    types = sorted({kind for _, kind, _ in release.theirs.attributes})
    pairs = sorted({(kind, to) for _, kind, to in release.theirs.attributes if to is not None})
    everything = ("any",)
    for kind in types:
        for comparison in ("=", "!="):
            value = ("attribute", ("<<", ("code", kind)), comparison, everything)
            assert bool(release.agree(("refined", everything, value))) == (comparison == "=")
    for kind, target in pairs[:150]:
        attribute = ("attribute", ("code", kind), "=", ("<<", ("code", target)))
        assert release.agree(("refined", everything, attribute)) or not any(
            source in release.theirs.active
            for source, *row in release.theirs.attributes
            if row == [kind, target]
        )


def test_every_reference_set_selects_its_members(release: Both) -> None:
    refsets = sorted({refset for refset, _ in release.theirs.members})
    assert sum(release.agree(("^", ("code", refset))) for refset in refsets) > 0
    assert release.agree(("^", ("any",))) > 0
    assert release.agree(("<<", ("^", ("code", refsets[0])))) > 0


@pytest.mark.slow
def test_three_hundred_drawn_expressions_select_the_same(release: Both) -> None:
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    codes = sorted(release.theirs.hierarchy)
    rows = sorted(row for row in release.theirs.attributes if row[2] is not None)

    def leaf() -> tuple[Any, ...]:
        operator = draw.choice(["<", "<<", "<!", ">>", ">", "<<!", ">>!"])
        return draw.choice(
            [("any",), ("code", draw.choice(codes)), (operator, ("code", draw.choice(codes)))]
        )

    def attribute() -> tuple[Any, ...]:
        _, kind, target = draw.choice(rows)
        name = draw.choice([("code", kind), ("<<", ("code", kind)), ("any",)])
        above = draw.choice(
            [("code", target), ("<<", ("code", target)), ("<<", (">!", ("code", target)))]
        )
        return ("attribute", name, draw.choice(["=", "=", "=", "!="]), above)

    def refined() -> tuple[Any, ...]:
        several = (draw.choice(["AND", "OR"]), attribute(), attribute())
        return ("refined", leaf(), draw.choice([attribute(), several]))

    made = (leaf, refined)
    sizes = [
        release.agree(
            (draw.choice(["AND", "OR", "MINUS"]), draw.choice(made)(), draw.choice(made)())
        )
        for _ in range(300)
    ]
    assert sum(size > 0 for size in sizes) > 100


def test_a_published_code_list_is_an_expression_that_selects_its_codes_and_all_below(
    real_data: Path,
) -> None:
    graph = graph_of(real_data / "icd10" / "icd102019syst_codes.txt")
    codes = [code for code in graph if "-" not in code and not code.isalpha()]
    asked = 0
    for path in sorted((real_data / "codelists").rglob("*ICD*.csv")):
        held = [code for code in listed(path) if code in graph]
        expected = [code for code in codes if any(code.startswith(one) for one in held)]
        assert graph.ecl(" OR ".join(f"<< {code}" for code in held)).codes == expected
        asked += bool(expected)
    assert asked == 40


def test_blocks_and_chapters_are_asked_by_their_codes(real_data: Path) -> None:
    icd10 = graph_of(real_data / "icd10" / "icd102019syst_codes.txt")
    assert len(icd10.ecl("<! *")) == len(icd10) - len(icd10.roots())
    assert icd10.ecl("<! I20-I25").codes == ["I20", "I21", "I22", "I23", "I24", "I25"]
    assert icd10.ecl(">> D63.0*").codes == ["III", "D60-D64", "D63", "D63.0"]
    opcs4 = graph_of(real_data / "opcs4" / "coding240.tsv")
    found = opcs4.ecl("<< X63")
    assert (found.codes, found.retired) == ([], ("X63",))
    icd11 = graph_of(real_data / "icd11-2024-01" / "SimpleTabulation-ICD-11-MMS-en.txt")
    assert icd11.ecl("<! BA00").codes == ["BA00.0", "BA00.1", "BA00.2", "BA00.Y", "BA00.Z"]
    assert icd11.ecl("<< V").codes == icd11.descendants_or_self("V")
