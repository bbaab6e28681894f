"""Codes as files write them: each form is read as it was written, and refuses what is not of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.code_forms import CodeForm, forms_of, read_form, write_form
from workbench.core.codes import CodeSystem, Mark
from workbench.errors import InputError

ICD10, OPCS4, ICD11 = CodeSystem.ICD10, CodeSystem.OPCS4, CodeSystem.ICD11
PRINTED = {
    ICD10: st.from_regex(r"[A-Z][0-9]{2}(\.([0-9][0-9]?|X[0-9]))?", fullmatch=True),
    OPCS4: st.from_regex(r"[A-HJ-Z][0-9]{2}(\.[0-9])?", fullmatch=True),
    ICD11: st.from_regex(
        r"[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?([&/][0-9A-Z]{4}(\.[0-9A-Z])?){0,3}", fullmatch=True
    ),
}
EVERY = [(system, form) for system in (ICD10, OPCS4, ICD11) for form in forms_of(system)]
HOLD_A_MARK = [CodeForm.PRINTED, CodeForm.COMMISSIONING, CodeForm.MAP_TARGET]


@pytest.mark.parametrize(("system", "form"), EVERY)
@given(data=st.data())
def test_what_a_form_writes_it_reads_again(
    system: CodeSystem, form: CodeForm, data: st.DataObject
) -> None:
    code = data.draw(PRINTED[system])
    written = write_form(code, form, system=system)
    assert read_form(written, form, system=system) == (code, None)


@pytest.mark.parametrize("form", HOLD_A_MARK)
@given(code=PRINTED[ICD10], mark=st.sampled_from(Mark))
def test_a_mark_is_kept_by_the_forms_that_have_a_place_for_it(
    form: CodeForm, code: str, mark: Mark
) -> None:
    written = write_form(code, form, system=ICD10, mark=mark)
    assert read_form(written, form, system=ICD10) == (code, mark)


@pytest.mark.parametrize(
    ("system", "code", "mark", "written"),
    [
        (
            ICD10,
            "I43.8",
            "*",
            {"printed": "I43.8*", "commissioning": "I438-A", "map-target": "I438A"},
        ),
        (
            ICD10,
            "E05.9",
            "†",
            {"printed": "E05.9†", "commissioning": "E059-D", "map-target": "E059D"},
        ),
        (
            ICD10,
            "G35",
            None,
            {"printed": "G35", "undotted": "G35", "filled": "G35X", "commissioning": "G35X-"},
        ),
        (ICD10, "M45.X0", None, {"undotted": "M45X0", "filled": "M45X0", "commissioning": "M45X0"}),
        (OPCS4, "W37.1", None, {"printed": "W37.1", "undotted": "W371", "map-target": "W371"}),
        (ICD11, "BA41.0&XA7RE3/BD10", None, {"printed": "BA41.0&XA7RE3/BD10"}),
    ],
)
def test_a_code_is_written_in_each_form(
    system: CodeSystem, code: str, mark: str | None, written: dict[str, str]
) -> None:
    found = {form: write_form(code, CodeForm(form), system=system, mark=mark) for form in written}
    assert found == written


@pytest.mark.parametrize(
    ("system", "form", "text", "said"),
    [
        (
            ICD10,
            CodeForm.UNDOTTED,
            "I43.8",
            "'I43.8' is no undotted ICD-10 code; expected",
        ),
        (
            ICD10,
            CodeForm.UNDOTTED,
            "I438A",
            "'I438A' is no undotted ICD-10 code; expected",
        ),
        (ICD10, CodeForm.COMMISSIONING, "I438", "'I438' is not the form of the commissioning data"),
        (ICD10, CodeForm.PRINTED, "I438", "'I438' is no printed ICD-10 code; expected one such as"),
        (OPCS4, CodeForm.PRINTED, "W371", "'W371' is no printed OPCS-4 code; expected W37.1"),
        (OPCS4, CodeForm.UNDOTTED, "W37.1", "'W37.1' is no undotted OPCS-4 code; expected W371"),
        (OPCS4, CodeForm.MAP_TARGET, "I371", "'I371' is no OPCS-4 code; expected a letter and"),
        (
            OPCS4,
            CodeForm.COMMISSIONING,
            "W371",
            "OPCS-4 has no form 'commissioning'; it has",
        ),
        (ICD11, CodeForm.PRINTED, "BA41&", "'BA41&' is no ICD-11 expression: '' is not a code"),
        (
            CodeSystem.SNOMED,
            CodeForm.PRINTED,
            "22298006",
            "SNOMED CT has no form 'printed'; it",
        ),
    ],
)
def test_what_is_not_of_a_form_is_refused(
    system: CodeSystem, form: CodeForm, text: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_form(text, form, system=system)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("system", "code", "form"),
    [
        (ICD10, "I43.8", CodeForm.UNDOTTED),
        (ICD10, "I43.8", CodeForm.FILLED),
        (OPCS4, "W37.1", CodeForm.PRINTED),
    ],
)
def test_a_mark_is_never_lost_in_silence(system: CodeSystem, code: str, form: CodeForm) -> None:
    with pytest.raises(InputError, match=r"has no place for a mark$"):
        write_form(code, form, system=system, mark="*")
