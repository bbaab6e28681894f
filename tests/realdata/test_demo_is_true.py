"""The demo is composed, and true: every code, parent, target and relation is one WHO gives.

Only the wording and the weights are the demo's own, and they have to be.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.demo.content import by_source, concepts, graph_rows, map_rows, usage_rows
from tests.oracle.who_tables import read_tables, read_usage, uri_tail
from workbench.io.reading import read_graph

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.who_tables import Row, Tables

pytestmark = pytest.mark.realdata

#: The largest share of terms that may read as the publisher's title does: names that cannot be
#: said otherwise.
SAME_WORDING = 0.05

#: Rows that no table of WHO has, each with the reason it was composed. None in this first form.
COMPOSED: Final[dict[tuple[str, str], str]] = {}

#: Sources for which WHO's table of alternatives has candidates that the demo leaves out.
FEWER: Final = {"E10.0", "E10.1", "E10.6", "E11.6", "G81.9", "L73.9"}

RELATION: Final = {"Equivalent": "equivalent", "Subclass": "source-is-narrower-than-target"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of the tabulation; ``above`` runs from the chapter down."""

    kind: str
    leaf: bool
    residual_kind: str
    uri: str
    title: str
    above: tuple[str, ...]


def _code(row: dict[str, str]) -> str:
    if row["ClassKind"] == "chapter":
        return row["ChapterNo"]
    return row["Code"] or row["BlockId"] or uri_tail(row["Linearization URI"])


def _node(row: dict[str, str], title: str, above: tuple[str, ...]) -> Node:
    last = row["Linearization URI"].rsplit("/", 1)[1]
    coded = row["ClassKind"] == "category"
    return Node(
        kind="extension" if coded and row["ChapterNo"] == "X" else row["ClassKind"],
        leaf=row["isLeaf"] == "True",
        residual_kind=last if last in {"other", "unspecified"} else "",
        uri=row["Linearization URI"],
        title=title,
        above=above,
    )


@pytest.fixture(scope="module")
def tabulation(real_data: Path) -> dict[str, Node]:
    path = real_data / "icd11-2024-01" / "SimpleTabulation-ICD-11-MMS-en.txt"
    found: dict[str, Node] = {}
    above: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            title = re.sub(r"^(- )*", "", row["Title"])
            depth = (len(row["Title"]) - len(title)) // 2
            above = above[:depth]
            found[_code(row)] = _node(row, title, tuple(above))
            above.append(_code(row))
    return found


@pytest.fixture(scope="module")
def tables(real_data: Path) -> Tables:
    return read_tables(real_data)


def _answer(row: Row, tables: Tables) -> str:
    """Give an answer as the demo writes it: an expression, a block's code, or nothing."""
    if row.uri is None:
        return ""
    return row.expression or tables.by_tail[row.uri].code


def test_every_node_is_in_the_tabulation_with_its_kind_residual_kind_and_uri(
    tabulation: dict[str, Node],
) -> None:
    for code, row in concepts().items():
        node = tabulation[code]
        assert (row["kind"], row["residual_kind"]) == (node.kind, node.residual_kind), code
        assert row["uri"] in {node.uri, ""}, code


def test_every_parent_is_the_nearest_true_ancestor_that_the_demo_keeps(
    tabulation: dict[str, Node],
) -> None:
    typed = concepts()
    for code, row in typed.items():
        kept = [above for above in tabulation[code].above if above in typed]
        assert row["parent"] == (kept[-1] if kept else ""), code


def test_a_category_is_a_leaf_in_the_demo_exactly_when_it_is_one_in_icd11(
    tabulation: dict[str, Node],
) -> None:
    typed = concepts()
    parents = {row["parent"] for row in typed.values()}
    for code, row in typed.items():
        if row["kind"] == "category":
            assert (code not in parents) == tabulation[code].leaf, code


def test_every_target_is_the_one_of_the_published_table(tables: Tables) -> None:
    for row in map_rows("icd10-icd11"):
        if (row["source"], row["target"]) not in COMPOSED:
            assert row["target"] == _answer(tables.one[row["source"]], tables), row


