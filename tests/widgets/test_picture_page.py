"""The neighbourhood picture in a real page, by keyboard: the real class and the real module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from workbench.views.neighbourhood import Walk
from workbench.widgets import NeighbourhoodPicture
from workbench.workspace import Workspace, init_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.widgets.conftest import Mount

pytestmark = pytest.mark.browser

ATTACK = ("snomed/demo", "22298006")
SNOMED, ICD10 = "snomed/demo", "icd10/who-2019-simple"
_SHOW_AGAIN = """() => {
    const place = document.createElement('section');
    document.querySelector('main').append(place);
    return window.show(place);
}"""
_PRESS_AT_ONCE = """keys => {
    const pane = document.querySelector('[role=listbox][tabindex]');
    for (const key of keys) {
        pane.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
}"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give the demo, to be read only."""
    return init_workspace(tmp_path_factory.mktemp("picture") / "demo")


def pane_of(page: Page) -> Locator:
    """Give the picture with the focus on it, once its boxes are there."""
    pane = page.get_by_role("listbox").first
    pane.get_by_role("option").first.wait_for()
    pane.focus()
    return pane


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_at(page: Page, code: str) -> None:
    """Wait until the box the cursor is on says a code."""
    page.locator("[aria-selected=true] .wb-code").get_by_text(code, exact=True).first.wait_for()
    active = page.get_by_role("listbox").first.get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}'] .wb-code").inner_text() == code


def expect_selected(page: Page, picture: NeighbourhoodPicture, node: tuple[str, str]) -> None:
    """Wait until Python knows where the cursor is."""
    for _ in range(100):
        if picture.selected == node:
            return
        page.wait_for_timeout(20)
    assert picture.selected == node


def expect_middle(page: Page, code: str) -> None:
    page.locator(".wbn-middle .wb-code").get_by_text(code, exact=True).wait_for()


def test_arrows_move_enter_walks_and_backspace_goes_back(mount: Mount, demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page)
    expect_at(page, ATTACK[1])
    press(page, "ArrowRight", "ArrowDown")
    expect_at(page, "I21.4")
    press(page, "ArrowDown")
    expect_at(page, "I21.9")
    expect_selected(page, picture, (ICD10, "I21.9"))
    press(page, "Enter")
    expect_middle(page, "I21.9")
    assert picture.view.middle == (ICD10, "I21.9")
    press(page, "Backspace")
    expect_middle(page, ATTACK[1])
    expect_at(page, "I21.9")
    press(page, "Home", "ArrowUp")
    expect_at(page, "414545008")
    expect_selected(page, picture, (SNOMED, "414545008"))


def test_every_box_is_come_to_by_keys(mount: Mount, demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK, hops=2)
    page = mount(picture)
    pane = pane_of(page)
    every = set(range(pane.get_by_role("option").count()))
    reached: set[int] = set()
    press(page, *["ArrowLeft"] * 3)
    for _ in picture.view.layout.columns:
        press(page, *["ArrowUp"] * len(every))
        before = -1
        while (now := cursor(page)) != before:
            reached.add(now)
            before = now
            press(page, "ArrowDown")
        press(page, "ArrowRight")
    assert reached == every


def cursor(page: Page) -> int:
    return int(page.locator("[aria-selected=true]").get_attribute("data-at") or -1)


def test_the_cursor_is_always_in_sight_and_the_notebook_stays(
    mount: Mount, demo: Workspace
) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK, hops=2, height=240))
    page.set_viewport_size({"width": 420, "height": 700})
    pane = pane_of(page)
    for key in ["ArrowRight", *["ArrowDown"] * 12, "ArrowRight", *["ArrowUp"] * 9, "ArrowLeft"]:
        press(page, key)
        box, around = page.locator("[aria-selected=true]").bounding_box(), pane.bounding_box()
        assert box
        assert around
        assert around["x"] <= box["x"] <= around["x"] + around["width"] - box["width"]
        assert around["y"] + 28 <= box["y"] <= around["y"] + around["height"] - box["height"]
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


