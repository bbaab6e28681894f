"""JSON read bit by bit: what is whole comes through, wherever the pieces end."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.io.json_stream import JsonStream, JsonValue

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Halves of characters among whole ones, and what may be taken for an escape.
TEXTS = st.lists(st.sampled_from(["\\", '"', "u", "d8", "a", "\n", "é", "😀", "\ud83d", "\ude00"]))


def value_of(data: bytes) -> JsonValue:
    stream = JsonStream(lambda: io.BytesIO(data), "a.json")
    tokens = stream.tokens(lambda _: None)
    value = stream.value(tokens, next(tokens), path="a", depth=0)
    assert list(tokens) == []  # the end of a file is looked at when it is read
    return value


@given(parts=TEXTS, before=st.integers((1 << 16) - 20, 1 << 16))
def test_half_a_character_is_refused_and_a_whole_one_read_wherever_the_piece_ends(
    parts: list[str], before: int
) -> None:
    text = "x" * before + "".join(parts)
    data = json.dumps([text]).encode()
    whole = json.loads(data)[0]  # two halves side by side are a whole
    if any("\ud800" <= letter <= "\udfff" for letter in whole):
        with pytest.raises(InputError, match="half a character"):
            value_of(data)
    else:
        assert value_of(data) == [whole]


@pytest.mark.parametrize(
    "text",
    ['{"a": [1, {"b": null}], "c": "d"}', "[]", "{}", '"a"', "1", "[[[{}]]]"],
)
def test_a_value_is_passed_over_to_its_end_and_no_further(text: str) -> None:
    stream = JsonStream(lambda: io.BytesIO(f"[{text}, 7]".encode()), "a.json")
    tokens = stream.tokens(lambda _: None)
    next(tokens)
    stream.skip(tokens, next(tokens), path="a", depth=0)
    assert list(tokens) == [("number", 7), ("end_array", None)]


def test_what_is_passed_over_fills_no_memory() -> None:
    data = b"[" + b'"some text", ' * 200_000 + b"0]"
    stream = JsonStream(lambda: io.BytesIO(data), "a.json")
    tokens: Iterator[tuple[str, JsonValue]] = stream.tokens(lambda _: None)
    tracemalloc.start()
    try:
        stream.skip(tokens, next(tokens), path="a", depth=0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20
