"""Targets chosen by record on real and generated maps, against a plain reading of the rows."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from tests.oracle.rf2_tables import read_release, walk
from tests.oracle.rule_oracle import OPEN, Case, choose
from tests.realdata.test_rf2_maps import INT_ICD10, UK_ICD10, grouped, map_of, plain_rows, printed
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import read_graph, read_map
from workbench.mapping.advice import Advice, parse_advice
from workbench.mapping.batch import translate_many
from workbench.mapping.batch_answers import answer_rows
from workbench.mapping.map_set import MapSet
from workbench.mapping.record import at_encounter
from workbench.mapping.translate import translate

pytestmark = [pytest.mark.realdata]

SAMPLE: Final = "snomed-uk-sample"
RECORDS: Final = [(45, "f"), (None, None), (0, "m")]


def graph_in(folder: Path) -> CodeGraph:
    found = read_graph(folder)
    return build_graph(found.nodes, found.edges, release=found.release, side=found.side)


@pytest.fixture(scope="module", params=["sample", "generated"])
def folder(request: pytest.FixtureRequest, real_data: Path) -> Path:
    if request.param == "generated":
        generated: Path = request.getfixturevalue("generated_rf2")
        return generated
    return real_data / SAMPLE


def test_every_rule_is_answered_as_a_plain_reading_answers_it(folder: Path) -> None:
    """Each source by itself, and beside a concept that a rule of it asks for."""
    maps, graph = map_of(read_map(folder, refset=INT_ICD10)), graph_in(folder)
    parents = read_release(folder).parents
    asked = 0
    for source, groups in grouped(plain_rows(folder, INT_ICD10)).items():
        rules = [row["mapRule"] for rows in groups.values() for row in rows]
        wanted = {rule.split("|")[0].split()[1] for rule in rules if rule.startswith("IFA ")}
        asked += len(wanted)
        below = [next(iter(graph.descendants(code)), code) for code in sorted(wanted)]
        for said in ([], sorted(wanted), below):
            above = frozenset(code for one in said for code in (one, *walk(parents, one)))
            record = at_encounter(age=45, sex="f", concepts=said)
            (answer,) = translate(maps, source, source_graph=graph, record=record)
            expected = {
                group: choose([(row["mapRule"], row["mapTarget"]) for row in rows], case)
                for group, rows in groups.items()
                for case in [Case(age=45, sex="f", concepts=above)]
            }
            assert {(t.map_group, (t.target, t.mark)) for t in answer.targets} == {
                (group, printed(goal)) for group, goal in expected.items() if goal and goal != OPEN
            }
            assert bool(answer.needs) == (OPEN in expected.values())
    assert (asked > 0) == (folder.name != SAMPLE)


@pytest.mark.parametrize("refset", [UK_ICD10, INT_ICD10])
def test_a_batch_of_records_answers_as_one_by_one(folder: Path, refset: str) -> None:
    maps, graph = map_of(read_map(folder, refset=refset)), graph_in(folder)
    codes = [*maps.sources[:400], *graph.roots()[:20]]
    records = [(code, *known) for code in codes for known in RECORDS]
    column, ages, sexes = (list(part) for part in zip(*records, strict=True))
    table = translate_many(maps, column, ages=ages, sexes=sexes, source_graph=graph)
    found = defaultdict(list)
    for row in table.drop_columns("source").to_pylist():
        found[row.pop("record")].append(tuple(row.values()))
    for number, (code, age, sex) in enumerate(records):
        known = at_encounter(age=age, sex=sex)
        (answer,) = translate(maps, code, source_graph=graph, record=known)
        assert found[number] == [tuple(row) for row in answer_rows(answer)]
    assert len(found) == len(records)


def test_a_million_records_of_the_sample_are_counted_as_their_concepts_are(
    real_data: Path,
) -> None:
    maps: MapSet = map_of(read_map(real_data / SAMPLE, refset=UK_ICD10))
    sources = np.array(maps.sources)
    drawn = np.random.default_rng(1).integers(0, len(sources), 1_000_000)
    table = translate_many(maps, sources[drawn])
    one = {code: len(answer_rows(translate(maps, code)[0])) for code in maps.sources}
    assert table.num_rows == sum(one[code] for code in sources[drawn].tolist())


def test_all_advice_of_the_sample_is_understood(real_data: Path) -> None:
    tokens = [
        token
        for refset in (UK_ICD10, INT_ICD10)
        for row in plain_rows(real_data / SAMPLE, refset)
        for token in parse_advice(row["mapAdvice"])
    ]
    assert {token.about for token in tokens} == {
        Advice.CHOOSE,
        Advice.ADDITIONAL_POSSIBLE,
        Advice.ADDITIONAL_MANDATORY,
    }
