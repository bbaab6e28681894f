"""OPCS-4: printed and undotted codes, versions as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.opcs4_forms import dotted, parse_code, stated_version, undotted, version_key
from workbench.errors import InputError


@given(st.from_regex(r"[A-HJ-Z][0-9]{2}(\.[0-9])?", fullmatch=True))
def test_a_code_is_read_as_it_was_written(code: str) -> None:
    assert dotted(undotted(code)) == code
    assert parse_code(undotted(code)) == parse_code(code) == code


@pytest.mark.parametrize("text", ["", "A1", "I011", "A0111", "A011 ", "a011", "A01.", "#NIS"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no OPCS-4 code"):
        parse_code(text)


def test_versions_are_compared_as_numbers() -> None:
    assert sorted(["4.11", "4.9", "4.10"], key=version_key) == ["4.9", "4.10", "4.11"]
    with pytest.raises(InputError, match=r"version '4\.x' is not numbers"):
        version_key("4.x")


def test_a_version_is_read_out_of_a_description() -> None:
    assert stated_version("Procedures Version 4.10 complex map reference set") == "4.10"
    assert stated_version("Procedures 4.10") is None
