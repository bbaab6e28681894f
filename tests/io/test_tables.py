"""Every value of a table stays text, and what does not fit is named by line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from workbench.errors import InputError
from workbench.io.tables import (
    Layout,
    Origin,
    Table,
    read_comments,
    read_rows,
    sniff_delimiter,
)

DATED = Layout(what="a dated table", delimiter="\t", columns=("code", "title"))
BARE = Layout(what="a bare table", delimiter=";", columns=("code", "title"), has_header=False)
TYPED = Layout(what="a typed table", delimiter=",", columns=("code",), origin=Origin.TYPED)


def read(text: str, layout: Layout) -> Table:
    return read_rows(text.encode(), file="t.txt", layout=layout)


def fault(text: str, layout: Layout) -> str:
    with pytest.raises(InputError) as refused:
        read(text, layout)
    return str(refused.value)


def test_values_stay_text_and_no_carriage_return_stays() -> None:
    table = read("code\ttitle\r\n1E30\t007\r\nNULL\tNA\r\n", DATED)
    assert table.rows == [["1E30", "007"], ["NULL", "NA"]]


def test_a_last_heading_that_is_a_date_stands_over_no_field() -> None:
    table = read("code\ttitle\t2031-May-02\r\nA\tb\r\n", DATED)
    assert table.columns == ("code", "title")
    assert table.stamp == "2031-May-02"


def test_columns_are_found_by_heading_and_unknown_ones_are_kept() -> None:
    table = read("more\tTITLE\tCo-de\nx\tb\tA\n", DATED)
    assert table.column("code") == ["A"]
    assert table.column("more") == ["x"]
    assert table.column("none") is None


def test_fields_after_the_last_heading_get_the_names_the_layout_knows() -> None:
    layout = Layout(what="t", delimiter="\t", columns=("code",), unnamed=("relation", "levels"))
    table = read("code\t2031-May-02\r\nA\tSubclass\t-1\r\n", layout)
    assert table.columns == ("code", "relation", "levels")
    assert table.rows == [["A", "Subclass", "-1"]]


def test_a_table_without_a_header_takes_its_names_from_the_layout() -> None:
    assert read("A00;Marsh\r\n", BARE).column("title") == ["Marsh"]


def test_lines_are_counted_past_empty_ones_comments_and_values_over_several() -> None:
    table = read('# release: x\ncode,title\n\nA,"one\ntwo"\nB,b\n', TYPED)
    assert table.rows == [["A", "one\ntwo"], ["B", "b"]]
    assert table.lines == [4, 6]


def test_a_missing_heading_is_named_with_those_there_are() -> None:
    assert fault("code\tname\r\nA\tb\r\n", DATED) == (
        "t.txt:1, column 'title': is missing; a dated table has the columns code, title, "
        "this file code, name"
    )


def test_a_row_cut_short_is_told_by_its_first_missing_column() -> None:
    assert fault("code\ttitle\r\nA\tb\r\nB\r\n", DATED) == (
        "t.txt:3, column 'title': row ends after 1 of 2 fields; the file looks cut short"
    )


def test_a_short_row_inside_the_file_is_not_said_to_be_a_cut() -> None:
    assert fault("A\r\nB;b\r\n", BARE) == "t.txt:1, column 'title': row ends after 1 of 2 fields"


def test_a_row_too_long_is_told_by_its_fields() -> None:
    assert fault("A;b\r\nB;b;c\r\n", BARE) == "t.txt:2: row has 3 fields; expected 2"


def test_a_last_line_without_its_line_break_looks_cut() -> None:
    assert fault("A;b\r\nB;Mar", BARE) == (
        "t.txt:2, column 'title': the last line ends at 'Mar' without a line break; "
        "it looks cut mid-row"
    )


def test_a_typed_table_may_end_without_a_line_break() -> None:
    assert read("code\nA", TYPED).rows == [["A"]]


def test_a_quotation_mark_that_is_never_closed_is_found_where_it_opens() -> None:
    assert fault('code\ttitle\r\nA\t"b\r\n', DATED) == (
        "t.txt:2, column 'title': a quotation mark is opened and never closed; "
        "the file looks cut short"
    )


def test_a_published_value_may_not_run_over_a_line() -> None:
    assert fault('code\ttitle\r\nA\t"b\r\nB\tb"\r\nC\tc\r\n', DATED) == (
        "t.txt:2: a quotation mark is opened on this line and closed on another"
    )


def test_the_last_published_value_may_not_run_over_a_line_either() -> None:
    assert fault('code\ttitle\r\nA\t"b\r\nB\tb"\r\n', DATED) == (
        "t.txt:2: a quotation mark is opened on this line and closed on another"
    )


def test_a_quotation_mark_inside_a_quoted_value_is_an_error_with_its_place() -> None:
    assert fault('code\ttitle\r\nA\t"b"c\r\n', DATED).startswith(
        "t.txt:2, column 'title': the row cannot be taken apart ("
    )


def test_a_published_header_without_rows_is_refused_and_a_typed_one_is_not() -> None:
    assert fault("code\ttitle\r\n", DATED) == "t.txt: holds no rows; expected a dated table"
    assert read("code\n", TYPED).rows == []


def test_comments_without_a_header_are_refused() -> None:
    assert fault("# release: x\n", TYPED) == "t.txt: holds no header"


def test_comments_are_read_as_a_spreadsheet_leaves_them() -> None:
    data = b"# source: icd10/demo,,,\n# why not\n#target:icd11/demo\ncode,b\n# not: this\n"
    assert read_comments(data, file="t.csv") == {"source": "icd10/demo", "target": "icd11/demo"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_of_a_typed_table_is_what_parts_its_headings(delimiter: str) -> None:
    data = f"# a, b; c\ncode{delimiter}term\nA{delimiter}b,c;d\n".encode()
    assert sniff_delimiter(data, file="t.csv") == delimiter


def test_a_bar_advances_to_the_number_of_rows() -> None:
    opened: list[tuple[str, int | None]] = []
    steps: list[int] = []

    @contextmanager
    def bar(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
        opened.append((label, total))
        yield steps.append

    table = read("A;b\n" * 5000, BARE)
    assert len(list(table.walk(bar))) == 5000
    assert opened == [("reading t.txt", 5000)]
    assert sum(steps) == 5000
    assert isinstance(bar("x"), AbstractContextManager)