@pytest.mark.parametrize(("width", "shrunk"), [(1400, False), (1100, True), (700, False)])
def test_where_little_room_is_lacking_all_columns_are_in_sight(
    mount: Mount, demo: Workspace, width: int, *, shrunk: bool
) -> None:
    maps = ["snomed-icd10-uk", "icd10-icd11", "icd10-icd11-alternatives"]
    along: Any = {"hops": 2, "hierarchy": "none", "direction": "out", "maps": maps}
    page = mount(NeighbourhoodPicture(demo, *ATTACK, **along))
    page.set_viewport_size({"width": width, "height": 900})
    pane = pane_of(page)
    page.wait_for_function(
        "shrunk => (document.querySelector('.wbn-sheet').style.zoom < 1) === shrunk", arg=shrunk
    )
    scrolls = pane.evaluate("pane => pane.scrollWidth > pane.clientWidth + 1")
    assert scrolls == (width == 700)
    press(page, "ArrowRight", "ArrowRight")
    page.locator(".wbn-box[aria-selected=true]", has_text="BA41").wait_for()
    edges = "one => [one.getBoundingClientRect().left, one.getBoundingClientRect().right]"
    left, right = page.locator(".wbn-box[aria-selected=true]").evaluate(edges)
    at_left, at_right = pane.evaluate(edges)
    assert at_left < left < right < at_right


def test_plus_and_minus_change_the_steps_and_say_where_they_end(
    mount: Mount, demo: Workspace
) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page)
    press(page, "+")
    page.locator(".wbn-title").get_by_text("2 steps around").wait_for()
    press(page, "-", "-")
    page.locator(".wbn-title").get_by_text(re.compile(r"0 steps around, 1 code\b")).wait_for()
    press(page, "-")
    page.get_by_role("status").get_by_text("hops -1 cannot be shown").wait_for()
    press(page, "ArrowLeft")
    page.get_by_role("status").get_by_text("nothing further to the left").wait_for()


def test_enter_on_more_shows_the_next_until_all_were_seen(mount: Mount, demo: Workspace) -> None:
    graph = demo.graphs[ICD10]
    chapter = max(graph.roots(), key=lambda code: len(graph.children(code)))
    every = graph.children(chapter)
    page = mount(NeighbourhoodPicture(demo, ICD10, chapter))
    pane = pane_of(page)
    press(page, *["ArrowDown"] * 20)
    expect_at(page, f"+{len(every) - 12} more")
    seen: list[str] = []
    for start in range(0, len(every), 12):
        shown = f"{start + 1} to {min(start + 12, len(every))} of {len(every)} shown"
        pane.get_by_role("option", name=shown).wait_for()
        codes = pane.locator(".wbn-box:not(.wbn-middle, .wbn-more) .wb-code")
        seen += codes.all_inner_texts()
        press(page, "Enter")
    assert seen == every


def test_the_title_says_what_is_not_followed(mount: Mount, demo: Workspace) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK, direction="out", maps="snomed-icd10-uk"))
    pane_of(page)
    title = page.locator(".wbn-title").inner_text()
    assert title.endswith("maps from source to target only · only snomed-icd10-uk")


def test_a_slash_searches_the_graph_of_the_cursor_and_walks_to_what_is_taken(
    mount: Mount, demo: Workspace
) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page)
    press(page, "ArrowRight", "/")
    box = page.get_by_role("combobox", name=f"Search {ICD10}")
    box.fill("atrial fibrillation")
    page.get_by_role("status").get_by_text("found; ↓ goes into them").wait_for()
    first = page.get_by_role("option", name="I48").first.inner_text()
    press(page, "ArrowDown", "Enter")
    expect_middle(page, first.split()[0])
    assert picture.view.middle == (ICD10, first.split()[0])
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    press(page, "Backspace")
    expect_middle(page, ATTACK[1])
    press(page, "/", "Escape")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"


def test_a_click_walks(mount: Mount, demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page).get_by_role("option", name="I21.4").click()
    expect_middle(page, "I21.4")
    assert picture.selected == (ICD10, "I21.4")


def test_a_retired_code_says_so_and_its_lines_are_dashed(mount: Mount, demo: Workspace) -> None:
    graph = demo.graphs[SNOMED]
    retired = next(
        code for code in graph if not graph.lookup(code).active and graph.replacements_of(code)
    )
    page = mount(NeighbourhoodPicture(demo, SNOMED, retired))
    pane = pane_of(page)
    box = pane.get_by_role("option", name=f"{retired} ")
    assert box.locator(".wb-tag").all_inner_texts() == ["middle", "retired"]
    assert "retired, in the middle" in (box.get_attribute("aria-label") or "")
    lines = page.locator(".wbn-line")
    dashes = lines.evaluate_all(
        "lines => lines.map((line) => line.getAttribute('stroke-dasharray'))"
    )
    assert set(dashes) == {"5 4"}
    label = page.locator(".wbn-label tspan").filter(has_text="replaced by")
    assert label.count() > 0


