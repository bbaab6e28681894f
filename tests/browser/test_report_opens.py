"""The report in a real browser: offline, drawn, in both themes, by keyboard, for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.examples import typed_impact
from workbench.report import five_sentences, write_report

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_DRAWN = "document.querySelectorAll('.sankey-link').length > 0"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    write_report(typed_impact(), folder)
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a report with more lists than a frame holds, counts as long as those of a nation."""
    folder = tmp_path_factory.mktemp("large")
    typed = typed_impact()
    kidney, hip = typed.codelists
    before, after = 38_657_620, 38_668_090
    wide = replace(kidney, activity_before=before, activity_after=after, low=before, high=after)
    many = (hip, *(replace(wide, name=f"ICD_a_long_name_of_list_{n:02d}") for n in range(40)))
    write_report(replace(typed, codelists=many), folder)
    return (folder / "report.html").as_uri()


@pytest.fixture
def report(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_function(_DRAWN)
    return page


def test_the_five_sentences_stand_at_the_top(report: Page) -> None:
    shown = report.locator("#answer li p:not(.key)").all_inner_texts()
    assert tuple(" ".join(text.split()) for text in shown) == five_sentences(typed_impact())


def test_nothing_is_asked_of_any_machine(page: Page, address: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.wait_for_function(_DRAWN)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == []


def test_a_script_that_is_not_the_reports_does_not_run(report: Page) -> None:
    report.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " { textContent: 'window.intruded = true' }))"
    )
    assert report.evaluate("window.intruded") is None


def test_the_figures_are_drawn(report: Page) -> None:
    assert report.locator("#figure-flow .sankey-link").count() == 10
    assert report.locator("#figure-residual-activity .point").count() == 4 * 8
    assert report.locator(".fallback").count() == 0


def test_figures_follow_the_theme(report: Page) -> None:
    def background() -> Any:  # noqa: ANN401 - whatever the page says
        return report.evaluate("document.querySelector('#figure-flow .main-svg').style.background")

    report.emulate_media(color_scheme="light")
    report.wait_for_timeout(300)
    assert background() == "rgb(255, 255, 255)"
    report.emulate_media(color_scheme="dark")
    report.wait_for_timeout(300)
    assert background() == "rgb(16, 23, 29)"


def test_the_keyboard_reaches_the_report_its_figures_and_its_tables(report: Page) -> None:
    report.keyboard.press("Tab")
    assert report.evaluate("document.activeElement.textContent") == "Skip to the report"
    report.keyboard.press("Enter")
    reached = []
    for _ in range(14):
        report.keyboard.press("Tab")
        reached.append(
            report.evaluate(
                "document.activeElement.getAttribute('aria-labelledby')"
                " || document.activeElement.querySelector('[role=img]')?.id"
                " || document.activeElement.tagName"
            )
        )
    for place in ("figure-flow", "table-moves", "SUMMARY", "figure-residual-codes", "table-open"):
        assert place in reached


def test_a_folded_table_opens_by_keyboard(report: Page) -> None:
    folded = report.locator("#flow details")
    folded.locator("summary").focus()
    report.keyboard.press("Enter")
    assert folded.get_by_role("table").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_nothing_wrong(report: Page, scheme: Any, width: int) -> None:  # noqa: ANN401
    from axe_playwright_python.sync_playwright import Axe

    report.emulate_media(color_scheme=scheme)
    report.set_viewport_size({"width": width, "height": 900})
    report.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    report.wait_for_timeout(300)
    found = Axe().run(report).response["violations"]
    assert [(rule["id"], [node["html"][:90] for node in rule["nodes"]]) for rule in found] == []


def test_a_narrow_page_does_not_scroll_sideways(report: Page) -> None:
    report.set_viewport_size({"width": 360, "height": 800})
    assert report.evaluate("document.documentElement.scrollWidth") <= 360


_ROOM_LEFT = """name => {
    const box = document.querySelector(`[aria-labelledby="table-${name}"]`);
    return [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight];
}"""


def test_a_wide_page_holds_the_code_lists_from_side_to_side(page: Page, large: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(large)
    aside, down = page.evaluate(_ROOM_LEFT, "lists")
    assert aside <= 0
    assert down > 0


@pytest.mark.parametrize("width", [390, 1400])
def test_a_short_table_is_never_cut(report: Page, width: int) -> None:
    report.set_viewport_size({"width": width, "height": 500})
    assert report.evaluate(_ROOM_LEFT, "moves")[1] <= 0
    assert report.evaluate(_ROOM_LEFT, "def-method")[1] <= 0


def test_a_long_table_says_that_it_goes_on_until_its_end_is_reached(page: Page, large: str) -> None:
    page.goto(large)
    box = page.locator('[aria-labelledby="table-lists"]')
    hint = page.locator("#lists .hint.down")
    hint.wait_for(state="visible")
    box.evaluate("box => box.scrollTo(0, box.scrollHeight)")
    hint.wait_for(state="hidden")


def test_on_a_telephone_the_flow_says_that_its_other_half_lies_aside(report: Page) -> None:
    report.set_viewport_size({"width": 390, "height": 800})
    hint = report.locator("#flow figure .hint.aside")
    hint.wait_for(state="visible")
    assert hint.inner_text() == "Scroll sideways for the rest →"
    report.locator("#flow .plot").evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    hint.wait_for(state="hidden")
    report.set_viewport_size({"width": 1400, "height": 800})
    assert report.locator(".hint.aside:visible").count() == 0


def test_on_a_telephone_a_meaning_has_the_width_of_the_page(report: Page) -> None:
    report.set_viewport_size({"width": 390, "height": 800})
    meanings = report.locator(".meanings tbody td:nth-child(3)")
    widths = meanings.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().width)")
    assert len(widths) > 30
    assert min(widths) > 300


def test_printing_opens_what_is_folded_and_closes_it_again(report: Page) -> None:
    report.emulate_media(color_scheme="dark")
    report.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert report.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    page_colour = "getComputedStyle(document.documentElement).getPropertyValue('--page')"
    assert report.evaluate(page_colour) == "#ffffff"
    report.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert report.evaluate("document.querySelectorAll('details[open]').length") == 0
