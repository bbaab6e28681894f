"""The first part of the page: the five sentences, what they leave out, where they come from."""

from __future__ import annotations

from workbench.analysis.impact_result import Impact
from workbench.report.markup import Markup, element, joined
from workbench.report.portion import Portion
from workbench.report.provenance import facts, source_line
from workbench.report.sentences import Sentence, borrowed_line, sentences
from workbench.report.wording import share

__all__ = ["answer_section", "basis_section"]

#: Facts that need a whole line.
_WIDE = ("Dropped", "Note")


def answer_section(impact: Impact) -> Markup:
    """Give the five sentences, each beside its shares by activity and by code."""
    return element(
        "section",
        element("h2", "The answer in five sentences", id="answer-heading"),
        element("ol", *(_answer(sentence) for sentence in sentences(impact)), class_="answers"),
        element(
            "p", element("strong", "Counted apart."), " ", borrowed_line(impact), class_="apart"
        ),
        id="answer",
        aria_labelledby="answer-heading",
    )


def _answer(sentence: Sentence) -> Markup:
    words = element("div", element("h3", sentence.heading), element("p", sentence.text))
    return element("li", _gauge(sentence), words)


def _gauge(sentence: Sentence) -> Markup:
    part = sentence.part
    if part is None:
        unknown = element("span", "Not in any table", class_="unknown")
        return element("div", unknown, class_="gauge")
    inside = sentence.inside[1] if sentence.inside else None
    return element(
        "div",
        element("span", share(part.activity_share), class_="big"),
        element("span", "of activity", class_="of"),
        _meter(part.activity_share, None if inside is None else inside.activity_share),
        element("span", share(part.codes_share), class_="small"),
        element("span", "of codes", class_="of"),
        _meter(part.codes_share, None if inside is None else inside.codes_share),
        _key(sentence.inside),
        class_="gauge",
    )


def _key(inside: tuple[str, Portion] | None) -> Markup | None:
    if inside is None:
        return None
    words, part = inside
    shares = f"{share(part.activity_share)} of activity, {share(part.codes_share)} of codes"
    return element("p", f"{words}: {shares}", class_="key")


def _meter(ratio: float, inside: float | None) -> Markup:
    within = None if inside is None else _bar(inside, "inside")
    return element("span", _bar(ratio, None), within, class_="meter", aria_hidden="true")


def _bar(ratio: float, kind: str | None) -> Markup:
    return element("span", style=f"width:{ratio:.2%}", class_=kind)


def basis_section(impact: Impact) -> Markup:
    """Give releases, year, unit, bridges, what was dropped, and the notes."""
    lines = (
        element(
            "div",
            element("dt", fact.label),
            element("dd", fact.value),
            class_="wide" if fact.label in _WIDE else None,
        )
        for fact in facts(impact)
    )
    return element(
        "section",
        element("h2", "Where the figures come from"),
        element("p", source_line(impact), class_="muted"),
        element("dl", joined(*lines), class_="facts"),
        id="basis",
    )
