"""Releases, names and the order of codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import CodeSystem, Release, natural_key, parse_name, parse_release
from workbench.errors import InputError


@given(
    st.sampled_from(list(CodeSystem)),
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
)
def test_a_release_reads_back_as_it_is_written(system: CodeSystem, edition: str) -> None:
    release = Release(system=system, edition=edition)
    assert parse_release(str(release)) == release


@pytest.mark.parametrize(
    "text", ["", "icd10", "icd12/2019", "icd10/", "ICD10/x", "icd10/UK", "icd10/a/b", "icd10/ a"]
)
def test_what_is_no_release_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"icd10/who-2019"):
        parse_release(text)


@pytest.mark.parametrize("name", ["a", "icd10/who-2019", "my.map_2/x-1", "0/1/2"])
def test_a_name_is_parts_joined_by_slashes(name: str) -> None:
    assert parse_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "/a", "a/", "a//b", "../a", "a/../b", "A", "a b", ".a", "a/."]
)
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is not made of parts"):
        parse_name(name)


def test_codes_sort_as_their_classification_lists_them() -> None:
    codes = ["V10.1", "I25X", "B18.1", "B18.09", "I210", "B18.0", "A00-A09", "A00", "10", "9"]
    assert sorted(codes, key=natural_key) == [
        "9",
        "10",
        "A00",
        "A00-A09",
        "B18.0",
        "B18.09",
        "B18.1",
        "I210",
        "I25X",
        "V10.1",
    ]


@given(st.lists(st.text(alphabet="A01.9-Z&/", max_size=8)))
def test_natural_order_is_a_total_order_of_distinct_texts(texts: list[str]) -> None:
    keys = [natural_key(text) for text in texts]
    assert len(set(keys)) == len(set(texts))


@pytest.mark.parametrize("name", ["con", "maps/nul", "aux.csv", "com1/x"])
def test_a_name_that_windows_keeps_for_a_device_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="a device on Windows; choose another"):
        parse_name(name)
