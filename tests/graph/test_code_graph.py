"""Asking a graph about one code, and that nobody can change it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.graph.examples import ICD10, ICD11, diamond, heart
from workbench.core.codes import Kind, Mark, ResidualKind
from workbench.errors import GraphStructureError, InputError, UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.concept import Concept


def _entities() -> CodeGraph:
    base = "http://id.who.int/icd/release/11/mms"
    return build_graph(
        nodes_table(
            {"code": "01", "kind": "chapter", "uri": f"{base}/1435254666"},
            {"code": "588616678", "kind": "block", "uri": f"{base}/588616678"},
            {"code": "1A00", "kind": "category", "uri": f"{base}/257068234"},
            {
                "code": "1A03.Y",
                "kind": "category",
                "residual_kind": "other",
                "uri": f"{base}/344162786/other",
            },
        ),
        edges_table(("588616678", "01"), ("1A00", "588616678"), ("1A03.Y", "588616678")),
        release=ICD11,
    )


# One code


def test_lookup_gives_all_that_is_known_of_a_code() -> None:
    assert heart().lookup("I43") == Concept(
        release=ICD10,
        code="I43",
        term="Cardiomyopathy in …",
        fsn=None,
        kind=Kind.CATEGORY,
        active=True,
        assignable=False,
        residual=False,
        residual_kind=None,
        mark=Mark.ASTERISK,
        uri=None,
        depth=2,
        parents=(("I30-I52", "Other heart disease"),),
        children=(("I43.8", "In others"),),
        ancestor_count=2,
        descendant_count=1,
    )


def test_a_residual_says_which_it_is() -> None:
    concept = heart()["F03"]
    assert (concept.residual, concept.residual_kind) == (True, ResidualKind.UNSPECIFIED)


def test_a_marked_code_is_printed_with_its_mark() -> None:
    graph = heart()
    assert (graph["I43.8"].printed, graph["I21.0"].printed) == ("I43.8*", "I21.0")


def test_term_kind_and_depth_answer_without_a_concept() -> None:
    graph = heart()
    assert graph.term("I21.0") == "Anterior wall"
    assert graph.kind("I21.0") is Kind.SUBCATEGORY
    assert graph.depth("I21.0") == 3


def test_use_and_assignment_are_asked_without_a_concept_and_false_of_what_is_not_there() -> None:
    index = heart().index
    codes = ("I21.0", "I21", "I21.X")
    assert [index.is_active(code) for code in codes] == [True, True, False]
    assert [index.is_assignable(code) for code in codes] == [True, False, False]


def test_membership_is_asked_by_code() -> None:
    graph = heart()
    assert "I21.0" in graph
    assert "i21.0" not in graph
    assert 21 not in graph


@pytest.mark.parametrize(
    "spelling",
    [
        "1A03.Y",
        "344162786/other",
        "http://id.who.int/icd/release/11/mms/344162786/other",
        "http://id.who.int/icd/release/11/2024-01/mms/344162786/other",
    ],
)
def test_an_entity_answers_to_every_spelling_of_its_uri(spelling: str) -> None:
    graph = _entities()
    assert graph.resolve(spelling) == "1A03.Y"
    assert spelling in graph
    assert graph.subsumes("http://id.who.int/icd/entity/1435254666", spelling)


def test_an_entity_without_a_code_stands_by_its_number() -> None:
    assert _entities().resolve("http://id.who.int/icd/release/11/mms/588616678") == "588616678"


def test_the_end_of_a_uri_means_nothing_outside_icd11() -> None:
    nodes = nodes_table({"code": "A00", "uri": "http://id.who.int/icd/entity/257068234"})
    assert "257068234" not in build_graph(nodes, edges_table(), release=ICD10)


def test_an_ordinal_out_of_range_is_refused() -> None:
    with pytest.raises(InputError, match="ordinal 11 is not in icd10/example, expected 0 to 10"):
        heart().code_at(11)
    with pytest.raises(InputError, match="ordinal -1"):
        heart().code_at(-1)


# Hierarchy


def test_the_nearest_of_a_kind_may_be_the_code_itself_or_none() -> None:
    graph = heart()
    assert graph.nearest_of_kind("I21.0", Kind.CHAPTER) == "IX"
    assert graph.nearest_of_kind("I21.0", Kind.BLOCK) == "I20-I25"
    assert graph.nearest_of_kind("IX", Kind.CHAPTER) == "IX"
    assert graph.nearest_of_kind("F03", Kind.BLOCK) is None


def test_a_code_is_its_own_lowest_common_ancestor() -> None:
    assert heart().lowest_common_ancestors("I21.0") == ["I21.0"]


def test_of_a_code_and_its_ancestor_the_ancestor_is_common() -> None:
    assert heart().lowest_common_ancestors("I21.0", "I20-I25") == ["I20-I25"]


def test_under_different_roots_nothing_is_common() -> None:
    assert heart().lowest_common_ancestors("I21.0", "F03") == []


def test_two_parents_can_both_be_lowest() -> None:
    graph = build_graph(
        nodes_table(*({"code": code} for code in "ABCD")),
        edges_table(("C", "A"), ("C", "B"), ("D", "A"), ("D", "B")),
        release=ICD10,
    )
    assert graph.lowest_common_ancestors("C", "D") == ["A", "B"]


def test_common_ancestors_of_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="no code was given"):
        heart().lowest_common_ancestors()


def test_depth_and_nearness_take_the_shortest_path() -> None:
    graph = diamond()
    assert graph.depth("bottom") == 2
    assert graph.ancestors("bottom") == ["left", "lower", "right", "top"]


# Unknown codes


@pytest.mark.parametrize(
    "ask",
    [
        CodeGraph.lookup,
        CodeGraph.resolve,
        CodeGraph.term,
        CodeGraph.kind,
        CodeGraph.depth,
        CodeGraph.ordinal,
        CodeGraph.parents,
        CodeGraph.children,
        CodeGraph.ancestors,
        CodeGraph.descendants,
        CodeGraph.ancestors_or_self,
        CodeGraph.descendants_or_self,
        CodeGraph.lowest_common_ancestors,
        lambda graph, code: graph.subsumes("IX", code),
        lambda graph, code: graph.subsumes(code, "IX"),
        lambda graph, code: graph.nearest_of_kind(code, Kind.CHAPTER),
        lambda graph, code: graph[code],
    ],
)
def test_every_question_about_an_unknown_code_names_its_neighbours(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnknownCodeError) as refused:
        ask(heart(), "I21.o")
    assert str(refused.value) == (
        "code 'I21.o' is not in icd10/example. Near spellings: I21.0, I21.1, I21.9"
    )


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(UnknownCodeError) as refused:
        heart().lookup("x" * 10_000)
    assert len(str(refused.value)) < 200


# Nobody changes a graph


def test_no_attribute_of_a_graph_can_be_set() -> None:
    graph = heart()
    for field in dataclasses.fields(graph):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(graph, field.name, None)


def test_no_array_of_a_graph_can_be_written() -> None:
    graph = heart()
    arrays = [*graph.arrays().values(), graph.ancestor_ordinals("I21.0")]
    for array in arrays:
        assert array.dtype == np.int32
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_graph_travels_to_another_process_and_can_be_copied() -> None:
    for other in (pickle.loads(pickle.dumps(heart())), copy.deepcopy(heart())):  # noqa: S301 - our own bytes
        assert other.ancestors("I21.0") == ["I21", "I20-I25", "IX"]
        assert other.subsumes("IX", "I43.8")


# Parts


def test_a_graph_is_the_sum_of_its_parts_memory_mapped(tmp_path: Path) -> None:
    graph = heart()
    with pa.ipc.new_file(str(tmp_path / "concepts.arrow"), graph.concepts.schema) as writer:
        writer.write_table(graph.concepts)
    for name, array in graph.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    arrays = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in graph.arrays()}
    with pa.memory_map(str(tmp_path / "concepts.arrow")) as source:
        concepts = pa.ipc.open_file(source).read_all()
        opened = CodeGraph.from_parts(
            release=ICD10, name="icd10/example", concepts=concepts, arrays=arrays
        )
        assert isinstance(opened.hierarchy.depth, np.memmap)
        assert "codes" not in vars(opened.index), "opening reads no code"
        assert [opened.lookup(code) for code in opened] == [graph.lookup(code) for code in graph]
        assert opened.ancestors("I21.0") == graph.ancestors("I21.0")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"depth": None}, "array 'depth' is missing"),
        ({"parents_indptr": None}, "array 'parents_indptr' is missing"),
        ({"depth": np.zeros(3, np.int32)}, "parents have 11 rows, but 3 depths"),
        ({"children_indices": np.zeros(2, np.int32)}, "rows end at 9, but 2 ordinals are there"),
        ({"children_indices": np.zeros(9, np.int64)}, "holds 1-d int64, expected 1-d int32"),
        ({"depth": np.zeros(11, np.int64)}, "but 11 depths of int64"),
        ({"parents_indptr": np.zeros(0, np.int32)}, "rows end at nothing"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    change: dict[str, np.ndarray | None], sentence: str
) -> None:
    graph = heart()
    changed = {**graph.arrays(), **change}
    arrays = {name: array for name, array in changed.items() if array is not None}
    with pytest.raises(GraphStructureError, match=sentence):
        CodeGraph.from_parts(release=ICD10, concepts=graph.concepts, arrays=arrays)


def test_concepts_that_do_not_fit_are_refused() -> None:
    graph = heart()
    with pytest.raises(GraphStructureError, match="has 10 concepts, but its arrays have 11 rows"):
        CodeGraph.from_parts(release=ICD10, concepts=graph.concepts.slice(1), arrays=graph.arrays())
    with pytest.raises(GraphStructureError, match="lack the column 'mark'"):
        CodeGraph.from_parts(
            release=ICD10, concepts=graph.concepts.drop_columns("mark"), arrays=graph.arrays()
        )
