"""The answer in five sentences that a board member understands, and the same for a terminal.

The sentences count direct maps only; what is borrowed from a parent's row stands in a line of its
own, because its meaning differs. Where a companion map is missing, the sentence says so.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final

import pyarrow.compute as pc

from workbench.analysis.impact_result import Impact
from workbench.core.codes import CodeSystem
from workbench.core.icd11 import normal_text
from workbench.io.datasets import Unit
from workbench.report.chapters import is_new_chapter, target_label, target_order
from workbench.report.layer_words import layer_lines
from workbench.report.portion import (
    Portion,
    direct_rows,
    measured,
    portion,
    portion_of_rows,
    said,
    said_briefly,
)
from workbench.report.provenance import facts, source_line, title
from workbench.report.wording import amount, counted, listed, system_name, year_name

__all__ = ["Sentence", "borrowed_line", "five_sentences", "sentences", "text_report"]

_WIDTH: Final = 100
#: What no table can answer, by what was counted.
_UNANSWERABLE: Final = (
    "income, of the rules that select a cause of death, or of the first-listed diagnosis: these "
    "are counts of codes, not of priced, certified or sequenced records"
)
_UNANSWERABLE_OF: Final[dict[str, str]] = {
    Unit.FIRST_LISTED: (
        "income, of the rules that select a cause of death, or of what an episode held beside its "
        "first-listed code: these are counts of codes, not of priced, certified or whole records"
    ),
    Unit.OCCURRENCES: (
        "income or of the first-listed procedure: these are counts of codes, not of priced or "
        "sequenced records"
    ),
}
_BROADER: Final = ("nonleaf", "extension", "block", "chapter", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One of the five.

    Attributes
    ----------
    heading
        What it is about, in a few words.
    text
        The sentence.
    part
        The portion it leads with; None where nothing was measured.
    inside
        What is told apart within that portion, and how much it is.
    """

    heading: str
    text: str
    part: Portion | None
    inside: tuple[str, Portion] | None = None


def five_sentences(impact: Impact) -> tuple[str, ...]:
    """Give the answer in exactly five sentences, each by code and by activity.

    Parameters
    ----------
    impact
        What a move would change.

    Returns
    -------
    tuple of str
        How much has a target at the finest level; how much lands on other or unspecified, and how
        little of that is new; what changes chapter; what shares its target; what no table can
        answer.
    """
    return tuple(sentence.text for sentence in sentences(impact))


def sentences(impact: Impact) -> tuple[Sentence, ...]:
    """Give the five sentences with their headings and leading figures."""
    return (
        _finest(impact),
        _residual(impact),
        _moved(impact),
        _shared(impact),
        _unanswerable(impact),
    )


def _direct(impact: Impact, measure: str, *values: str) -> Portion:
    """Count values of a measure that needs no companion map."""
    found = measured(impact.measures_direct, impact.dataset, measure, *values)
    return found or portion(impact.dataset, codes=0, activity=0)


def _finest(impact: Impact) -> Sentence:
    leaf = _direct(impact, "target_kind", "leaf")
    rest = _direct(impact, "target_kind", *_BROADER)
    dataset, releases = impact.dataset, impact.releases
    when = f"in {year_name(dataset.year)}" if dataset.year else "in this dataset"
    text = (
        f"Of the {counted(dataset.codes, f'{system_name(releases.source)} code')} used {when}, "
        f"{said(leaf)}, {_does(leaf, 'has', 'have')} an {system_name(releases.target)} code at the "
        f"finest level; a further {said_briefly(rest)} {_does(rest, 'leads', 'lead')} only to a "
        "broader code, a heading, a code that cannot stand alone, or nothing."
    )
    return Sentence(heading="At the finest level", text=text, part=leaf)


def _residual(impact: Impact) -> Sentence:
    residual = _direct(impact, "residual", "other", "unspecified")
    loss = measured(impact.measures_direct, impact.dataset, "residual_kind", "new_loss")
    lands = _does(residual, "lands", "land")
    text = f"{said(residual)}, {lands} on a code that says only 'other' or 'unspecified'; "
    if loss is None:
        text += "how much of that is new loss cannot be said, for want of the Foundation table."
        return Sentence(heading="Other and unspecified", text=text, part=residual)
    small = loss.codes * 2 < residual.codes and loss.activity * 2 < residual.activity
    text += (
        f"of these {'only ' if small else ''}{said_briefly(loss)} {_does(loss, 'is', 'are')} a new "
        f"loss of detail, judged by {system_name(impact.releases.source)}'s titles, a crude test."
    )
    inside = ("new loss", loss)
    return Sentence(heading="Other and unspecified", text=text, part=residual, inside=inside)


