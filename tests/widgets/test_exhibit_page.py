"""A figure's tables in a real page, by keyboard: the real class and the real module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.report.examples import impact_of, per_code_rows, typed_impact
from workbench.widgets import impact_flow
from workbench.widgets.exhibit import ExhibitTable, FigureAndTable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.widgets.conftest import Mount

pytestmark = pytest.mark.browser

#: Stands for Plotly's own element: what the page finds in its box, and the click it is told of.
_DRAW = """() => {
    const main = document.querySelector('main');
    main.classList.add('wbx-whole');
    main.insertAdjacentHTML('afterbegin',
        '<div class="wbx-figure"><div class="js-plotly-plot">'
        + '<div class="svg-container"><svg class="main-svg"></svg></div></div></div>');
    const plot = document.querySelector('.js-plotly-plot');
    plot.on = (name, does) => { window.clicked = does; };
    plot.removeListener = () => { window.clicked = null; };
    document.querySelector('.wbx-room').style.width = '99%';
}"""
_SHOW_AGAIN = """() => {
    const place = document.createElement('section');
    document.querySelector('main').append(place);
    return window.show(place);
}"""


def flow() -> ExhibitTable:
    return impact_flow(typed_impact()).table


def grid_of(page: Page) -> Locator:
    """Give the parts with the focus on them, once they are there."""
    grid = page.get_by_role("grid").first
    grid.get_by_role("gridcell").first.wait_for()
    grid.focus()
    return grid


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_rows(page: Page, *codes: str) -> None:
    """Wait until the rows are those codes and no others."""
    rows = page.get_by_role("region").first.locator("tbody th")
    for code in codes:
        rows.get_by_text(code, exact=True).wait_for()
    assert rows.all_inner_texts() == list(codes)


def test_arrows_move_enter_filters_and_escape_shows_the_whole(mount: Mount) -> None:
    table = flow()
    page = mount(table)
    grid_of(page)
    press(page, "ArrowDown", "ArrowDown", "Enter")
    page.get_by_role("status").get_by_text("I Infections → X Extension codes").wait_for()
    expect_rows(page, "B956")
    assert table.selected == "I→X"
    selected = page.locator("[aria-selected=true]")
    assert selected.count() == 1
    assert page.get_by_role("grid").get_attribute("aria-activedescendant") == (
        selected.get_attribute("id")
    )
    press(page, "Escape")
    page.get_by_role("status").get_by_text("Every chapter: 13 codes").wait_for()
    assert table.selected == "all"


def test_letters_go_to_the_next_part_that_begins_so(mount: Mount) -> None:
    table = flow()
    page = mount(table)
    grid_of(page)
    press(page, "i", "x", "Enter")
    page.get_by_role("status").get_by_text("IX Heart and circulation → every").wait_for()
    assert table.selected == "IX→"
    press(page, "q")
    page.get_by_role("status").get_by_text("no part begins with").wait_for()


def test_every_part_is_come_to_and_the_cursor_is_always_in_sight(mount: Mount) -> None:
    page = mount(flow())
    page.set_viewport_size({"width": 420, "height": 700})
    grid = grid_of(page)
    parts = grid.get_by_role("row").count() - 1
    press(page, "End")
    for _ in range(parts):
        at = page.locator(".wbx-at").bounding_box()
        head, around = grid.locator("thead").bounding_box(), grid.bounding_box()
        assert at
        assert head
        assert around
        assert head["y"] + head["height"] <= at["y"] + 1
        assert at["y"] + at["height"] <= around["y"] + around["height"] + 1
        press(page, "ArrowUp")
    assert page.locator(".wbx-at").get_attribute("data-at") == "0"
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


def test_many_rows_are_turned_over_a_page_at_a_time(mount: Mount) -> None:
    rows = [{**per_code_rows()[0], "code": f"A{number:03}", "activity": 1} for number in range(250)]
    page = mount(impact_flow(impact_of(rows)).table)
    grid_of(page)
    page.get_by_text("rows 1 to 100 of 250", exact=True).wait_for()
    press(page, "]", "]")
    page.get_by_text("rows 201 to 250 of 250", exact=True).wait_for()
    press(page, "]")
    page.get_by_role("status").get_by_text("these are the last rows").wait_for()
    page.get_by_role("button", name="Previous page of rows").click()
    page.get_by_text("rows 101 to 200 of 250", exact=True).wait_for()
    page.get_by_role("region").first.focus()
    press(page, "[")
    page.get_by_text("rows 1 to 100 of 250", exact=True).wait_for()


def test_a_click_on_a_part_filters(mount: Mount) -> None:
    table = flow()
    page = mount(table)
    grid_of(page).get_by_text("08 Nervous system").first.click()
    expect_rows(page, "I639")
    assert table.selected == "IX→08"


def test_a_click_in_the_figure_filters_and_the_next_key_is_for_the_parts(mount: Mount) -> None:
    table = flow()
    page = mount(table)
    grid_of(page)
    page.evaluate(_DRAW)
    page.wait_for_function("window.clicked !== undefined")
    page.evaluate("document.activeElement.blur()")
    (mark,) = table.view.exhibit.part("IX→08").marks
    page.evaluate(
        "at => window.clicked({ points: [{ pointNumber: at, curveNumber: 0 }] })", mark.at
    )
    expect_rows(page, "I639")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "grid"
    page.evaluate("window.clicked({ points: [{ pointNumber: 0, sourceLinks: [] }] })")
    page.get_by_role("status").get_by_text("I Infections → every chapter").wait_for()
    assert table.selected == "I→"


def test_the_figure_has_a_name_and_says_where_its_numbers_are(mount: Mount) -> None:
    page = mount(flow())
    grid_of(page)
    page.evaluate(_DRAW)
    page.wait_for_function("window.clicked !== undefined")
    figure = page.get_by_role("group", name="Figure. Activity by chapter")
    assert figure.get_attribute("data-lm-suppress-shortcuts") == "true"
    picture = page.get_by_role("img", name="The tables after it hold the same numbers.")
    assert picture.count() == 1


def test_the_page_says_its_theme_and_says_it_again_when_it_changes(mount: Mount) -> None:
    shown = FigureAndTable(impact_flow(typed_impact()).exhibit)
    page = mount(shown.table)
    grid_of(page)
    for light, theme in (("false", "dark"), ("true", "light")):
        page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
        for _ in range(500):
            if shown.table.theme == theme:
                break
            page.wait_for_timeout(20)
        assert shown.table.theme == theme


def test_python_chooses_and_the_page_follows(mount: Mount) -> None:
    table = flow()
    page = mount(table)
    grid_of(page)
    table.selected = "VI→07"
    page.evaluate("window.news().then(window.take)")
    expect_rows(page, "G473")


def test_two_views_of_one_table_show_the_same_and_share_no_id(mount: Mount) -> None:
    page = mount(flow())
    grid_of(page)
    page.evaluate(_SHOW_AGAIN)
    page.locator("section [role=gridcell]").first.wait_for()
    press(page, "ArrowDown", "ArrowDown", "Enter")
    page.locator("section .wbx-side th").get_by_text("B956").wait_for()
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids)) > 10


def test_the_element_with_the_focus_stays_and_keeps_lab_s_shortcuts_out(mount: Mount) -> None:
    page = mount(flow())
    grid_of(page)
    page.evaluate("window.before = document.activeElement")
    press(page, "ArrowDown", "Enter", "d", "d", "Escape")
    page.get_by_role("status").get_by_text("Every chapter: 13 codes").wait_for()
    assert page.evaluate("window.before === document.activeElement && window.before.isConnected")
    stops = page.evaluate(
        "[...document.querySelectorAll('[tabindex], button')]"
        ".map((stop) => stop.getAttribute('data-lm-suppress-shortcuts'))"
    )
    assert set(stops) == {"true"}


def test_a_question_mark_lists_the_keys(mount: Mount) -> None:
    page = mount(flow())
    grid_of(page)
    press(page, "?")
    keys = page.get_by_role("region", name="Keys")
    assert "show the rows of this part" in keys.inner_text()
    press(page, "Escape")
    assert keys.is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "grid"


def test_a_view_that_goes_leaves_nothing_behind(mount: Mount) -> None:
    page = mount(flow())
    grid_of(page)
    assert page.evaluate("window.listening()") == 3
    page.evaluate("window.leave()")
    assert page.evaluate("[window.listening(), document.querySelector('.wbx')]") == [0, None]


@pytest.mark.parametrize("width", [300, 1300])
def test_axe_finds_nothing_wrong(mount: Mount, theme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = mount(flow())
    page.set_viewport_size({"width": width, "height": 900})
    page.add_style_tag(content=f"{theme} body {{ background: var(--jp-layout-color0) }}")
    grid_of(page)
    page.evaluate(_DRAW)
    page.wait_for_function("window.clicked !== undefined")
    found: list[Any] = []
    for keys, said in ((["ArrowDown", "Enter"], "I Infections"), (["?"], ""), (["Escape"], "")):
        press(page, *keys)
        page.get_by_role("status").get_by_text(said).wait_for()
        found += Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
