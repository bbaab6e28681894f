"""Who is a member of which reference set, whatever else the set says of its members."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_map_samples import INT_FILE, INT_ICD10, int_map, int_row
from tests.io.rf2_samples import FEVER, OLD_FEVER, description_id, member
from tests.io.samples import laid_out
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import read_graph

#: Why a component is inactive: an attribute-value reference set.
INACTIVATION: Final = "900000000000489007"
SAME_AS: Final = "900000000000527005"
AXIOMS: Final = "733073007"
DUPLICATE: Final = "900000000000482003"
VALUES_FILE: Final = INT_FILE.replace("iisssccRefset_ExtendedMap", "cRefset_AttributeValue")
AXIOMS_FILE: Final = INT_FILE.replace("der2_iissscc", "sct2_s").replace("ExtendedMap", "OWLAxiom")
HEADINGS: Final = "id effectiveTime active moduleId refsetId referencedComponentId valueId"


def graph(tmp_path: Path, more: dict[str, str]) -> CodeGraph:
    found = read_graph(laid_out(tmp_path / "release", {**rf2.international(), **more}))
    return build_graph(found.nodes, found.edges, release=found.release, side=found.side)


def file_of(*rows: str) -> str:
    return "".join(f"{row}\r\n" for row in (HEADINGS.replace(" ", "\t"), *rows))


def test_the_sources_of_a_map_are_the_members_of_its_reference_set(tmp_path: Path) -> None:
    rows = [
        int_row(41, FEVER, "R509"),
        int_row(42, FEVER, "R508", group=2),
        int_row(43, rf2.MARSH, "R508", active=0),
    ]
    held = graph(tmp_path, int_map(rows))
    assert held.members_of(INT_ICD10) == [FEVER]
    assert held.refsets_of(FEVER) == [INT_ICD10]


def test_of_values_and_associations_the_concepts_are_members_and_descriptions_are_not(
    tmp_path: Path,
) -> None:
    retired = [
        member(43, INACTIVATION, OLD_FEVER, DUPLICATE),
        member(44, INACTIVATION, description_id(107), DUPLICATE),
    ]
    held = graph(tmp_path, {VALUES_FILE: file_of(*retired)})
    assert held.refsets_of(OLD_FEVER) == [INACTIVATION, SAME_AS]
    pairs = [tuple(row.values())[:2] for row in held.side.members.to_pylist()]
    assert (INACTIVATION, OLD_FEVER) in pairs
    assert (INACTIVATION, description_id(107)) not in pairs


def test_the_reference_set_of_axioms_holds_everything_and_is_left(tmp_path: Path) -> None:
    axioms = file_of(member(45, AXIOMS, FEVER, "SubClassOf(:1 :2)"))
    assert graph(tmp_path, {AXIOMS_FILE: axioms}).members_of(AXIOMS) == []


def test_a_member_that_is_no_identifier_is_refused_in_any_reference_set(tmp_path: Path) -> None:
    wrong = file_of(member(43, INACTIVATION, "24700008", DUPLICATE))
    with pytest.raises(InputError, match=r"Value.*:2, column 'referencedComponentId': .*check"):
        graph(tmp_path, {VALUES_FILE: wrong})
