"""A figure with its table without a page: what it answers, and what follows in the figure."""

from __future__ import annotations

from typing import Any

import pytest

from tests.report.examples import typed_impact
from tests.views.examples import chapters
from workbench.errors import InputError
from workbench.views.exhibit import Choose
from workbench.widgets import impact_flow, impact_uncertain
from workbench.widgets.exhibit import ExhibitTable, FigureAndTable


def ask(table: ExhibitTable, op: str, rev: int = 0, **args: object) -> dict[str, Any]:
    """Send a message and give its one answer."""
    sent: list[dict[str, Any]] = []
    table.send = sent.append
    table.handle({"op": op, "id": "page:7", "rev": rev, "args": args})
    (answered,) = sent
    assert (answered["id"], answered["rev"]) == ("page:7", table.rev)
    return answered


def test_a_page_gets_the_parts_and_the_first_rows() -> None:
    table = ExhibitTable(chapters())
    answered = ask(table, "show", count=2)
    assert (answered["op"], answered["args"]) == (
        "shown",
        {
            **table.view.to_dict(),
            "selected": "all",
            "sentence": "every chapter: 4 codes, 42 in activity",
            "start": 0,
            "total": 4,
            "rows": table.view.cells(0, 2),
        },
    )


def test_what_is_chosen_or_clicked_is_selected_in_python() -> None:
    table = ExhibitTable(chapters())
    seen: list[str] = []
    table.observe(lambda change: seen.append(change["new"]), names="selected")
    assert ask(table, "choose", key="IX", count=9)["args"]["total"] == 2
    clicked = ask(table, "click", rev=1, trace=0, at=1, target="point", count=9)
    assert (clicked["op"], clicked["args"]["rows"]) == ("chosen", [["G35X", "5", ""]])
    assert seen == ["IX", "VI"]


def test_rows_asked_for_others_are_refused() -> None:
    table = ExhibitTable(chapters())
    table.dispatch(Choose(key="IX"))
    refused = ask(table, "rows", rev=0, start=0, count=9)
    assert refused["args"]["text"].startswith("the rows have changed meanwhile")
    assert ask(table, "rows", rev=1, start=1, count=9)["args"] == {
        "start": 1,
        "total": 2,
        "rows": [["I500", "*", ""]],
    }


@pytest.mark.parametrize(
    ("op", "args", "sentence"),
    [
        ("choose", {"key": "XX", "count": 1}, "there is no part 'XX' in 'Activity by chapter'"),
        (
            "click",
            {"trace": 7, "at": 0, "target": "point", "count": 1},
            "nothing stands at point 0 of trace 7",
        ),
        (
            "click",
            {"trace": 0, "at": 0, "target": "air", "count": 1},
            "'air' cannot be clicked, expected point or node",
        ),
        ("theme", {"name": "pink"}, "'pink' is no theme, expected light or dark"),
        ("rows", {"start": -1, "count": 1}, "'start' of 'rows' is -1, expected a number from 0"),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(
    op: str, args: dict[str, Any], sentence: str
) -> None:
    refused = ask(ExhibitTable(chapters()), op, **args)
    assert (refused["op"], refused["args"]["text"].startswith(sentence)) == ("refused", True)


def test_the_figure_follows_what_is_chosen_and_the_theme_of_the_page() -> None:
    shown = FigureAndTable(chapters())
    text = shown.figure.layout.font.color, shown.figure.layout.paper_bgcolor
    shown.selected = "VI"
    assert tuple(shown.figure.data[0].marker.line.width) == (0, 2)
    assert "<b>Chosen: Nerves</b>" in shown.figure.layout.title.text
    assert shown.to_pandas()["code"].tolist() == ["G35X"]
    colour = shown.figure.data[0].marker.line.color
    assert ask(shown.table, "theme", rev=1, name="dark")["op"] == "themed"
    assert shown.figure.data[0].marker.line.color != colour
    assert text == (None, None)  # this figure says neither, so the page shows through


def test_it_tells_itself_in_a_line() -> None:
    assert repr(FigureAndTable(chapters())) == (
        "<Activity by chapter. icd10/example, 2023-24. Activity: episodes mentioning the code. "
        "every chapter: 4 codes, 42 in activity>"
    )


def test_a_band_of_a_flow_is_chosen_by_a_click_on_it() -> None:
    flow = impact_flow(typed_impact())
    (mark,) = flow.exhibit.part("IX→08").marks
    ask(flow.table, "click", trace=0, at=mark.at, target="point", count=9)
    assert (flow.selected, flow.to_pandas()["code"].tolist()) == ("IX→08", ["I639"])
    link = flow.figure.data[0].link
    assert link.color[mark.at] == link.hovercolor[mark.at]


def test_python_chooses_and_every_page_is_told() -> None:
    shown = impact_uncertain(typed_impact())
    sent: list[dict[str, Any]] = []
    shown.table.send = sent.append
    shown.selected = "new_loss"
    assert shown.to_pandas()["code"].tolist() == ["N183"]
    assert sent == [{"op": "moved", "id": None, "rev": 1, "args": {}}]
    with pytest.raises(InputError, match="there is no part 'gone'"):
        shown.selected = "gone"
    assert shown.selected == "new_loss"


def test_what_it_cannot_be_built_from_is_said() -> None:
    with pytest.raises(InputError, match="a figure with its table shows an Exhibit, not a str"):
        FigureAndTable("flow")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        FigureAndTable(chapters(), colour="red")  # type: ignore[call-arg]
