"""From any code along the maps, each way, with map, release and bridge told."""

from __future__ import annotations

import pytest

from tests.mapping.linked_examples import (
    ICD10,
    ICD11,
    SNOMED,
    UK5,
    icd10,
    icd11,
    map_between,
    one,
    snomed,
    uk,
    world,
)
from workbench.core.codes import parse_release
from workbench.errors import InputError, UnknownCodeError, UnknownNameError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.linked import LinkedGraphs
from workbench.graph.links import Direction, End, Link
from workbench.mapping.linking import link_graphs

BRIDGE = "icd10/uk-5th → icd10/who-2019"


def told(linked: LinkedGraphs, graph: str, code: str, direction: Direction) -> list[str]:
    return [str(link) for link in linked.links(graph, code, direction=direction)]


def test_a_link_names_its_map_release_and_bridge() -> None:
    (link,) = world().links("snomed", "60")

    assert link == Link(
        source=End(
            graph="snomed/uk-invented",
            release="snomed/uk-invented",
            code="60",
            term="Fall at home",
            written="60",
        ),
        target=End(
            graph="icd10/who-2019",
            release="icd10/who-2019",
            code="X59",
            term="Some exposure",
            written="X59.0",
            bridge=BRIDGE,
            method="place4",
        ),
        map="uk",
        relation="unspecified",
        row=2,
    )
    assert (link.bridge, link.derived) == (f"{BRIDGE} (place4)", False)


def test_a_concept_leads_into_every_system_that_a_map_leads_to_in_coding_order() -> None:
    assert told(world(), "snomed", "40", Direction.OUT) == [
        "snomed/uk-invented#40 → opcs4/4.9#X29.2  [operations, unspecified]",
        f"snomed/uk-invented#40 → icd10/who-2019#A91  [uk, unspecified, over {BRIDGE} (exact)]",
        f"snomed/uk-invented#40 → icd10/who-2019#A90  [uk, unspecified, over {BRIDGE} (exact)]",
    ]


def test_a_code_is_told_what_reaches_it_and_what_it_reaches() -> None:
    linked = world()
    reached = ["icd11/2024-01#1D20 → icd10/who-2019#A90  [back, equivalent]"]
    reaches = ["icd10/who-2019#A90 → icd11/2024-01#1D20  [one, unspecified]"]
    from_uk = [
        f"snomed/uk-invented#40 → icd10/who-2019#A90  [uk, unspecified, over {BRIDGE} (exact)]"
    ]

    assert told(linked, "icd10", "A90", Direction.IN) == [*reached, *from_uk]
    assert told(linked, "icd10", "A90", Direction.OUT) == reaches
    assert told(linked, "icd10", "A90", Direction.BOTH) == [*reached, *reaches, *from_uk]


@pytest.mark.parametrize(
    ("concept", "written", "lands", "method"),
    [("60", "X59.0", "X59", "place4"), ("70", "M45.X0", "M45", "fifth")],
)
def test_a_uk_code_lands_where_the_bridge_carries_it_and_is_found_from_there(
    concept: str, written: str, lands: str, method: str
) -> None:
    linked = world()
    (out,) = linked.links("snomed", concept)
    (back,) = linked.links("icd10", lands, direction=Direction.IN)

    assert (out.target.code, out.target.written, out.target.method) == (lands, written, method)
    assert back == out


def test_a_uk_place_of_occurrence_is_never_whos_subcode() -> None:
    assert world().links("icd10", "X59.0", direction=Direction.BOTH) == ()


def test_a_borrowed_parent_is_labelled_derived_from_both_ends() -> None:
    linked = world()
    (out,) = linked.links("snomed", "30")

    assert (out.target.code, out.target.written, out.target.method) == ("A91", "A91.7", "parent")
    assert out.derived
    assert out in linked.links("icd10", "A91", direction=Direction.IN)


def test_a_stated_no_map_is_a_link_to_nothing_with_its_reason() -> None:
    (link,) = world().links("snomed", "20")

    assert (link.target.code, link.no_map, link.no_map_text) == (None, "not_classifiable", "#NC")
    assert str(link) == "snomed/uk-invented#20 → no map: not_classifiable  [uk, unspecified]"


def test_a_code_without_a_row_has_no_link() -> None:
    links = world().links("snomed", "10", direction=Direction.BOTH)

    assert links == ()
    assert repr(links) == "no links"


def test_an_expression_is_one_node_in_its_normal_form_and_no_link_of_its_parts() -> None:
    linked = world()
    (out,) = linked.links("icd10", "A91")

    assert (out.target.code, out.target.written) == ("1D20&XS01&XS02", "1D20&XS02&XS01")
    assert not out.target.held
    for spelling in ("1D20&XS02&XS01", "1D20&XS01&XS02"):
        assert linked.links("icd11", spelling, direction=Direction.IN) == (out,)
    assert linked.links("icd11", "XS01", direction=Direction.IN) == ()


def test_a_block_that_a_map_names_by_its_number_is_found_both_ways() -> None:
    linked = world()
    (out,) = linked.links("icd10", "M45")

    assert (out.target.code, out.target.written) == ("BlockL1-1D2", "122")
    for spelling in ("BlockL1-1D2", "122", "http://id.who.int/icd/release/11/mms/122"):
        assert linked.links("icd11", spelling, direction=Direction.IN) == (out,)


def test_a_target_whose_graph_is_not_held_keeps_the_code_and_release_of_the_map() -> None:
    (link,) = link_graphs([icd10()], [one()]).links("icd10", "A90")

    assert link.target == End(
        graph=None, release="icd11/2024-01", code="1D20", written="1D20", held=False
    )
    assert str(link) == "icd10/who-2019#A90 → icd11/2024-01#1D20  [one, unspecified]"


