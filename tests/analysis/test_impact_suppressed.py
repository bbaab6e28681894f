"""Counts that a publisher withheld: their codes count, their activity is no number and no 0."""

from __future__ import annotations

from tests.analysis.examples import counts, maps
from workbench.analysis.impact import impact
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem
from workbench.core.suppression import Suppressed

NOTE = (
    "Counts suppressed by the publisher (*): 3. They are in no total, so activity is at least what "
    "is said. A code with no other count is counted as a code, and its activity is not known."
)


def test_a_code_with_suppressed_counts_alone_has_no_activity_and_is_counted() -> None:
    withheld = {"I210": Suppressed(least=1, most=7), "I219": Suppressed(least=2, most=14, cells=2)}
    answer = impact(counts({"I10X": 9, "I210": 0, "I219": 30}, suppressed=withheld), maps())
    columns = ("code", "activity", "suppressed")
    assert list(zip(*(answer.per_code[name].to_pylist() for name in columns), strict=True)) == [
        ("I10X", 9, 0),
        ("I210", None, 1),
        ("I219", 30, 2),
    ]
    assert (answer.dataset.codes, answer.dataset.activity) == (3, 39)
    assert NOTE in answer.dataset.notes


def test_a_code_list_of_suppressed_counts_is_not_said_to_have_no_activity() -> None:
    withheld = {"I210": Suppressed(least=1, most=7)}
    heart = CodeList(name="heart", system=CodeSystem.ICD10, codes=("I21",))
    data = counts({"I10X": 9, "I210": 0}, suppressed=withheld)
    (told,) = impact(data, maps(), codelists=[heart]).codelists
    assert (told.activity_before, told.sensitivity) == (0, None)
    assert told.why == "what is counted of the list was suppressed by the publisher"


def test_a_dataset_of_suppressed_counts_alone_is_answered_by_code() -> None:
    withheld = {"I10X": Suppressed(least=3, most=21, cells=3)}
    answer = impact(counts({"I10X": 0}, suppressed=withheld), maps())
    assert (answer.dataset.codes, answer.dataset.activity) == (1, 0)
    assert NOTE in answer.dataset.notes
