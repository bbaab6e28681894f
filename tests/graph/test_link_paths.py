"""A code followed over several maps, each step told; a path is never a union of choices."""

from __future__ import annotations

import pytest

from tests.mapping.linked_examples import coding19, icd10, icd11, one, snomed, uk, world
from workbench.core.codes import CodeSystem
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.link_paths import PathEnd
from workbench.graph.links import Direction
from workbench.mapping.linking import link_graphs

BRIDGE = "icd10/uk-5th → icd10/who-2019"


def test_a_concept_is_followed_over_icd_10_to_icd_11_step_by_step() -> None:
    paths = world().paths("snomed", "40", to=CodeSystem.ICD11)

    assert [str(path) for path in paths] == [
        (
            f"snomed/uk-invented#40 → icd10/who-2019#A91 [uk, over {BRIDGE} (exact)] "
            "→ icd11/2024-01#1D20&XS01&XS02 [one]  (derived)"
        ),
        (
            f"snomed/uk-invented#40 → icd10/who-2019#A90 [uk, over {BRIDGE} (exact)] "
            "→ icd11/2024-01#1D20 [one]  (derived)"
        ),
    ]
    assert [path.derived for path in paths] == [True, True]
    assert paths.left_out == 0


@pytest.mark.parametrize(
    ("concept", "end", "steps"),
    [
        ("60", PathEnd.NO_MAP, ["X59", None]),
        ("20", PathEnd.NO_MAP, [None]),
        ("70", PathEnd.REACHED, ["M45", "BlockL1-1D2"]),
        ("10", PathEnd.UNMAPPED, []),
    ],
)
def test_a_path_says_how_it_ends(concept: str, end: PathEnd, steps: list[str | None]) -> None:
    (path,) = world().paths("snomed", concept, to="icd11")

    assert (path.end, [node.code for node in path.nodes[1:]]) == (end, steps)


def test_a_step_that_no_map_goes_on_from_is_told_as_unmapped() -> None:
    linked = link_graphs([snomed(), icd10(), icd11()], [uk(), one()])
    (path,) = linked.paths("icd10", "A90", to="icd11")
    assert path.end is PathEnd.REACHED
    assert not path.derived

    (stuck,) = linked.paths("icd10", "X59.9", to="icd11")
    assert str(stuck) == "icd10/who-2019#X59.9  (ends here: no map has a row for it)"


def test_the_path_of_rows_taken_where_nobody_says_more_is_the_default() -> None:
    (path,) = world().paths("icd10", "A90", to="icd11")

    assert path.default
    assert str(path) == "icd10/who-2019#A90 → icd11/2024-01#1D20 [one]  (default)"


def test_a_code_is_followed_against_the_maps() -> None:
    paths = world().paths("icd11", "1D20", to="snomed", direction=Direction.IN)

    assert [[node.code for node in path.nodes] for path in paths] == [["1D20", "A90", "40"]]
    assert [link.map for link in paths[0].links] == ["one", "uk"]


def test_where_several_editions_are_held_a_path_goes_on_from_the_one_that_leads_on() -> None:
    """Coding 19 is the home of UK codes where it is held, and no map leads on from it."""
    linked = link_graphs([coding19(), snomed(), icd10(), icd11()], [uk(), one()])

    (link,) = linked.links("snomed", "70")
    assert (link.target.graph, link.target.code) == ("icd10/ukb-19", "M45.X0")
    (path,) = linked.paths("snomed", "70", to="icd11")
    assert str(path) == (
        f"snomed/uk-invented#70 → icd10/who-2019#M45 [uk, over {BRIDGE} (fifth)] "
        "→ icd11/2024-01#BlockL1-1D2 [one]  (derived)"
    )


def test_only_the_maps_named_are_followed() -> None:
    (path,) = world().paths("snomed", "40", to="icd11", maps=["operations", "one"])

    assert (path.end, path.links) == (PathEnd.UNMAPPED, ())


def test_no_more_paths_are_given_than_asked_for_and_the_others_are_counted() -> None:
    paths = world().paths("snomed", "40", to="icd11", limit=1)

    assert (len(paths), paths.left_out) == (1, 1)
    assert repr(paths).endswith("\n… and 1 more")


def test_paths_show_themselves_and_become_a_table_of_steps() -> None:
    paths = world().paths("snomed", "40", to="icd11")

    rows = paths._repr_html_().split("<tr>")[1:]
    assert [row.count("<td") for row in rows] == [0, 4, 4]
    cells = [
        "snomed/uk-invented#40 Marsh fever</td>",
        f"icd10/who-2019#A90 Marsh fever<br>uk, over {BRIDGE} (exact)</td>",
        "icd11/2024-01#1D20 Marsh fever<br>one</td>",
        ">derived</td>",
    ]
    assert [cell for cell in cells if cell not in rows[2]] == []
    (nothing,) = world().paths("icd10", "X59", to="icd11", maps="one")
    assert (str(nothing.nodes[0].term), nothing.nodes[1].code) == ("Some exposure", None)
    assert "no map No Mapping<br>one" in world().paths("icd10", "X59", to="icd11")._repr_html_()
    assert world().paths("icd10", "VII", to="icd11")._repr_html_().count("<td") == 2
    frame = paths.to_pandas()
    assert frame[["path", "step", "end", "source", "target"]].to_numpy().tolist() == [
        [1, 1, "reached", "40", "A91"],
        [1, 2, "reached", "A91", "1D20&XS01&XS02"],
        [2, 1, "reached", "40", "A90"],
        [2, 2, "reached", "A90", "1D20"],
    ]


def test_why_there_is_no_path_is_told() -> None:
    linked = world()

    retired = linked.paths("snomed", "90", to="icd11")
    assert retired.notes == ("90 is retired; its history offers 80 Old marsh fever (retired)",)
    assert repr(retired).endswith(f"\n{retired.notes[0]}")
    assert f"<p>{retired.notes[0]}</p>" in retired._repr_html_()
    assert linked.paths("icd10", "A90", to="opcs4").notes == (
        "no map asked leads from ICD-10 to OPCS-4, nor several one after the other",
    )
    against = linked.paths("icd10", "A90", to="opcs4", direction="in")
    assert against.notes == (
        "no map asked leads from OPCS-4 to ICD-10, nor several one after the other",
    )
    assert linked.paths("snomed", "40", to="icd11").notes == ()
    assert linked.paths("snomed", "10", to="icd11").notes == ()


def test_a_path_that_cannot_be_is_refused() -> None:
    linked = world()
    with pytest.raises(InputError, match=r"system 'icd12' is not one of snomed, icd10"):
        linked.paths("snomed", "40", to="icd12")
    with pytest.raises(InputError, match=r"icd10/who-2019 is of ICD-10 itself"):
        linked.paths("icd10", "A90", to="icd10")
    with pytest.raises(InputError, match=r"a path leads one way"):
        linked.paths("icd10", "A90", to="icd11", direction=Direction.BOTH)
    with pytest.raises(InputError, match=r"limit 0 lets no path through"):
        linked.paths("icd10", "A90", to="icd11", limit=0)
    with pytest.raises(UnknownCodeError):
        linked.paths("icd10", "A99", to="icd11")
