"""RF2 files that are not as they should be: one line says what, where, and what is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import FEVER, MARSH, MARSH_FEVER, TOP, concept_id, file
from tests.io.samples import laid_out, zipped
from workbench.errors import InputError
from workbench.io.reading import read_graph

CONCEPT, DESCRIPTION, LANGUAGE = (file(kind) for kind in ("Concept", "Description", "Language"))
RELATIONSHIP, CONCRETE, SIMPLE = (file(kind) for kind in ("Relationship", "Concrete", "Simple"))
ASSOCIATION = file("Association")


def swapped(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def message(tmp_path: Path, changed: dict[str, str | bytes]) -> str:
    """Give the one line that a release with changed files ends in, from folder and zip alike."""
    files: dict[str, str | bytes] = {**rf2.international(), **changed}
    said = set()
    for path in (laid_out(tmp_path / "folder", files), zipped(tmp_path / "it.zip", files)):
        with pytest.raises(InputError) as refused:
            read_graph(path)
        said.add(str(refused.value))
    assert len(said) == 1
    return said.pop()


def slipped(code: str) -> str:
    """Give an id with its last digit one off."""
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


OFF = slipped(MARSH)
CHECK = f"SCTID '{OFF}' fails its check digit: expected {MARSH[-1]}, found {OFF[-1]}"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (CONCEPT, f"{MARSH}\t", f"{OFF}\t", f":5, column 'id': {CHECK}"),
        (DESCRIPTION, f"\t{MARSH}\t", f"\t{OFF}\t", f":10, column 'conceptId': {CHECK}"),
        (RELATIONSHIP, f"\t{MARSH}\t", f"\t{OFF}\t", f":4, column 'sourceId': {CHECK}"),
        (
            RELATIONSHIP,
            f"\t{MARSH}\t1\t",
            f"\t{OFF}\t1\t",
            f":6, column 'destinationId': {CHECK}",
        ),
        (
            SIMPLE,
            f"{MARSH_FEVER}\r",
            f"{slipped(MARSH_FEVER)}\r",
            (
                f":2, column 'referencedComponentId': SCTID '{slipped(MARSH_FEVER)}' fails its "
                f"check digit: expected {MARSH_FEVER[-1]}, found {slipped(MARSH_FEVER)[-1]}"
            ),
        ),
        (
            ASSOCIATION,
            "900000000000527005",
            "900000000000527006",
            (
                ":2, column 'refsetId': SCTID '900000000000527006' fails its check digit: expected "
                "5, found 6"
            ),
        ),
        (
            CONCEPT,
            f"{rf2.CORE}\t",
            f"{slipped(rf2.CORE)}\t",
            (
                f":2, column 'moduleId': SCTID '{slipped(rf2.CORE)}' fails its check digit: "
                "expected 8, found 9"
            ),
        ),
        (
            CONCEPT,
            f"{MARSH}\t",
            f"{rf2.description_id(101)}\t",
            (
                f":5, column 'id': SCTID '{rf2.description_id(101)}' names a description "
                "(partition 01), expected a concept (partition 00 or 10)"
            ),
        ),
        (
            LANGUAGE,
            rf2.description_id(103),
            FEVER,
            (
                f":2, column 'referencedComponentId': SCTID '{FEVER}' names a concept (partition "
                "00), expected a description (partition 01 or 11)"
            ),
        ),
        (
            CONCEPT,
            f"{MARSH}\t",
            "1.07e+05\t",
            ":5, column 'id': '1.07e+05' is not an SCTID; expected 6 to 18 digits, the first not 0",
        ),
        (
            CONCEPT,
            f"{MARSH}\t20310131",
            f"{MARSH}\t20310231",
            ":5, column 'effectiveTime': '20310231' is not a date; expected YYYYMMDD",
        ),
        (
            RELATIONSHIP,
            "\t20310131",
            "\t31/01/2031",
            ":2, column 'effectiveTime': '31/01/2031' is not a date; expected YYYYMMDD",
        ),
        (
            DESCRIPTION,
            "\t20310131\t0",
            "\t20310131\tfalse",
            ":8, column 'active': 'false' is neither 1 (active) nor 0",
        ),
        (
            RELATIONSHIP,
            "\t1\t" + rf2.SITE,
            "\t-1\t" + rf2.SITE,
            (
                ":6, column 'relationshipGroup': '-1' is not the number of a role group; expected "
                "0, 1, 2, …"
            ),
        ),
        (
            CONCRETE,
            "#38.5",
            "",
            ":2, column 'value': is empty; expected a value such as #500",
        ),
        (
            DESCRIPTION,
            "Pyrexia",
            "",
            ":5, column 'term': is empty; expected the words of the description",
        ),
    ],
    ids=str,
)
def test_a_value_that_is_wrong_is_named_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    changed = swapped(rf2.international()[name], old, new)
    assert message(tmp_path, {name: changed}) == name.rpartition("/")[2] + said


@pytest.mark.parametrize(
    ("name", "old", "line", "column"),
    [
        (DESCRIPTION, f"\t{MARSH}\t", 10, "conceptId"),
        (RELATIONSHIP, f"\t{MARSH}\t", 4, "sourceId"),
        (CONCRETE, f"\t{FEVER}\t", 2, "sourceId"),
    ],
)
def test_an_active_row_of_a_concept_nobody_has_is_refused(
    tmp_path: Path, name: str, old: str, line: int, column: str
) -> None:
    stranger = concept_id(999)
    changed = swapped(rf2.international()[name], old, f"\t{stranger}\t")
    assert message(tmp_path, {name: changed}) == (
        f"{name.rpartition('/')[2]}:{line}, column '{column}': concept '{stranger}' is in no "
        "sct2_Concept Snapshot file given"
    )


def test_an_inactive_row_may_speak_of_a_concept_nobody_has(tmp_path: Path) -> None:
    files = rf2.international()
    gone = rf2.relationship(140, concept_id(999), TOP, active=0)
    files[RELATIONSHIP] += f"{gone}\r\n"
    assert len(read_graph(laid_out(tmp_path / "release", files)).edges) == 3


def test_an_extension_alone_is_told_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_graph(laid_out(tmp_path / "release", rf2.united_kingdom()))
    assert str(refused.value) == (
        "sct2_Relationship_UKCLSnapshot_GB1000000_20310131.txt:2, column 'destinationId': concept "
        f"'{FEVER}' is in no sct2_Concept Snapshot file given; an extension is read together with "
        "the International package beside it"
    )


def lacking(text: str, heading: str) -> str:
    """Give a table without one of its columns."""
    lines = [line.split("\t") for line in text.splitlines()]
    place = lines[0].index(heading)
    return "".join("\t".join([*line[:place], *line[place + 1 :]]) + "\r\n" for line in lines)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        (CONCEPT, "definitionStatusId"),
        (DESCRIPTION, "languageCode"),
        (LANGUAGE, "acceptabilityId"),
        (RELATIONSHIP, "characteristicTypeId"),
        (CONCRETE, "value"),
        (SIMPLE, "active"),
        (ASSOCIATION, "targetComponentId"),
    ],
)
def test_a_missing_column_is_named_with_those_that_are_there(
    tmp_path: Path, name: str, heading: str
) -> None:
    said = message(tmp_path, {name: lacking(rf2.international()[name], heading)})
    place = f"{name.rpartition('/')[2]}:1, column '{heading}'"
    assert said.startswith(f"{place}: is missing; expected the columns id, effectiveTime, active, ")
    assert ", this file has " in said


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    changed = swapped(rf2.international()[RELATIONSHIP], "modifierId", "typeId")
    assert message(tmp_path, {RELATIONSHIP: changed}) == (
        "sct2_Relationship_Snapshot_INT_20310131.txt:1, column 'typeId': stands twice in the header"
    )


BASE = CONCEPT.rpartition("/")[2]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda data: data[:-22],
            (
                f"{BASE}:6, column 'definitionStatusId': row ends after 4 of 5 fields; the file "
                "looks cut short"
            ),
        ),
        (
            lambda data: data[:-4],
            (
                f"{BASE}:6, column 'definitionStatusId': the last line ends at '9000000000000740' "
                "without a line break; it looks cut mid-row"
            ),
        ),
        (
            lambda data: data.replace(b"\t1\t", b"\t1\t1\t", 1),
            f"{BASE}:2: row has 6 fields; expected 5",
        ),
        (
            lambda data: data.replace(b"\t1\t", b"\t", 1),
            f"{BASE}:2, column 'definitionStatusId': row ends after 4 of 5 fields",
        ),
        (
            lambda data: data.replace(b"\r\n", b"\r\n\r\n", 1).replace(b"\t0\t", b"\t7\t", 1),
            f"{BASE}:7, column 'active': '7' is neither 1 (active) nor 0",
        ),
        (lambda data: data.decode().encode("utf-16"), f"{BASE}: is UTF-16; save it as UTF-8"),
        (
            lambda data: data.replace(b"\t1\t", b"\t\xe9\t", 1),
            f"{BASE}:2: byte 0xE9, number 17 of the line, is not UTF-8; save the file as UTF-8",
        ),
        (
            lambda data: data[:60] + b"\0" + data[60:],
            f"{BASE}: is no text: byte 61 is NUL",
        ),
        (lambda _: b"", f"{BASE}: is empty"),
        (
            lambda data: data.splitlines(keepends=True)[0],
            f"{BASE}: holds no rows; expected a row a concept",
        ),
    ],
)
def test_a_file_that_is_cut_or_spoilt_says_where(
    tmp_path: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    assert message(tmp_path, {CONCEPT: spoil(rf2.international()[CONCEPT].encode())}) == said


def test_a_release_without_concepts_says_which_file_is_missing(tmp_path: Path) -> None:
    files = rf2.international()
    del files[CONCEPT]
    with pytest.raises(InputError) as refused:
        read_graph(laid_out(tmp_path / "release", files))
    assert str(refused.value) == (
        "release: holds no sct2_Concept Snapshot file, without which there is no graph"
    )


def test_one_table_of_a_release_is_no_graph(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, rf2.international())
    with pytest.raises(InputError) as refused:
        read_graph(folder / CONCEPT)
    assert str(refused.value) == (
        f"{BASE}: is one table of an RF2 release, whose folder or zip is the one to give, not a "
        "graph"
    )
