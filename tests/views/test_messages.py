"""Messages of a page: read strictly, refused with a sentence."""

from __future__ import annotations

import time
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.views.messages import Arg, Message, id_of, read_message

OPERATIONS: Final = {
    "rows": {"start": Arg.ROW, "count": Arg.COUNT},
    "open": {"path": Arg.PATH},
    "turn": {"way": Arg.WAY},
    "search": {"text": Arg.TEXT},
}


def message(op: object = "rows", **args: object) -> dict[str, Any]:
    return {"op": op, "id": "a:1", "rev": 3, "args": args}


def refusal(content: object) -> str:
    with pytest.raises(InputError) as refused:
        read_message(content, operations=OPERATIONS)
    return str(refused.value)


def test_a_message_as_it_should_be_is_read() -> None:
    read = read_message(message(start=0, count=40), operations=OPERATIONS)
    assert read == Message(op="rows", id="a:1", rev=3, args={"start": 0, "count": 40})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("rows", "a message from the page has op, id, rev and args, and this one has not"),
        ({"op": "rows"}, "a message from the page has op, id, rev and args, and this one has not"),
        (message("sing"), "the page asked for 'sing', expected one of open, rows, search, turn"),
        (message(7), "the page asked for 7, expected one of open, rows, search, turn"),
        (
            {**message(start=0, count=1), "rev": "3"},
            "id or rev of 'rows' is none, expected a text and a number from 0",
        ),
        (message(start=0), "the arguments of 'rows' are not as expected: start, count"),
        (
            message(start=0, count=1, x=1),
            "the arguments of 'rows' are not as expected: start, count",
        ),
        (message(start="0", count=1), "'start' of 'rows' is '0', expected a number from 0"),
        (message(start=True, count=1), "'start' of 'rows' is True, expected a number from 0"),
        (message(start=-1, count=1), "'start' of 'rows' is -1, expected a number from 0"),
        (message(start=0, count=501), "'count' of 'rows' is 501, expected a number from 1 to 500"),
        (message("open", path="IX"), "'path' of 'open' is 'IX', expected a list of codes"),
        (message("open", path=[1]), "'path' of 'open' is a list, expected a list of codes"),
        (message("turn", way=0), "'way' of 'turn' is 0, expected -1 or 1"),
        (message("search", text=""), "'text' of 'search' is '', expected 1 to 1,000 characters"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: object, sentence: str) -> None:
    assert refusal(content) == sentence


@pytest.mark.parametrize(
    "content",
    [
        message("search", text="x" * 10_000_000),
        message("open", path=["x"] * 5_000_000),
        message("search", text={str(number): "" for number in range(200_000)}),
        [[["x" * 1_000] * 100]],
    ],
    ids=["text", "list", "keys", "nested"],
)
def test_megabytes_are_refused_at_a_glance(content: object) -> None:
    begun = time.perf_counter()
    assert refusal(content) == (
        "a message from the page is longer than 64,000 characters, the most read"
    )
    assert time.perf_counter() - begun < 0.5


def test_the_id_of_a_message_that_is_none_is_given_back_where_it_has_one() -> None:
    asked = [{"id": "a:1"}, {"id": 5}, {"id": "x" * 101}, "a:1", None]
    assert [id_of(content) for content in asked] == ["a:1", None, None, None, None]


def told(content: object) -> str:
    """Give the sentence of a refusal; of a message that is read, its operation."""
    try:
        return read_message(content, operations=OPERATIONS).op
    except InputError as refused:
        return str(refused)


_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(_JSON, st.sampled_from([*OPERATIONS, "sing"]), _JSON)
def test_no_message_does_more_than_be_read_or_refused(whole: object, op: str, args: object) -> None:
    for content in (whole, {"op": op, "id": "1", "rev": 0, "args": args}):
        assert "\n" not in told(content)
