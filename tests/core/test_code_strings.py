"""The codes of an episode in the order in which they are sent."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.code_forms import CodeForm
from workbench.core.code_strings import CodeString, code_string
from workbench.core.codes import CodeSystem
from workbench.core.icd10 import chapter_of
from workbench.core.opcs4 import SUPPLEMENTARY, role_of
from workbench.errors import InputError

ICD10, OPCS4, ICD11 = CodeSystem.ICD10, CodeSystem.OPCS4, CodeSystem.ICD11


def joined(text: str, system: CodeSystem) -> CodeString:
    """Join statements typed as one line, parted by a bar; a mark stands behind its code."""
    statements = [
        [(word.rstrip("†*"), word[-1] if word[-1] in "†*" else None) for word in part.split()]
        for part in text.split("|")
    ]
    return code_string(statements, system=system)


@pytest.mark.parametrize(
    ("system", "said", "string"),
    [
        (ICD10, "E11.3† H36.0* | I10", "E11.3† H36.0* I10"),
        (ICD10, "I43.8* E05.9†", "I43.8* E05.9†"),
        (ICD10, "W19.0 | S72.00 | I10", "S72.00 W19.0 I10"),
        (ICD10, "W19.0 | I10 | S72.00", "I10 S72.00 W19.0"),
        (ICD10, "W19.0 S72.00", "S72.00 W19.0"),
        (ICD10, "S72.00 W19.0 | S52.50 W19.0", "S72.00 S52.50 W19.0"),
        (ICD10, "S72.00 W19.0 | I10 | S52.50 W19.0", "S72.00 S52.50 W19.0 I10"),
        (ICD10, "E11.3† H36.0* | I10 | E11.3† G63.2*", "E11.3† H36.0* G63.2* I10"),
        (ICD10, "H36.0* E11.3† | I10 | G63.2* E11.3†", "H36.0* E11.3† G63.2* I10"),
        (ICD10, "W19.0 | R55", "R55 W19.0"),
        (ICD10, "I10 | | E11.9", "I10 E11.9"),
        (OPCS4, "W37.1 Z94.2", "W37.1 Z94.2"),
        (OPCS4, "Z94.2 Z84.3 W58.1", "W58.1 Z84.3 Z94.2"),
        (OPCS4, "C75.1 C71.2 Z94.2 Y53.4", "C75.1 C71.2 Y53.4 Z94.2"),
        (OPCS4, "K60.1 | Y53.4", "K60.1 Y53.4"),
        (OPCS4, "O18.1 O13.2", "O18.1 O13.2"),
        (OPCS4, "W37.1 Z94.2 | W37.1 Z94.3", "W37.1 Z94.2 W37.1 Z94.3"),
        (ICD11, "GC08.Z XN6P4", "GC08.Z&XN6P4"),
        (ICD11, "9B71.0Z 5A11 | BA00.Z", "9B71.0Z/5A11 BA00.Z"),
        (ICD11, "1G40 | XN6BM", "1G40&XN6BM"),
        (ICD11, "NC72.2Z&XK9K PA60", "NC72.2Z&XK9K/PA60"),
    ],
)
def test_statements_become_one_string(system: CodeSystem, said: str, string: str) -> None:
    found = joined(said, system)
    assert (str(found), found.problems) == (string, ())


@pytest.mark.parametrize(
    ("system", "said", "problems"),
    [
        (
            ICD10,
            "H36.0* | I10",
            ("H36.0* is a manifestation and stands without the code of its cause",),
        ),
        (ICD10, "W19.0", ("W19.0 is an external cause and cannot be the main condition",)),
        (OPCS4, "Z94.2", ("Z94.2 says more about a procedure, and there is none before it",)),
        (ICD11, "XN6P4 GC08.Z", ("XN6P4 is an extension, and no stem is said before it",)),
    ],
)
def test_what_only_a_person_can_put_right_is_a_problem(
    system: CodeSystem, said: str, problems: tuple[str, ...]
) -> None:
    assert joined(said, system).problems == problems


def test_what_is_moved_or_left_out_is_said() -> None:
    assert joined("W19.0 | S72.00 | I10 | I10", ICD10).moved == (
        "W19.0 moved behind S72.00: an external cause is never first",
        "I10 said again and left out: a condition is coded once",
    )
    assert joined("S72.00 W19.0 | S52.50 W19.0", ICD10).moved == (
        "S52.50 moved before W19.0, said before: it is coded once",
    )
    assert joined("Z94.2 W37.1", OPCS4).moved == (
        "Z94.2 W37.1 put in the order W37.1 Z94.2: procedure, approach, site, laterality",
    )
    assert joined("1G40 | XN6BM", ICD11).moved == ("XN6BM bound to 1G40, said before it",)


def test_a_string_shows_what_was_moved_and_what_is_wrong() -> None:
    assert repr(joined("W19.0 S72.00 | H36.0*", ICD10)).splitlines() == [
        "S72.00 W19.0 H36.0*",
        "    moved: W19.0 moved behind S72.00: an external cause is never first",
        "    problem: H36.0* is a manifestation and stands without the code of its cause",
    ]
    assert repr(joined("", ICD11)) == "no codes"


def test_a_string_is_written_in_the_form_of_a_data_set() -> None:
    found = joined("I43.8* E05.9† | G35", ICD10)
    assert found.text(CodeForm.COMMISSIONING) == "I438-A E059-D G35X-"
    with pytest.raises(InputError, match=r"^'I43\.8\*': the undotted form of ICD-10 has no place"):
        found.text(CodeForm.UNDOTTED)


def test_a_code_of_another_system_is_refused() -> None:
    with pytest.raises(InputError, match=r"^'BA00\.Z' is no printed ICD-10 code"):
        joined("BA00.Z", ICD10)
    with pytest.raises(InputError, match=r"^SNOMED CT has no code strings; they are of ICD-10"):
        joined("22298006", CodeSystem.SNOMED)


_ICD10 = st.sampled_from(["I10", "E11.3", "S72.00", "W19.0", "X59.0", "R55", "Y83.1"])
_OPCS4 = st.sampled_from(["W37.1", "K60.1", "Y53.4", "Z84.3", "Z94.2", "O18.1", "O13.2"])


@given(st.lists(st.lists(_ICD10.map(lambda code: (code, None)), max_size=4), max_size=5))
def test_no_condition_is_lost_and_no_cause_leads(said: list[list[tuple[str, None]]]) -> None:
    found = code_string(said, system=ICD10)
    codes = [each.code for each in found.codes]
    assert sorted(codes) == sorted({code for statement in said for code, _ in statement})
    leads = bool(codes) and chapter_of(codes[0]) == "XX"
    assert leads is (bool(codes) and all(chapter_of(code) == "XX" for code in codes))
    assert leads is bool(found.problems)


@given(st.lists(st.lists(_OPCS4.map(lambda code: (code, None)), max_size=4), max_size=5))
def test_no_procedure_is_lost_and_each_is_followed_by_its_own(
    said: list[list[tuple[str, None]]],
) -> None:
    found = code_string(said, system=OPCS4)
    codes = [each.code for each in found.codes]
    assert Counter(codes) == Counter(code for statement in said for code, _ in statement)
    leads_nothing = bool(codes) and role_of(codes[0]) in SUPPLEMENTARY
    assert leads_nothing is bool(found.problems)


@given(st.lists(st.lists(_ICD10.map(lambda code: (code, None)), max_size=4), max_size=5))
def test_a_string_put_in_order_stays_so(said: list[list[tuple[str, None]]]) -> None:
    once = code_string(said, system=ICD10)
    again = code_string([[(each.code, None) for each in once.codes]], system=ICD10)
    assert (again.codes, again.moved) == (once.codes, ())
