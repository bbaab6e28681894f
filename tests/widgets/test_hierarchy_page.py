"""The hierarchy browser in a real page, by keyboard: the real class and the real module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.widgets.examples import book, ladder, manifold, wide
from workbench.views.tree import Open
from workbench.widgets import HierarchyBrowser

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.widgets.conftest import Mount

pytestmark = pytest.mark.browser

_SHOW_AGAIN = """() => {
    const place = document.createElement('section');
    document.querySelector('main').append(place);
    return window.show(place);
}"""
_PRESS_AT_ONCE = """keys => {
    const tree = document.querySelector('[role=tree]');
    for (const key of keys) {
        tree.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
}"""


def tree_of(page: Page) -> Locator:
    """Give the tree with the focus on it, once its first rows are there."""
    tree = page.get_by_role("tree")
    tree.get_by_role("treeitem").first.wait_for()
    tree.focus()
    return tree


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_at(page: Page, code: str) -> None:
    """Wait until the row the cursor is on says a code."""
    page.locator(".wbh-on .wb-code", has_text=code).wait_for()
    active = page.get_by_role("tree").get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}'] .wb-code").inner_text() == code


def expect_selected(page: Page, browser: HierarchyBrowser, code: str) -> None:
    """Wait until Python knows where the cursor is."""
    for _ in range(100):
        if browser.selected == code:
            return
        page.wait_for_timeout(20)
    assert browser.selected == code


def seen(tree: Locator) -> list[str]:
    return [text.replace("\n", " ") for text in tree.locator(".wb-code").all_inner_texts()]


def test_arrows_open_walk_and_close(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree = tree_of(page)
    press(page, "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    expect_at(page, "I21")
    assert seen(tree) == ["V", "IX", "I20-I25", "I21", "I24", "I43*"]
    expect_selected(page, browser, "I21")
    press(page, "ArrowLeft")
    expect_at(page, "I20-I25")
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect_at(page, "IX")
    assert seen(tree) == ["V", "IX"]
    expect_selected(page, browser, "IX")


def test_a_row_says_its_level_its_place_and_what_it_is(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book(), selected="I24"))
    tree_of(page)
    expect_at(page, "I24")
    row = page.locator(".wbh-on")
    names = ("role", "aria-level", "aria-setsize", "aria-posinset", "aria-expanded")
    said = [row.get_attribute(name) for name in (*names, "aria-selected")]
    assert said == ["treeitem", "3", "2", "2", None, "true"]
    assert "I24 Old closure" in row.inner_text().replace("\n", " ")
    found = page.get_by_role("treeitem", name="I24 Old closure category, not assignable, retired")
    assert found.count() == 1
    assert page.locator(".wbh-on .wb-tag").inner_text() == "retired"
    assert page.locator(".wbh-on .wbh-mark").inner_text() == "○"
    opened = page.get_by_role("treeitem", name="I20-I25")
    assert opened.get_attribute("aria-expanded") == "true"


def test_letters_go_to_the_next_row_that_begins_so(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    press(page, "ArrowDown", "*")
    page.get_by_role("treeitem", name="I43*").wait_for()
    page.keyboard.type("sudden closure in")
    expect_at(page, "I21.0")
    page.wait_for_timeout(900)
    page.keyboard.type("i43")
    expect_at(page, "I43*")
    page.wait_for_timeout(900)
    page.keyboard.type("zz")
    page.get_by_role("status").filter(has_text="no row begins with “zz”").wait_for()


def test_a_search_goes_to_what_it_finds_and_opens_the_way_there(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree = tree_of(page)
    press(page, "/")
    page.keyboard.type("closure")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("status").inner_text() == "3 found; ↓ goes into them"
    press(page, "ArrowDown", "ArrowDown")
    box = page.get_by_role("combobox")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}']").get_attribute("aria-selected") == "true"
    press(page, "Enter")
    expect_at(page, "I21.0")
    assert seen(tree) == ["V", "IX", "I20-I25", "I21", "I21.0", "I21.9", "I24", "I43*"]
    assert browser.selected == "I21.0"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tree"
    assert page.get_by_role("listbox").is_hidden()


def test_enter_at_once_takes_the_first_that_is_found(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    press(page, "/")
    page.keyboard.type("forget")
    press(page, "Enter")
    expect_at(page, "F03")


def test_what_is_not_found_is_said(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    press(page, "/")
    page.keyboard.type("appendix")
    page.get_by_role("status").filter(has_text="nothing found for “appendix”").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("?!")
    page.get_by_role("status").filter(has_text="no letter").wait_for()
    press(page, "Escape")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tree"


def test_brackets_go_round_the_places_of_a_concept(mount: Mount) -> None:
    browser = HierarchyBrowser(manifold(), selected="aorta")
    page = mount(browser)
    tree_of(page)
    expect_at(page, "aorta")
    paths = [browser.view.path]
    for _ in range(3):
        press(page, "]")
        said = f"place {len(paths) % 3 + 1} of 3"
        page.get_by_role("status").filter(has_text=said).wait_for()
        assert said in page.locator(".wb-detail").inner_text()
        paths.append(browser.view.path)
    assert paths == [
        ("all", "body", "chest", "aorta"),
        ("all", "body", "vessel", "aorta"),
        ("all", "zone", "chest", "aorta"),
        ("all", "body", "chest", "aorta"),
    ]
    press(page, "[")
    page.get_by_role("status").filter(has_text="place 3 of 3").wait_for()
    assert "in all all / zone zone / chest chest" in page.locator(".wb-detail").inner_text()


def test_python_moves_the_cursor_and_shows_what_was_hidden(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree_of(page)
    browser.selected = "I21.9"
    page.evaluate("window.news().then(window.take)")
    expect_at(page, "I21.9")


def test_the_end_of_ten_thousand_children_is_one_key_away(mount: Mount) -> None:
    browser = HierarchyBrowser(wide(10_000))
    page = mount(browser)
    tree = tree_of(page)
    press(page, "*", "End")
    expect_at(page, "C9999x")
    assert tree.get_by_role("treeitem").count() < 30
    press(page, "PageUp", "Home", "PageDown", "PageDown")
    page.locator(".wbh-on").wait_for()
    assert page.locator(".wbh-on").get_attribute("data-row") == "32"


def test_more_rows_than_a_page_can_be_tall_scroll_to_both_ends(mount: Mount) -> None:
    browser = HierarchyBrowser(ladder(19))
    page = mount(browser)
    tree = tree_of(page)
    press(page, "*")
    page.get_by_role("treeitem", name="A09").first.wait_for()
    last = len(browser.view) - 1
    assert last == 2**20 - 1
    press(page, "End")
    cursor = page.locator(".wbh-on")
    page.locator(f".wbh-on[data-row='{last}']").wait_for()
    press(page, "PageUp", "ArrowUp")
    page.locator(f".wbh-on[data-row='{last - 17}']").wait_for()
    tree.hover()
    page.mouse.wheel(0, -26 * 5)
    page.locator(f"[data-row='{last - 15 - 5}']").wait_for()
    tree.evaluate("tree => { tree.scrollTop = tree.scrollHeight / 2; }")
    cursor.wait_for(state="detached")
    middle = int(page.get_by_role("treeitem").first.get_attribute("data-row") or 0)
    assert abs(middle - last / 2) < 100
    press(page, "Home")
    page.locator(".wbh-on[data-row='0']").wait_for()


def test_what_was_out_of_the_page_comes_back_at_the_same_rows(mount: Mount) -> None:
    page = mount(HierarchyBrowser(wide(1_000)))
    tree = tree_of(page)
    press(page, "*", "End")
    expect_at(page, "C999x")
    top = tree.evaluate("tree => tree.scrollTop")
    page.evaluate("window.gone = document.querySelector('.wb'); window.at = gone.parentNode")
    page.evaluate("gone.remove()")
    page.evaluate("new Promise(requestAnimationFrame).then(() => at.append(gone))")
    page.wait_for_function("top => document.querySelector('.wbh-tree').scrollTop === top", arg=top)
    assert page.locator(".wbh-on .wb-code").inner_text() == "C999x"


def test_keys_typed_faster_than_python_answers_are_all_obeyed(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree_of(page)
    down, right = "ArrowDown", "ArrowRight"
    keys = [down, right, down, right, down, right, down, down]
    page.evaluate(_PRESS_AT_ONCE, keys)
    expect_at(page, "I21.9")


def test_an_answer_older_than_what_was_asked_last_is_dropped(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    press(page, "/")
    page.evaluate("window.held = []")
    # At once, not letter by letter: a slow machine would ask in the middle of a word, too.
    page.locator(":focus").fill("closure")
    page.wait_for_function("window.held.length === 1")
    page.locator(":focus").fill("forget")
    page.wait_for_function("window.held.length === 2")
    page.evaluate("window.held.reverse().forEach(window.take)")
    assert page.get_by_role("option").all_inner_texts() == ["F03 Forgetting category"]


def test_a_long_wait_is_told_until_the_answer_comes(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    page.evaluate("window.held = []")
    press(page, "ArrowRight")
    waiting = page.get_by_role("status").filter(has_text="Python has not answered yet")
    waiting.wait_for()
    page.evaluate("window.held.splice(0).forEach(window.take)")
    waiting.wait_for(state="detached")
    page.get_by_role("treeitem", name="F03").wait_for()


def test_a_key_for_rows_that_have_changed_meanwhile_is_refused_and_they_are_shown(
    mount: Mount,
) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree = tree_of(page)
    press(page, "ArrowDown")
    browser.view = browser.view.dispatch(Open(path=("V",)))
    press(page, "ArrowRight")
    page.get_by_role("status").filter(has_text="the tree has changed meanwhile").wait_for()
    page.get_by_role("treeitem", name="F03").wait_for()
    assert seen(tree) == ["V", "F03", "IX"]
    assert page.locator(".wbh-on .wb-code").inner_text() == "IX"


def test_the_element_with_the_focus_stays_and_keeps_lab_s_shortcuts_out(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree = tree_of(page)
    page.evaluate("window.before = document.activeElement")
    press(page, "ArrowDown", "*", "End", "d", "d", "/", "Escape")
    page.wait_for_timeout(200)
    assert page.evaluate("window.before === document.activeElement && window.before.isConnected")
    assert tree.get_attribute("data-lm-suppress-shortcuts") == "true"
    reached = page.evaluate(
        "[...document.querySelectorAll('[tabindex], input, button')]"
        ".map((stop) => stop.getAttribute('data-lm-suppress-shortcuts'))"
    )
    assert set(reached) == {"true"}


def test_a_question_mark_lists_the_keys(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    press(page, "?")
    keys = page.get_by_role("region", name="Keys")
    assert keys.is_visible()
    assert "previous and next place of the same concept" in keys.inner_text()
    press(page, "Escape")
    assert keys.is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tree"


def test_two_views_of_one_widget_share_what_is_open_and_no_id(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    page.evaluate(
        "window.show(document.querySelector('main').appendChild(document.createElement('section')))"
    )
    page.locator("section [role=treeitem]").first.wait_for()
    press(page, "ArrowDown", "ArrowRight")
    second = page.locator("section")
    second.get_by_role("treeitem", name="I20-I25").wait_for()
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids)) > 10
    assert second.locator(".wbh-on .wb-code").inner_text() == "V"


def test_opening_in_one_view_leaves_the_cursor_of_python_to_it(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree_of(page)
    page.evaluate(_SHOW_AGAIN)
    page.locator("section [role=treeitem]").first.wait_for()
    press(page, "ArrowDown", "ArrowRight", "ArrowDown")
    page.locator("section").get_by_role("treeitem", name="I20-I25").wait_for()
    expect_selected(page, browser, "I20-I25")
    page.wait_for_timeout(400)
    assert browser.selected == "I20-I25"


def test_what_python_selects_stands_against_a_key_that_was_earlier(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree_of(page)
    press(page, "ArrowDown")
    browser.selected = "I21.9"
    page.wait_for_timeout(400)
    expect_at(page, "I21.9")
    assert browser.selected == "I21.9"


def test_a_view_that_goes_leaves_nothing_behind(mount: Mount) -> None:
    page = mount(HierarchyBrowser(book()))
    tree_of(page)
    assert page.evaluate("window.listening()") == 3
    page.evaluate("window.leave()")
    assert page.evaluate("[window.listening(), document.querySelector('.wbh')]") == [0, None]


def test_the_mouse_opens_and_walks_too(mount: Mount) -> None:
    browser = HierarchyBrowser(book())
    page = mount(browser)
    tree_of(page)
    page.get_by_role("treeitem", name="Of the heart").locator(".wbh-sign").click()
    page.get_by_role("treeitem", name="I43*").click()
    expect_selected(page, browser, "I43")


@pytest.mark.parametrize("width", [300, 900])
def test_axe_finds_nothing_wrong(mount: Mount, theme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = mount(HierarchyBrowser(manifold(), selected="aorta"))
    page.set_viewport_size({"width": width, "height": 700})
    page.add_style_tag(content=f"{theme} body {{ background: var(--jp-layout-color0) }}")
    tree_of(page)
    found: list[Any] = []
    for keys in (["/"], ["a", "o", "ArrowDown"], ["Escape", "?"], ["Escape"]):
        press(page, *keys)
        page.wait_for_timeout(300)
        found += Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
