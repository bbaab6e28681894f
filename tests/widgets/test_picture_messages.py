"""The neighbourhood picture without a page: what it is built from, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.errors import InputError, UnknownCodeError
from workbench.views.neighbourhood import Walk
from workbench.widgets import NeighbourhoodPicture
from workbench.workspace import Workspace, init_workspace

ATTACK = ("snomed/demo", "22298006")
UNSPECIFIED = ("icd10/who-2019-simple", "I21.9")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give the demo, to be read only."""
    return init_workspace(tmp_path_factory.mktemp("picture") / "demo")


def ask(picture: NeighbourhoodPicture, op: str, rev: int = 0, **args: object) -> dict[str, Any]:
    """Send a message and give its one answer."""
    sent: list[dict[str, Any]] = []
    picture.send = sent.append
    picture.handle({"op": op, "id": "page:7", "rev": rev, "args": args})
    (answered,) = sent
    assert (answered["id"], answered["rev"]) == ("page:7", picture.rev)
    return answered


def number_of(picture: NeighbourhoodPicture, node: tuple[str, str]) -> int:
    return [box.key for box in picture.view.layout.boxes].index(node)


def test_a_page_asks_for_the_picture_and_gets_it_with_the_cursor(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, "snomed", ATTACK[1])
    answered = ask(picture, "picture")
    assert (answered["op"], answered["args"]) == ("picture", picture.view.to_dict())
    assert answered["args"]["boxes"][answered["args"]["at"]]["code"] == ATTACK[1]


def test_what_the_page_selects_is_selected_in_python(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    seen: list[tuple[str, str]] = []
    picture.observe(lambda change: seen.append(change["new"]), names="selected")
    at = number_of(picture, UNSPECIFIED)
    assert ask(picture, "select", at=at)["args"] == {"at": at}
    assert (picture.selected, seen) == (UNSPECIFIED, [UNSPECIFIED])


def test_enter_walks_back_returns_and_steps_change(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    answered = ask(picture, "enter", at=number_of(picture, UNSPECIFIED))
    assert (answered["op"], answered["args"]["back"]) == ("picture", 1)
    assert (picture.view.middle, picture.selected) == (UNSPECIFIED, UNSPECIFIED)
    assert ask(picture, "back", rev=1)["args"]["back"] == 0
    assert picture.view.middle == ATTACK
    assert ask(picture, "hops", rev=2, way=1)["args"]["hops"] == 2


def test_what_python_selects_is_shown_and_told_to_every_page(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    sent: list[dict[str, Any]] = []
    picture.send = sent.append
    picture.selected = UNSPECIFIED
    assert (picture.view.middle, picture.view.selected) == (ATTACK, UNSPECIFIED)
    picture.selected = ("icd10", "A00")
    assert picture.view.middle == (UNSPECIFIED[0], "A00") == picture.selected
    assert sent == [
        {"op": "moved", "id": None, "rev": 0, "args": {}},
        {"op": "moved", "id": None, "rev": 1, "args": {}},
    ]


def test_a_code_no_graph_has_cannot_be_selected(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    with pytest.raises(UnknownCodeError, match="code '1' is not in snomed/demo"):
        picture.selected = ("snomed", "1")
    assert (picture.selected, picture.view.middle) == (ATTACK, ATTACK)


def test_a_key_for_another_picture_is_refused_and_nothing_changes(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    picture.dispatch(Walk(node=UNSPECIFIED))
    for op, args in {"enter": {"at": 0}, "back": {}, "select": {"at": 0}}.items():
        refused = ask(picture, op, rev=0, **args)
        assert refused["op"] == "refused"
        assert refused["args"]["text"].startswith("the picture has changed meanwhile")
    assert picture.view.middle == UNSPECIFIED


def test_a_search_finds_in_the_graph_of_a_box_and_goes_there(demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    at = number_of(picture, UNSPECIFIED)
    found = ask(picture, "search", at=at, text="I21.4")["args"]
    assert ([hit["code"] for hit in found["hits"]], found["more"]) == (["I21.4"], False)
    assert ask(picture, "go", at=at, code="I21.4")["op"] == "picture"
    assert (picture.view.middle, picture.view.before) == (
        ("icd10/who-2019-simple", "I21.4"),
        (ATTACK,),
    )
    late = ask(picture, "go", at=at, code="I21.9")
    assert late["args"]["text"].startswith("the picture has changed meanwhile")


@pytest.mark.parametrize(
    ("op", "args", "sentence"),
    [
        ("select", {"at": 99}, "there is no box 99, expected 0 to 8"),
        ("enter", {"at": -1}, "'at' of 'enter' is -1, expected a number from 0"),
        ("back", {}, "there is nothing to go back to: the picture began here"),
        ("hops", {"way": 3}, "'way' of 'hops' is 3, expected -1 or 1"),
        ("draw", {}, "the page asked for 'draw', expected one of back, enter, go, hops"),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(
    demo: Workspace, op: str, args: dict[str, Any], sentence: str
) -> None:
    refused = ask(NeighbourhoodPicture(demo, *ATTACK), op, **args)
    assert (refused["op"], refused["args"]["text"].startswith(sentence)) == ("refused", True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"hops": 4}, "hops 4 cannot be shown, expected 0 to 3"),
        ({"height": 100}, "the height is 100, expected 200 to 2000 pixels"),
        ({"workspace": "demo"}, "a picture shows a Workspace, not a str"),
    ],
)
def test_what_it_cannot_be_built_from_is_said(
    demo: Workspace, changed: dict[str, Any], sentence: str
) -> None:
    given: dict[str, Any] = {"workspace": demo, "graph": "snomed", "code": ATTACK[1], **changed}
    with pytest.raises(InputError) as refused:
        NeighbourhoodPicture(**given)
    assert str(refused.value) == sentence


def test_what_the_constructor_does_not_know_is_an_error(demo: Workspace) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        NeighbourhoodPicture(demo, *ATTACK, colour="red")  # type: ignore[call-arg]
