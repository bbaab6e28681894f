"""What a gap count is about: a code with what lies below it, or a code list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.gap_examples import eleven, gap_map, ten, usage
from tests.mapping.examples import map_set
from workbench.analysis.gap_result import Gaps
from workbench.analysis.gap_scope import ScopeForm, read_scope
from workbench.analysis.gaps import gaps
from workbench.errors import InputError


def scoped(text: str | Path) -> Gaps:
    graph = ten()
    scope = read_scope(text, graph)
    return gaps(gap_map(), graph, target_graph=eleven(), scope=scope, usage=usage())


def codelist(folder: Path, text: str, name: str = "ICD_heart.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_code_stands_for_itself_and_what_lies_below_it() -> None:
    found = scoped("I20-I25")
    assert [gap.code for gap in found] == ["I21.9", "I21.8", "I25"]
    assert (found.counts.sources, found.counts.mapped) == (4, 3)
    assert found.to_dict()["activity"] == {"total": 147, "mapped": 140, "no_map": 0, "unmapped": 7}
    assert found.scope == "I20-I25 and what lies below it"


def test_shares_are_of_the_activity_in_scope() -> None:
    assert [gap.share for gap in scoped("I21.9")] == [1.0]


def test_a_listed_code_stands_for_every_longer_one_that_begins_with_it(tmp_path: Path) -> None:
    found = scoped(codelist(tmp_path, "ICD10 code\nI21\nQ99.9\nI10X\nZ00\n"))
    assert [gap.code for gap in found] == ["I10", "I21.9", "I21.8", "Q99.9"]
    assert "Listed codes that stand for nothing in the source release: Q99.9, Z00." in found.notes
    assert found.scope == "the code list ICD_heart.csv"


def test_a_file_goes_before_a_code_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codelist(tmp_path, "ICD10 code\nB96\n", name="I21")
    assert read_scope("I21", ten()).form is ScopeForm.CODE
    monkeypatch.chdir(tmp_path)
    assert read_scope("I21", ten()).form is ScopeForm.FILE


def test_codes_of_icd_11_are_listed_one_by_one(tmp_path: Path) -> None:
    scope = read_scope(codelist(tmp_path, "ICD11 code\nBA41\nQQ\n"), eleven())
    assert scope.ordinals is not None
    assert [eleven().code_at(at) for at in scope.ordinals.tolist()] == ["BA41"]
    assert scope.unknown == ("QQ",)


def test_an_expression_is_asked_of_the_source_release() -> None:
    found = scoped("<< I21 MINUS I21.0")
    assert [gap.code for gap in found] == ["I21.9", "I21.8"]
    assert found.scope == "the expression << I21 MINUS I21.0"


def test_an_expression_may_be_longer_than_the_name_of_a_file() -> None:
    assert scoped(" OR ".join(["<< I21"] * 300)).counts.sources == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "I21.o",
            "--scope 'I21.o' is no file and no code of icd10/who-2019; as an expression: code ",
        ),
        ("absent.csv", "--scope 'absent.csv' is no file and no code of icd10/who-2019; as an exp"),
        ("<< I21 {", "--scope '<< I21 {' is no file and no code of icd10/who-2019; as an exp"),
    ],
)
def test_what_is_neither_is_told_what_is_expected(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_scope(text, ten())
    assert str(refused.value).startswith(said)


def test_a_near_spelling_is_offered() -> None:
    with pytest.raises(InputError, match=r"Near spellings: I21\.0"):
        read_scope("I210", ten())


def test_a_list_of_another_system_or_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"OPCS_x.csv: is a list of OPCS-4; expected one of ICD-10"
    ):
        read_scope(codelist(tmp_path, "OPCS4 code\nW37\n", name="OPCS_x.csv"), ten())
    with pytest.raises(InputError, match=r"no code of the list is in icd10/who-2019"):
        read_scope(codelist(tmp_path, "ICD10 code\nZ00\n"), ten())


def test_a_scope_without_a_code_for_a_record_is_refused() -> None:
    graph = eleven()
    scope = read_scope("XN6P4", graph)
    with pytest.raises(InputError, match=r"no assignable code of icd11/2024-01 is in scope"):
        gaps(map_set([{"source": "BA41", "target": "I21"}], back=True), graph, scope=scope)
