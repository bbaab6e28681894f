"""The hierarchy browser without a page: what it is built from, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.widgets.examples import book, manifold, wide
from workbench.errors import InputError, UnknownCodeError
from workbench.views.tree import OpenAll
from workbench.widgets import HierarchyBrowser
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.graph.search.hits import Hits


def ask(browser: HierarchyBrowser, op: str, rev: int = 0, **args: object) -> dict[str, Any]:
    """Send a message and give its one answer."""
    sent: list[dict[str, Any]] = []
    browser.send = sent.append
    browser.handle({"op": op, "id": "page:7", "rev": rev, "args": args})
    (answered,) = sent
    assert (answered["id"], answered["rev"]) == ("page:7", browser.rev)
    return answered


def codes(answered: dict[str, Any]) -> list[str]:
    return [row["code"] for row in answered["args"]["rows"]]


def test_a_page_asks_where_the_cursor_is_and_gets_the_rows_around_it() -> None:
    answered = ask(HierarchyBrowser(book(), selected="I21"), "where", path=[], count=3)
    assert answered["op"] == "tree"
    assert answered["args"].keys() == {"at", "total", "rows"}
    assert (answered["args"]["at"], answered["args"]["total"]) == (3, 6)
    assert codes(answered) == ["I20-I25", "I21", "I24"]


def test_opening_gives_the_new_revision_with_the_new_rows() -> None:
    browser = HierarchyBrowser(book())
    answered = ask(browser, "open", path=["IX"], count=9)
    assert (answered["rev"], answered["args"]["at"]) == (1, 1)
    assert codes(answered) == ["V", "IX", "I20-I25", "I43"]
    assert codes(ask(browser, "close", rev=1, path=["IX"], count=9)) == ["V", "IX"]
    assert len(codes(ask(browser, "open_all", rev=2, path=["IX"], count=9))) == 8


def test_what_the_page_selects_is_selected_in_python() -> None:
    browser = HierarchyBrowser(book())
    seen: list[str] = []
    browser.observe(lambda change: seen.append(change["new"]), names="selected")
    answered = ask(browser, "select", path=["IX", "I43"])
    assert (answered["op"], browser.selected) == ("selected", "I43")
    assert answered["args"] == {"way": (1, 1), "above": [("IX", "Of the heart")]}
    assert seen == ["I43"]


def test_what_python_selects_is_revealed_and_told_to_every_page() -> None:
    browser = HierarchyBrowser(manifold())
    sent: list[dict[str, Any]] = []
    browser.send = sent.append
    browser.selected = "aorta"
    assert browser.view.path == ("all", "body", "chest", "aorta")
    assert sent == [{"op": "moved", "id": None, "rev": 1, "args": {}}]


def test_a_code_the_graph_lacks_cannot_be_selected() -> None:
    browser = HierarchyBrowser(book(), selected="V")
    with pytest.raises(UnknownCodeError, match="code 'I99' is not in icd10/example"):
        browser.selected = "I99"
    assert (browser.selected, browser.view.selected) == ("V", "V")


def test_a_command_of_the_views_is_done_from_python_too() -> None:
    browser = HierarchyBrowser(book())
    browser.dispatch(OpenAll(path=("IX",)))
    assert (len(browser.view), browser.rev, browser.selected) == (8, 1, "IX")


def test_what_was_meant_for_other_rows_is_refused_and_changes_nothing() -> None:
    browser = HierarchyBrowser(book())
    ask(browser, "open", path=["IX"], count=9)
    asked: dict[str, dict[str, Any]] = {
        "open": {"path": ["V"], "count": 9},
        "rows": {"start": 0, "count": 9},
        "ahead": {"text": "f", "start": 0, "count": 9},
    }
    for op, args in asked.items():
        before = browser.view
        answered = ask(browser, op, rev=0, **args)
        assert answered["op"] == "refused"
        assert answered["args"]["text"].startswith("the tree has changed meanwhile")
        assert browser.view is before


@pytest.mark.parametrize(
    ("op", "args", "sentence"),
    [
        ("delete", {}, "the page asked for 'delete', expected one of ahead, close, go, open,"),
        ("rows", {"start": "0", "count": 5}, "'start' of 'rows' is '0', expected a number from 0"),
        ("search", {"text": "x" * 10_000_000}, "a message from the page is longer than 64,000"),
        ("open", {"path": ["IX", "F03"], "count": 5}, "'IX / F03' is no row: 'F03' does not lie"),
        ("go", {"code": "I99", "count": 5}, "code 'I99' is not in icd10/example"),
        ("search", {"text": "?!"}, "'?!' has no letter"),
    ],
)
def test_a_refusal_is_an_answer_in_a_sentence(op: str, args: dict[str, Any], sentence: str) -> None:
    browser = HierarchyBrowser(book())
    before = browser.view
    answered = ask(browser, op, **args)
    assert answered["op"] == "refused"
    assert sentence in answered["args"]["text"]
    assert len(answered["args"]["text"]) <= 400
    assert browser.view is before


@pytest.mark.parametrize("content", [None, [], "rows", {"op": "rows"}, {"id": 5}])
def test_what_is_no_message_is_answered_too(content: object) -> None:
    browser = HierarchyBrowser(book())
    sent: list[dict[str, Any]] = []
    browser.send = sent.append
    browser.handle(content)
    assert [(each["op"], each["id"]) for each in sent] == [("refused", None)]


def test_a_fault_of_python_is_told_to_the_page_and_raised_for_the_log() -> None:
    def broken(text: str) -> Hits:
        raise ZeroDivisionError(text)

    browser = HierarchyBrowser(book(), search=broken)
    sent: list[dict[str, Any]] = []
    browser.send = sent.append
    with pytest.raises(ZeroDivisionError):
        browser.handle({"op": "search", "id": "a", "rev": 0, "args": {"text": "heart"}})
    (answered,) = sent
    assert answered["args"] == {"text": "this went wrong in Python: ZeroDivisionError; see its log"}


def test_a_search_says_what_matched_where_it_is_not_the_term() -> None:
    hits = ask(HierarchyBrowser(book()), "search", text="closure")["args"]
    assert hits == {
        "hits": [
            {**plain, "printed": plain["code"], "retired": False, "matched": ""}
            for plain in (
                {
                    "code": "I21",
                    "term": "Sudden closure",
                    "kind": "category",
                    "assignable": False,
                },
                {
                    "code": "I21.0",
                    "term": "Sudden closure in front",
                    "kind": "subcategory",
                    "assignable": True,
                },
                {
                    "code": "I21.9",
                    "term": "Sudden closure somewhere",
                    "kind": "subcategory",
                    "assignable": True,
                },
            )
        ],
        "more": False,
    }


def test_twenty_hits_may_be_more() -> None:
    hits = ask(HierarchyBrowser(wide(30)), "search", text="number")["args"]
    assert (len(hits["hits"]), hits["more"]) == (20, True)


def test_a_graph_of_a_workspace_is_searched_by_the_index_kept_there(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    browser = HierarchyBrowser.in_workspace(workspace, "icd11", height=8)
    assert (browser.height, browser.graph.name) == (8, workspace.graphs.resolve("icd11"))
    code = browser.graph.roots()[0]
    found = ask(browser, "search", text=code)["args"]["hits"]
    assert [hit["code"] for hit in found] == workspace.search("icd11", code).codes
    assert found[0]["code"] == code


def test_what_the_constructor_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        HierarchyBrowser(book(), colour="red")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("graph", "height", "sentence"),
    [
        ("icd10", 16, "a browser shows a CodeGraph, not a str"),
        (None, 3, "the height is 3, expected 4 to 60 rows"),
    ],
)
def test_what_it_cannot_be_built_from_is_said(
    graph: Any,  # noqa: ANN401 - anything
    height: int,
    sentence: str,
) -> None:
    with pytest.raises(InputError) as refused:
        HierarchyBrowser(graph or book(), height=height)
    assert str(refused.value) == sentence


def test_its_traits_are_small_whatever_the_graph() -> None:
    state = HierarchyBrowser(wide(2_000)).get_state()
    own = {key: value for key, value in state.items() if key in {"selected", "rev", "title"}}
    assert own == {"selected": "A", "rev": 0, "title": "SNOMED CT example, 4,001 concepts"}
    assert {key for key in state if key[0] != "_"} == {
        "selected",
        "rev",
        "title",
        "height",
        "layout",
        "tabbable",
        "tooltip",
    }
