"""SCTIDs: the check digit catches slips of the pen, the partition says what is named."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.core.sctid import (
    MULTIPLY,
    PERMUTE,
    Component,
    Sctid,
    check_digit,
    parse_sctid,
    sctid_fault,
)
from workbench.errors import InputError

PARTITIONS = {
    "00": Component.CONCEPT,
    "01": Component.DESCRIPTION,
    "02": Component.RELATIONSHIP,
    "10": Component.CONCEPT,
    "11": Component.DESCRIPTION,
    "12": Component.RELATIONSHIP,
}


@st.composite
def sctids(draw: st.DrawFn) -> str:
    """Draw an SCTID of either form, of any length it can have."""
    partition = draw(st.sampled_from(sorted(PARTITIONS)))
    longest = 10**8 - 1 if partition.startswith("1") else 10**15 - 1
    shortest = 1 if partition.startswith("1") else 100
    item = draw(st.integers(shortest, longest))
    namespace = f"{draw(st.integers(0, 10**7 - 1)):07d}" if partition.startswith("1") else ""
    body = f"{item}{namespace}{partition}"
    return f"{body}{check_digit(body)}"


@given(sctids())
def test_a_well_formed_id_reads_as_what_its_partition_names(sctid: str) -> None:
    namespace = sctid[-10:-3] if sctid[-3] == "1" else None
    named = PARTITIONS[sctid[-3:-1]]
    assert parse_sctid(sctid) == Sctid(text=sctid, component=named, namespace=namespace)


@given(sctids(), st.data())
def test_changing_any_one_digit_is_caught(sctid: str, data: st.DataObject) -> None:
    """Verhoeff's scheme detects every single-digit error; ours must too."""
    place = data.draw(st.integers(0, len(sctid) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != sctid[place]]))
    assert sctid_fault(sctid[:place] + digit + sctid[place + 1 :]) is not None


@given(sctids(), st.data())
def test_swapping_neighbours_is_caught(sctid: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sctid) - 2))
    assume(sctid[place] != sctid[place + 1])
    swapped = sctid[:place] + sctid[place + 1] + sctid[place] + sctid[place + 2 :]
    assert sctid_fault(swapped) is not None


@pytest.mark.parametrize(
    ("text", "component", "fault"),
    [
        ("24700007", Component.CONCEPT, None),
        ("24700008", None, "SCTID '24700008' fails its check digit: expected 7, found 8"),
    ],
)
def test_what_is_wrong_with_an_id_is_said(
    text: str, component: Component | None, fault: str | None
) -> None:
    assert sctid_fault(text, component) == fault


@pytest.mark.parametrize(
    "text", ["", "24707", "024700007", "2.47e+07", "24700007 ", "\u0662" * 8, "2" * 19]
)
def test_what_is_no_number_of_6_to_18_digits_is_no_id(text: str) -> None:
    wanted = "is not an SCTID; expected 6 to 18 digits, the first not 0"
    assert sctid_fault(text) == f"'{text}' {wanted}"


def test_an_id_of_another_kind_is_refused_with_both_partitions() -> None:
    assert sctid_fault("680946014", Component.CONCEPT) == (
        "SCTID '680946014' names a description (partition 01), expected a concept (partition 00 "
        "or 10)"
    )
    assert sctid_fault("24700030") == (
        "SCTID '24700030' has the partition 03, expected 00, 01, 02, 10, 11 or 12"
    )


def test_an_id_too_short_to_hold_its_namespace_is_refused() -> None:
    body = "1234510"
    short = f"{body}{check_digit(body)}"
    with pytest.raises(InputError, match="has the partition 10"):
        parse_sctid(short)


def test_the_tables_are_a_group_and_the_powers_of_one_permutation() -> None:
    digits = range(10)
    assert all(sorted(row) == list(digits) for row in (*MULTIPLY, *PERMUTE))
    assert all(
        MULTIPLY[MULTIPLY[a][b]][c] == MULTIPLY[a][MULTIPLY[b][c]]
        for a in digits
        for b in digits
        for c in digits
    )
    for power in range(7):
        assert PERMUTE[power + 1] == tuple(PERMUTE[power][PERMUTE[1][d]] for d in digits)