def test_every_alternative_is_one_of_the_published_table(tables: Tables) -> None:
    typed = by_source("icd10-icd11-alternatives")
    published = {
        code: {_answer(row, tables) for row in tables.many.get(code, [])}
        for code in by_source("icd10-icd11")
    }
    candidates = {(code, target) for code, targets in typed.items() for target in targets}
    fewer = {code for code, targets in published.items() if targets - set(typed.get(code, []))}

    assert {(code, to) for code, to in candidates if to not in published[code]} == set(COMPOSED)
    assert fewer == FEWER


def test_every_way_back_is_the_one_of_the_published_table(tables: Tables) -> None:
    for row in map_rows("icd11-icd10"):
        back = tables.back[uri_tail(row["source_uri"])]
        assert (row["target"], row["target_chapter"]) == (back.code, back.chapter), row


def test_every_relation_is_the_one_of_the_published_table(real_data: Path) -> None:
    path = real_data / "icd11-2024-01" / "foundation_10To11MapToOneCategory.txt"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    published = {fields[2]: fields for fields in lines}
    for row in map_rows("icd10-foundation"):
        entity, _, relation, levels = published[row["source"]][5:9]
        typed = (row["no_map_text"] or row["target"], row["relation"], row["levels"])
        if row["no_map"]:
            assert typed == (entity, "", ""), row
        else:
            assert typed == (entity.rsplit("/", 1)[1], RELATION[relation], levels), row


def _says_residual(title: str) -> bool:
    said = ("unspecified", "not otherwise specified", "not elsewhere classified")
    lowered = title.lower()
    return any(words in lowered for words in said) or bool(re.search(r"\bother\b", lowered))


def test_our_wording_says_residual_exactly_when_the_title_does(tables: Tables) -> None:
    for row in map_rows("icd10-icd11"):
        title = tables.one[row["source"]].title
        assert _says_residual(row["source_term"]) == _says_residual(title), row


def _same(pairs: list[tuple[str, str]]) -> float:
    return sum(ours.casefold() == theirs.casefold() for ours, theirs in pairs) / len(pairs)


def test_the_terms_are_not_the_publishers_titles(
    tabulation: dict[str, Node], tables: Tables
) -> None:
    eleven = [(row["term"], tabulation[code].title) for code, row in concepts().items()]
    ten = [(row["source_term"], tables.one[row["source"]].title) for row in map_rows("icd10-icd11")]

    assert _same(eleven) <= SAME_WORDING
    assert _same(ten) <= SAME_WORDING


def test_what_the_sample_of_snomed_ct_holds_is_active_there_and_has_the_tag_typed(
    real_data: Path,
) -> None:
    nodes = read_graph(real_data / "snomed-uk-sample").nodes
    held = nodes.select(["code", "semantic_tag", "active"]).to_pylist()
    typed = graph_rows("snomed")
    both = {row["code"]: row for row in held if row["code"] in typed}

    assert len(both) >= 40
    assert [
        code
        for code, row in both.items()
        if (row["semantic_tag"], str(row["active"]).lower())
        != (typed[code]["semantic_tag"], typed[code]["active"])
    ] == []


def test_every_code_of_opcs4_is_one_of_version_4_9_or_used_in_4_10(real_data: Path) -> None:
    with (real_data / "opcs4" / "coding240.tsv").open(encoding="utf-8") as file:
        older = {line.split("\t", 1)[0] for line in file}
    codes = [code for code in graph_rows("opcs4") if len(code) > 1]

    assert [code for code in codes if code.replace(".", "") not in older] == ["X52.2"]


@pytest.mark.parametrize("year", ["2014-04-01", "2023-04-01"])
def test_the_weights_are_not_the_published_counts(real_data: Path, year: str) -> None:
    published = dict(read_usage(real_data, year).rows)
    typed = [row for row in usage_rows() if row["start_date"] == year]

    assert [row for row in typed if published.get(row["icd10_code"]) == int(row["usage"])] == []
