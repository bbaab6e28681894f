"""What the measures mean, and the names of chapters: tables typed by hand."""

from __future__ import annotations

from pathlib import Path

from tests.report.examples import CONTRACT
from workbench.core.icd10 import CHAPTERS
from workbench.core.icd11 import NOMINAL_CHAPTER
from workbench.report.chapters import ICD10_NAMES, ICD11_NAMES, is_new_chapter
from workbench.report.definitions import MEASURES, TERMS
from workbench.report.digest import RESIDUAL_KINDS


def test_every_measure_and_value_of_the_contract_has_a_meaning() -> None:
    defined = {m.measure: tuple(value.value for value in m.values) for m in MEASURES}
    method = ("exact", "xfill", "place4", "fifth", "layer", "parent", "none")
    assert defined == {**CONTRACT, "method": method}


def test_no_label_stands_for_two_values_of_a_measure() -> None:
    for measure in MEASURES:
        labels = [value.label for value in measure.values]
        assert len(set(labels)) == len(labels)


def test_meanings_are_sentences() -> None:
    texts = [m.meaning for m in MEASURES] + [v.meaning for m in MEASURES for v in m.values]
    assert [t for t in (*texts, *(term.meaning for term in TERMS)) if not t.endswith(".")] == []


def test_measures_name_the_companion_they_need() -> None:
    assert {m.measure: m.needs for m in MEASURES if m.needs} == {
        "residual_kind": "foundation",
        "many_targets": "alternatives",
        "any_cluster": "alternatives",
        "all_cluster": "alternatives",
        "round_trip": "back",
    }


def test_the_documentation_defines_the_same_measures_and_values() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "what-the-measures-mean.md"
    text = page.read_text(encoding="utf-8")
    for measure, values in CONTRACT.items():
        assert measure in text
        assert [value for value in values if value not in text] == []


def test_residual_kinds_are_those_of_the_contract() -> None:
    assert sorted(RESIDUAL_KINDS) == sorted(CONTRACT["residual_kind"])


def test_each_of_the_22_chapters_of_icd10_has_a_name_of_its_own() -> None:
    assert list(ICD10_NAMES) == [numeral for numeral, _, _ in CHAPTERS]
    assert len(set(ICD10_NAMES.values())) == 22


def test_each_of_the_28_chapters_of_icd11_has_a_name_of_its_own() -> None:
    numbers = [f"{number:02d}" for number in range(1, 27)]
    assert list(ICD11_NAMES) == [*numbers, "V", "X"]
    assert len(set(ICD11_NAMES.values())) == 28


def test_a_chapter_that_continues_another_bears_a_kindred_name() -> None:
    different = {
        source: (ICD10_NAMES[source], ICD11_NAMES[target])
        for source, target in NOMINAL_CHAPTER.items()
        if ICD10_NAMES[source] != ICD11_NAMES[target]
    }
    assert different == {"III": ("Blood and immunity", "Blood"), "VII": ("Eye", "Eye and sight")}


def test_six_chapters_are_new() -> None:
    new = [chapter for chapter in ICD11_NAMES if is_new_chapter(chapter)]
    assert new == ["04", "07", "17", "26", "V", "X"]