def test_the_same_stands_there_as_text(mount: Mount, demo: Workspace) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    pane_of(page)
    page.get_by_text("The same as text: 9 codes, 9 links").click()
    codes = page.get_by_role("list", name="Codes").get_by_role("listitem").all_inner_texts()
    assert len(codes) == 9
    assert f"{ATTACK[1]} Heart attack, concept, in the middle, {SNOMED}" in codes
    links = page.get_by_role("list", name="Links").get_by_role("listitem").all_inner_texts()
    assert f"{ATTACK[1]} is a 414545008 in {SNOMED}" in links


def test_python_moves_the_cursor_and_walks(mount: Mount, demo: Workspace) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page)
    picture.selected = (ICD10, "I21.9")
    page.evaluate("window.news().then(window.take)")
    expect_at(page, "I21.9")
    picture.dispatch(Walk(node=(ICD10, "I21")))
    page.evaluate("window.news().then(window.take)")
    expect_middle(page, "I21")


def test_keys_typed_faster_than_python_answers_are_all_obeyed(
    mount: Mount, demo: Workspace
) -> None:
    picture = NeighbourhoodPicture(demo, *ATTACK)
    page = mount(picture)
    pane_of(page)
    keys = ["ArrowUp", "Enter", "Backspace", "Home", "ArrowRight", "Enter", "ArrowUp"]
    page.evaluate(_PRESS_AT_ONCE, keys)
    expect_middle(page, "I21.1")
    expect_at(page, "I21")


def test_two_views_of_one_picture_show_the_same_and_share_no_id(
    mount: Mount, demo: Workspace
) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    pane_of(page)
    page.evaluate(_SHOW_AGAIN)
    page.locator("section [role=option]").first.wait_for()
    press(page, "ArrowUp", "Enter")
    page.locator("section .wbn-middle").get_by_text("414545008").wait_for()
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids)) > 10


def test_the_element_with_the_focus_stays_and_keeps_lab_s_shortcuts_out(
    mount: Mount, demo: Workspace
) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    pane = pane_of(page)
    page.evaluate("window.before = document.activeElement")
    press(page, "ArrowUp", "Enter", "d", "d", "+", "Backspace")
    page.wait_for_timeout(200)
    assert page.evaluate("window.before === document.activeElement && window.before.isConnected")
    assert pane.get_attribute("data-lm-suppress-shortcuts") == "true"
    stops = page.evaluate(
        "[...document.querySelectorAll('[tabindex], button, summary')]"
        ".map((stop) => stop.getAttribute('data-lm-suppress-shortcuts'))"
    )
    assert set(stops) == {"true"}


def test_a_question_mark_lists_the_keys(mount: Mount, demo: Workspace) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    pane_of(page)
    press(page, "?")
    keys = page.get_by_role("region", name="Keys")
    assert "back to what was in the middle before" in keys.inner_text()
    press(page, "Escape")
    assert keys.is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"


def test_a_view_that_goes_leaves_nothing_behind(mount: Mount, demo: Workspace) -> None:
    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    pane_of(page)
    assert page.evaluate("window.listening()") == 3
    page.evaluate("window.leave()")
    assert page.evaluate("[window.listening(), document.querySelector('.wbn')]") == [0, None]


@pytest.mark.parametrize("width", [300, 1000])
def test_axe_finds_nothing_wrong(mount: Mount, demo: Workspace, theme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = mount(NeighbourhoodPicture(demo, *ATTACK))
    page.set_viewport_size({"width": width, "height": 800})
    page.add_style_tag(content=f"{theme} body {{ background: var(--jp-layout-color0) }}")
    pane_of(page)
    page.get_by_text("The same as text").click()
    page.get_by_role("listbox").focus()
    found: list[Any] = []
    for keys in (["ArrowRight"], ["+"], ["?"], ["Escape"]):
        press(page, *keys)
        page.wait_for_timeout(300)
        found += Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
