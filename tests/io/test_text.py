"""What is no UTF-8 text is called what it is."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.io.text import decode_text, lines_of_head

TABLE = "code;title\r\nA00;Marsh fever\r\n"


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode_text(TABLE.encode("utf-8-sig"), file="t.txt") == TABLE


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\r\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^t\.txt: is empty$"):
        decode_text(data, file="t.txt")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_a_mark_and_without(encoding: str) -> None:
    with pytest.raises(InputError, match=r"^t\.txt: is UTF-16; save it as UTF-8$"):
        decode_text(TABLE.encode(encoding), file="t.txt")


def test_utf_32_is_named() -> None:
    with pytest.raises(InputError, match=r"^t\.txt: is UTF-32; save it as UTF-8$"):
        decode_text(TABLE.encode("utf-32"), file="t.txt")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (gzip.compress(b"x"), "a gzip file; unpack it first"),
        (b"PK\x03\x04...", "a zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Word file; save it as text"),
        (b"%PDF-1.7", "a PDF"),
        (b"PAR1....", "a Parquet file"),
        (b"SQLite format 3\x00", "a SQLite database"),
    ],
)
def test_a_known_binary_file_is_called_what_it_looks_like(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as refused:
        decode_text(data, file="t.txt")
    assert str(refused.value) == f"t.txt: is no text; it looks like {what}"


def test_any_other_binary_file_is_told_by_its_first_nul() -> None:
    with pytest.raises(InputError, match=r"^t\.txt: is no text: byte 5 is NUL$"):
        decode_text(b"A00;\0\x01\x02\x03" + b"x" * 40, file="t.txt")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_of_another_encoding_is_found_by_line_and_place(mark: bytes) -> None:
    data = mark + "code\r\nA00;Fièvre\r\n".encode("latin-1")
    with pytest.raises(InputError) as refused:
        decode_text(data, file="t.txt")
    assert str(refused.value) == (
        "t.txt:2: byte 0xE8, number 7 of the line, is not UTF-8; save the file as UTF-8"
    )


def test_the_head_of_a_file_is_not_cut_inside_a_letter() -> None:
    data = "code\nfièvre\n".encode()
    assert lines_of_head(data[:8], file="t.txt") == ["code"]
    assert lines_of_head("fièvre".encode()[:3], file="t.txt") == ["fi"]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_whatever_is_written_as_utf_8_is_read_as_written(text: str) -> None:
    data = ("code\n" + text).encode()
    assert decode_text(data, file="t.txt") == "code\n" + text