def test_a_target_that_its_graph_lacks_is_told_as_written_and_not_held() -> None:
    odd = map_between("odd", ICD10, ICD11, [{"source": "A90", "target": "1D99"}])
    (link,) = link_graphs([icd10(), icd11()], [odd]).links("icd10", "A90")

    assert (link.target.code, link.target.held) == ("1D99", False)


def test_a_chapter_is_not_carried_by_form() -> None:
    """Cut to three characters, VIII would be VII, and the block M45-M49 would be M45."""
    maps = map_between(
        "odd", SNOMED, UK5, [{"source": "40", "target": c} for c in ("VIII", "XIV", "M45-M49")]
    )
    links = link_graphs([snomed(), icd10()], [maps]).links("snomed", "40")

    found = {link.target.code: (link.target.held, link.target.method) for link in links}
    assert found == {
        "VIII": (True, "exact"),
        "XIV": (False, "none"),
        "M45-M49": (False, "none"),
    }


def test_a_graph_of_the_uk_edition_asks_whos_maps_over_the_bridge() -> None:
    ours = build_graph(
        nodes_table({"code": "X59.0", "kind": "subcategory"}), edges_table(), release=UK5
    )
    linked = link_graphs([ours, icd10(), icd11()], [one(), uk()])
    (out,) = linked.links("icd10/uk-5th", "X59.0")

    assert (out.source.graph, out.source.code, out.source.written, out.source.method) == (
        "icd10/uk-5th",
        "X59.0",
        "X59",
        "place4",
    )
    assert out.no_map == "none_in_table"
    assert [
        (link.source.code, link.target.code, link.target.bridge)
        for link in linked.links("icd10/uk-5th", "X59.0", direction=Direction.IN)
    ] == [("60", "X59.0", None)]


def test_the_ws_own_name_of_a_graph_and_a_bare_system_are_understood() -> None:
    linked = world()

    assert linked.links("icd10/who-2019", "A90") == linked.links("icd10", "A90")


def test_only_the_maps_asked_for_answer() -> None:
    links = world().links("snomed", "40", maps=["operations"])

    assert [link.map for link in links] == ["operations"]


def test_many_codes_are_one_question() -> None:
    linked = world()
    codes = ["60", "40", "10"]

    links = linked.links("snomed", codes, direction="both", maps="uk")

    each = [link for code in codes for link in linked.links("snomed", code, direction="both")]
    assert list(links) == sorted(link for link in each if link.map == "uk")
    assert [link.source.code for link in links] == ["40", "40", "60"]
    assert linked.links("snomed", []) == ()


def test_what_is_not_known_is_refused_by_name() -> None:
    linked = world()
    with pytest.raises(UnknownCodeError, match=r"code 'A99' is not in icd10/who-2019"):
        linked.links("icd10", "A99")
    with pytest.raises(UnknownNameError, match=r"no map 'onne' here; held: back, one, operat"):
        linked.links("icd10", "A90", maps=["onne"])
    with pytest.raises(InputError, match=r"direction 'up' is not one of out, in, both"):
        linked.links("icd10", "A90", direction="up")
    with pytest.raises(UnknownCodeError, match=r"\(a code is text, not int\)"):
        linked.links("snomed", 40)  # type: ignore[arg-type]
    with pytest.raises(UnknownCodeError, match=r"\(a code is text, not NoneType\)"):
        linked.links("icd11", [None])  # type: ignore[list-item]
    with pytest.raises(UnknownNameError, match=r"no one graph 'icd9' here; held: snomed/uk-inv"):
        linked.links("icd9", "A90")
    with pytest.raises(UnknownCodeError, match=r"code 'XS09' is not in icd11/2024-01"):
        linked.links("icd11", "1D20&XS09")
    with pytest.raises(InputError, match=r"'1D20&' is no ICD-11 expression"):
        linked.links("icd11", "1D20&")


def test_a_map_without_releases_has_no_links() -> None:
    nobody = map_between("nobody", ICD10, ICD11, [{"source": "A90", "target": "1D20"}])
    stranger = type(nobody)(name="nobody", kind="csv", source=None, target=None, table=nobody.table)

    assert link_graphs([icd10(), icd11()], [stranger]).links("icd10", "A90") == ()


def test_nothing_is_opened_before_it_is_asked() -> None:
    opened: list[str] = []

    def open_graph(word: str) -> object:
        opened.append(word)
        raise UnknownNameError(word)

    linked = LinkedGraphs(
        open_graph=open_graph,  # type: ignore[arg-type]
        releases={"a": snomed().release, "b": icd10().release},
        maps=[],
    )

    assert repr(linked) == "<LinkedGraphs: 2 graphs, 0 maps>"
    assert opened == []


def test_links_show_themselves_as_a_table() -> None:
    links = world().links("snomed", "40")

    frame = links.to_pandas()[["map", "target", "map_priority", "bridge"]].fillna("")
    assert frame.to_numpy().tolist() == [
        ["operations", "X29.2", 1, ""],
        ["uk", "A91", 1, f"{BRIDGE} (exact)"],
        ["uk", "A90", 2, f"{BRIDGE} (exact)"],
    ]
    shown = links._repr_html_()
    assert shown.count("<tr>") == 4
    assert "icd10/who-2019#A91" in shown


def test_a_release_that_no_bridge_joins_has_no_links() -> None:
    other = build_graph(
        nodes_table({"code": "A90", "kind": "category"}),
        edges_table(),
        release=parse_release("icd10/other"),
    )

    assert link_graphs([other, icd11()], [one()]).links("icd10", "A90") == ()