def _moved(impact: Impact) -> Sentence:
    source = system_name(impact.releases.source)
    if source != CodeSystem.ICD10.label:
        text = f"No chapter of ICD-11 continues one of {source}: what changes chapter is not asked."
        return Sentence(heading="Change of chapter", text=text, part=None)
    moved = _direct(impact, "moved_chapter", "yes")
    new, chapters = _to_new_chapters(impact)
    known = portion(
        impact.dataset, codes=moved.codes - new.codes, activity=moved.activity - new.activity
    )
    where = f" ({listed([target_label(chapter) for chapter in chapters])})" if chapters else ""
    text = f"{said(moved)}, {_does(moved, 'changes', 'change')} chapter"
    if new.codes:
        text += (
            f": {said_briefly(known)} {_does(known, 'goes', 'go')} to another chapter that "
            f"{source} has too and, apart from these, {said_briefly(new)} "
            f"{_does(new, 'goes', 'go')} to a chapter that {source} did not have{where}."
        )
    else:
        text += f", none of them to one that {source} did not have."
    inside = (f"to a chapter {source} did not have", new) if new.codes else None
    return Sentence(heading="Change of chapter", text=text, part=moved, inside=inside)


def _to_new_chapters(impact: Impact) -> tuple[Portion, list[str]]:
    rows = direct_rows(impact.per_code)
    rows = rows.filter(pc.equal(rows["moved_chapter"], "yes"))
    chapters = [c for c in rows["target_chapter"].unique().to_pylist() if is_new_chapter(c)]
    kept = rows.filter(pc.is_in(rows["target_chapter"], value_set=_strings(chapters)))
    return portion_of_rows(kept, impact.dataset), sorted(chapters, key=target_order)


def _strings(values: list[str]) -> object:
    import pyarrow as pa

    return pa.array(values, pa.string())


def _shared(impact: Impact) -> Sentence:
    merged = _direct(impact, "merged", "true")
    text = f"{said(merged)}, {_does(merged, 'shares its', 'share their')} target with another code"
    if merged.codes:
        target = counted(_shared_targets(impact), f"{system_name(impact.releases.target)} target")
        text += (
            f": {_does(merged, 'it leads', 'between them they lead')} to {target}, and a count by "
            f"target can no longer tell {_does(merged, 'it', 'them')} apart"
        )
    text += "."
    return Sentence(heading="Shared targets", text=text, part=merged)


def _shared_targets(impact: Impact) -> int:
    """Count the targets of the direct codes that share theirs: the codes the sentence speaks of."""
    rows = direct_rows(impact.per_code)
    shared = rows.filter(pc.equal(rows["merged"], "true"))["target"].unique().to_pylist()
    return len({normal_text(target) for target in shared})


def _unanswerable(impact: Impact) -> Sentence:
    dataset = impact.dataset
    text = (
        f"For all {counted(dataset.codes, 'code')} (100%), with {amount(dataset.activity)} in "
        f"activity (100%), no table can answer what becomes of "
        f"{_UNANSWERABLE_OF.get(dataset.unit, _UNANSWERABLE)}."
    )
    return Sentence(heading="What no table can answer", text=text, part=None)


def borrowed_line(impact: Impact) -> str:
    """Say what the five sentences leave out: borrowed maps, and codes that are not found.

    Parameters
    ----------
    impact
        What a move would change.
    """
    borrowed = measured(impact.measures, impact.dataset, "method", "parent")
    absent = measured(impact.measures, impact.dataset, "method", "none")
    if borrowed is None or borrowed.codes == 0:
        first = "No code borrows its parent's row (0 codes, 0 in activity)"
    else:
        first = (
            f"{said(borrowed)}, "
            f"{_does(borrowed, 'has no row and borrows its', 'have no row and borrow their')} "
            f"parent's{_largest(impact)}, whose meaning differs, so the sentences leave this out"
        )
    if absent is None or absent.codes == 0:
        every = "every other code" if borrowed is not None and borrowed.codes else "every code"
        return f"{first}; {every} is found in the map."
    return f"{first}; {said_briefly(absent)} {_does(absent, 'is', 'are')} not found in the map."


def _does(part: Portion, one: str, many: str) -> str:
    """Give the verb that goes with the number of codes."""
    return one if part.codes == 1 else many


def _largest(impact: Impact) -> str:
    rows = impact.per_code.filter(pc.equal(impact.per_code["method"], "parent"))
    top = rows.sort_by([("activity", "descending"), ("code", "ascending")]).slice(0, 1).to_pylist()
    if not top:
        return ""
    most = "most of it " if rows.num_rows > 1 else ""
    return f" ({most}{top[0]['code']} by {top[0]['key']})"


def text_report(impact: Impact) -> str:
    """Give the answer for a terminal: the sentences, the borrowed line, layers, where from.

    Parameters
    ----------
    impact
        What a move would change.

    Returns
    -------
    str
        Lines of at most 100 columns, unless one word is longer; no line break at the end.
    """
    numbered = [
        _wrapped(text, first=f"{number}. ", rest="   ")
        for number, text in enumerate(five_sentences(impact), start=1)
    ]
    known = facts(impact)
    room = max(len(fact.label) for fact in known) + 4
    where = [_wrapped(f.value, first=f"  {f.label:<{room - 2}}", rest=" " * room) for f in known]
    apart = _wrapped(borrowed_line(impact), first="Apart: ", rest="   ")
    head = (_wrapped(title(impact)), _wrapped(source_line(impact)))
    layers = [_wrapped(text, first=first, rest=" " * 9) for first, text in layer_lines(impact)]
    over = ["", *layers] if layers else []
    return "\n".join((*head, "", *numbered, "", apart, *over, "", "Where from", *where))


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        width=_WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
