"""The page: everything in it, nothing from outside, readable by everybody."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.report.examples import impact_of, per_code_rows, with_term, without_companions
from workbench.analysis.impact_result import Impact
from workbench.report.html import html_report
from workbench.report.html_tables import Column, table
from workbench.report.markup import element, joined, raw_element
from workbench.report.sections_figures import figures_of
from workbench.report.sentences import borrowed_line, five_sentences

Attributes = dict[str, str | None]

_FRAMES = {"scroll", "scroll long", "plot", "plot bars"}


class _Page(HTMLParser):
    """Collect what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, Attributes]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, *names: str) -> list[tuple[str, Attributes]]:
        return [(tag, attributes) for tag, attributes in self.tags if tag in names]


@pytest.fixture
def page(impact: Impact) -> _Page:
    return _Page(html_report(impact))


def test_the_page_leads_with_the_five_sentences_and_what_is_borrowed(
    impact: Impact, page: _Page
) -> None:
    places = [page.text.index(text) for text in (*five_sentences(impact), borrowed_line(impact))]
    assert places == sorted(places)


def test_the_page_asks_nothing_from_outside(page: _Page) -> None:
    loading = [
        (tag, name, value)
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if name in {"src", "href", "action", "data", "srcset", "poster", "background"}
    ]
    assert [link for link in loading if not (link[2] or "").startswith("#")] == []
    assert page.named("link", "iframe", "img", "object", "form", "base") == []


def test_the_page_lets_only_its_own_two_scripts_run(page: _Page) -> None:
    policy = next(
        attributes["content"] or ""
        for _, attributes in page.named("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.count("'sha256-") == 2
    script_rule = policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in script_rule
    running = [a for _, a in page.named("script") if a.get("type") != "application/json"]
    assert running == [{}, {}]


def test_plotly_is_in_the_page_once(impact: Impact) -> None:
    assert len(re.findall(r"\* plotly\.js v\d", html_report(impact))) == 1


def test_links_lead_to_places_in_the_page(page: _Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    targets = {(attributes["href"] or "")[1:] for _, attributes in page.named("a")}
    assert targets <= set(ids)
    labels = {a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a}
    assert labels <= set(ids)


def test_headings_go_down_one_level_at_a_time(page: _Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(next_ <= level + 1 for level, next_ in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_its_scope(page: _Page) -> None:
    assert len(page.named("caption")) == len(page.named("table")) > 15
    scopes = {attributes.get("scope") for _, attributes in page.named("th")}
    assert scopes == {"col", "colgroup", "row", "rowgroup"}


def test_the_keyboard_reaches_every_table_and_figure(page: _Page) -> None:
    frames = [a for _, a in page.tags if a.get("class") in _FRAMES]
    assert frames
    assert {attributes["tabindex"] for attributes in frames} == {"0"}


def test_what_may_scroll_stands_between_words_that_say_so(page: _Page) -> None:
    frames = [a for _, a in page.tags if a.get("class") in _FRAMES]
    for hint in ("view", "hint aside", "hint down"):
        assert len([a for _, a in page.tags if a.get("class") == hint]) == len(frames)


def test_a_short_table_stands_there_whole_and_a_long_one_scrolls() -> None:
    def frame(rows: int) -> str:
        cells = [[str(number)] for number in range(rows)]
        return table("t", "Numbers.", (Column(heading="Number"),), cells, source="")

    assert 'class="scroll"' in frame(20)
    assert 'class="scroll long"' in frame(21)


def test_the_codes_to_decide_on_are_of_every_kind_that_is_no_code(page: _Page) -> None:
    assert (
        "6 codes (46.2%), with 222 in activity (22.2%), lead to a block or chapter, to an "
        "extension code alone or to nothing, have several possible targets or borrow their "
        "parent's row. Somebody has to decide on each; these carry the most activity."
    ) in page.text


def test_shared_targets_are_said_to_count_borrowed_maps(page: _Page) -> None:
    assert (
        "1 target brings together 2 codes of the map, reached by 2 codes (15.4%), with 160 in "
        "activity (16.0%), borrowed maps included."
    ) in page.text


def test_every_figure_has_its_place(impact: Impact, page: _Page) -> None:
    pictures = {a["id"] for _, a in page.tags if a.get("role") == "img"}
    assert pictures == set(figures_of(impact))


def test_the_page_says_its_language_and_both_themes(page: _Page) -> None:
    assert page.named("html")[0][1]["lang"] == "en-GB"
    schemes = [a["content"] for _, a in page.named("meta") if a.get("name") == "color-scheme"]
    assert schemes == ["light dark"]


@pytest.mark.parametrize(
    "term",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "a & b < c",
    ],
)
def test_words_from_the_data_stay_words(term: str) -> None:
    safe, hostile = _Page(html_report(with_term("words"))), _Page(html_report(with_term(term)))
    assert hostile.tags == safe.tags
    assert term in hostile.text


def test_words_from_the_data_cannot_end_the_figures() -> None:
    rows = per_code_rows()
    rows[3]["target_chapter"] = "</script><script>alert(1)</script>"
    page = _Page(html_report(impact_of(rows)))
    assert len(page.named("script")) == 3


def test_the_same_impact_gives_the_same_page(impact: Impact) -> None:
    assert html_report(impact) == html_report(impact)


def test_without_companions_the_page_says_what_it_cannot_tell() -> None:
    page = _Page(html_report(without_companions()))
    assert "no Foundation table for this map" in page.text
    assert "Which codes have several possible targets cannot be told" in page.text
    assert "Not measured, for want of a companion map" in page.text
    assert 'id="lists"' not in html_report(without_companions())


def test_a_dataset_that_lost_nothing_says_so(impact: Impact) -> None:
    whole = replace(impact, dataset=replace(impact.dataset, dropped=()))
    assert "Nothing was dropped: 0 codes, 0 in activity." in _Page(html_report(whole)).text


def test_text_is_escaped_and_markup_is_not() -> None:
    assert joined("<", element("b", "<"), None) == "&lt;<b>&lt;</b>"
    assert element("td", "x", class_='a"b') == '<td class="a&quot;b">x</td>'


def test_a_script_that_would_end_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="would end it early"):
        raw_element("script", "'</SCRIPT>'")


def test_what_no_page_can_hold_is_shown_as_a_mark() -> None:
    assert element("b", "a\x00b\x1b") == "<b>a\ufffdb\ufffd</b>"
