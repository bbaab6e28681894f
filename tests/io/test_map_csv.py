"""Our own text of a map: what is written is read again, the same for the same entries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import CodeSystem, Kind, Mark, Release, parse_release
from workbench.errors import InputError
from workbench.io.map_csv import format_map_csv, write_map_csv
from workbench.io.reading import MapRead, read_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_SCHEMA

ICD10 = Release(system=CodeSystem.ICD10, edition="demo")
SNOMED = Release(system=CodeSystem.SNOMED, edition="demo")
DEFAULTS = {
    "map_block": 1,
    "map_group": 1,
    "map_priority": 1,
    "relation": "unspecified",
    "line": 0,
    "provenance": "asserted",
}


def table_of(*entries: dict[str, Any]) -> pa.Table:
    rows = [
        {name: {**DEFAULTS, **entry}.get(name) for name in MAP_SCHEMA.names} for entry in entries
    ]
    return pa.Table.from_pylist(rows, schema=MAP_SCHEMA)


def read(tmp_path: Path, text: str) -> MapRead:
    path = tmp_path / "m.csv"
    path.write_bytes(text.encode())
    return read_map(path)


def test_a_typed_map_is_read_and_the_rest_is_default(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "# source: icd10/demo\n# target: icd11/demo\n"
        "source,target,relation,no_map,no_map_text\n"
        "A00,1A00&XA0001,equivalent,,\n"
        "B99,,,none_in_table,No Mapping\n",
    )
    assert (str(found.source_release), str(found.target_release)) == ("icd10/demo", "icd11/demo")
    assert found.table.equals(
        table_of(
            {"source": "A00", "target": "1A00&XA0001", "relation": "equivalent", "line": 4},
            {"source": "B99", "no_map": "none_in_table", "no_map_text": "No Mapping", "line": 5},
        )
    )


def test_releases_that_are_not_said_are_not_known(tmp_path: Path) -> None:
    found = read(tmp_path, "source,target\nA00,1A00\n")
    assert (found.source_release, found.target_release) == (None, None)


def test_canonical_text_is_sorted_short_and_ends_in_line_breaks() -> None:
    entries = table_of(
        {"source": "A02", "target": "b", "source_term": 'Marsh, "wet"'},
        {"source": "A01", "target": "b", "map_priority": 2},
        {"source": "A01", "target": "c"},
    )
    assert format_map_csv(entries, source=ICD10, target=None) == (
        "# source: icd10/demo\n"
        "source,source_term,target,map_priority\n"
        "A01,,c,1\n"
        "A01,,b,2\n"
        'A02,"Marsh, ""wet""",b,1\n'
    )


def test_a_file_is_written_with_the_same_text(tmp_path: Path) -> None:
    entries = table_of({"source": "A01", "target": "c"})
    write_map_csv(entries, tmp_path / "m.csv", source=None, target=None)
    assert (tmp_path / "m.csv").read_bytes() == b"source,target\nA01,c\n"


def test_a_map_without_entries_is_written_and_read(tmp_path: Path) -> None:
    found = read(tmp_path, format_map_csv(table_of(), source=ICD10, target=ICD10))
    assert found.table.equals(table_of())


def test_a_nul_cannot_be_written() -> None:
    with pytest.raises(InputError, match=r"holds a NUL, which no text file can$"):
        format_map_csv(table_of({"source": "A\0", "target": "b"}), source=None, target=None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",b,,,,", "column 'source': '' is no code; expected one without blanks around it"),
        ("A ,b,,,,", "column 'source': 'A ' is no code; expected one without blanks around it"),
        ("A, b,,,,", "column 'target': ' b' is no code; expected one without blanks around it"),
        (
            "A,,,,,",
            (
                "column 'target': is empty; expected a target or, in 'no_map', one of "
                "not_in_scope, not_classifiable, high_level, needs_detail, retired_target, "
                "none_in_table, source_ambiguous"
            ),
        ),
        (
            "A,b,none_in_table,,,",
            "column 'no_map': 'none_in_table' says that there is no target, but 'target' holds 'b'",
        ),
        (
            "A,b,,No Mapping,,",
            (
                "column 'no_map_text': 'No Mapping' explains an empty 'no_map'; "
                "expected a reason there"
            ),
        ),
        ("A,b,,,0,", "column 'map_group': '0' is not a whole number from 1"),
        ("A,b,,,1.0,", "column 'map_group': '1.0' is not a whole number from 1"),
        (
            "A,b,,,,wider",
            (
                "column 'relation': 'wider' is not known; expected equivalent, "
                "source-is-narrower-than-target, source-is-broader-than-target, related-to, "
                "not-related-to, unspecified or nothing"
            ),
        ),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    text = f"source,target,no_map,no_map_text,map_group,relation\nA,c,,,,\n{row}\n"
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert str(refused.value) == f"m.csv:3, {message}"


def test_a_cluster_that_is_none_is_refused_where_the_target_is_icd_11(tmp_path: Path) -> None:
    text = "source,target\nA,1A00&\n"
    assert read(tmp_path, text).table.num_rows == 1
    with pytest.raises(InputError) as refused:
        read(tmp_path, f"# target: icd11/demo\n{text}")
    assert str(refused.value).startswith(
        "m.csv:3, column 'target': '1A00&' is no ICD-11 expression"
    )


def test_a_release_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^m\.csv: release 'icd12' is not <system>/<edition>"):
        read(tmp_path, "# source: icd12\nsource,target\nA,b\n")


@pytest.mark.parametrize(
    ("heading", "second", "said"),
    [
        ("rule", "IFA 24700007 | Fever |", "m.csv:3, column 'rule': 'IFA 24700007 | Fever |' is a"),
        (
            "map_block",
            "2",
            "m.csv:3, column 'map_block': '2' is one solution of several, but the m",
        ),
    ],
)
def test_rules_and_blocks_need_a_profile_so_that_nobody_unites_them(
    tmp_path: Path, heading: str, second: str, said: str
) -> None:
    text = f"source,target,{heading}\nA00,B00,\nA00,B01,{second}\n"
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert str(refused.value).startswith(said)
    assert "begin it with '# profile: international'" in str(refused.value)
    assert len(read(tmp_path, f"# profile: uk\n{text}").table) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A00,B00,,", "m.csv:3, column 'rule': is empty; expected TRUE, OTHERWISE TRUE or a rule"),
        (
            "A00,B00,TRUE,2",
            "m.csv:3, column 'map_block': '2' is a block, which a map of profile in",
        ),
    ],
)
def test_an_international_map_has_a_rule_in_every_row_and_no_blocks(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, f"# profile: international\nsource,target,rule,map_block\n{row}\n")
    assert str(refused.value).startswith(said)


def test_a_map_has_one_profile(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"^m\.csv:3, column 'profile': 'international' is not 'uk', as"
    ):
        read(tmp_path, "source,target,profile\nA00,B00,uk\nA00,B01,international\n")


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
CODE = TEXT.filter(lambda text: text == text.strip())
COUNT = st.integers(min_value=1, max_value=12)


@st.composite
def entries(draw: st.DrawFn, profile: Profile | None) -> dict[str, Any]:
    """Any entry that a map of a profile can hold: rules and blocks only where they are read."""
    entry: dict[str, Any] = {"source": draw(CODE), "line": 0, "profile": profile}
    if draw(st.booleans()):
        entry["target"] = draw(CODE)
    else:
        entry["no_map"] = draw(st.sampled_from(NoMapReason)).value
        entry["no_map_text"] = draw(st.none() | TEXT)
    for name in ("map_block", "map_group", "map_priority"):
        entry[name] = draw(COUNT)
    if profile is not Profile.UK:
        entry["map_block"] = 1
    for name, words in (("source_kind", Kind), ("target_kind", Kind), ("mark", Mark)):
        entry[name] = draw(st.none() | st.sampled_from([word.value for word in words]))
    for name in ("source_term", "target_term", "source_chapter", "target_uri", "advice"):
        entry[name] = draw(st.none() | TEXT)
    rules = {None: st.none(), Profile.UK: st.none() | TEXT, Profile.INTERNATIONAL: TEXT}
    entry["rule"] = draw(rules[profile])
    entry["relation"] = draw(st.sampled_from(MapRelation)).value
    entry["levels"] = draw(st.none() | st.integers(min_value=-9, max_value=0))
    return entry


def maps(*, shortest: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Any few entries of one map."""
    return st.sampled_from([None, *Profile]).flatmap(
        lambda profile: st.lists(entries(profile), min_size=shortest, max_size=6)
    )


def without_lines(table: pa.Table) -> pa.Table:
    return table.drop_columns(["line"])


@given(maps())
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, some: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("map") / "m.csv"
    write_map_csv(table_of(*some), path, source=SNOMED, target=ICD10)
    found = read_map(path)
    write_map_csv(found.table, path, source=found.source_release, target=found.target_release)
    again = read_map(path)
    assert again.table.equals(found.table)
    assert (again.source_release, again.target_release) == (SNOMED, ICD10)
    assert again.sha256 == found.sha256
    by_text = sorted(map(repr, without_lines(table_of(*some)).to_pylist()))
    assert sorted(map(repr, without_lines(found.table).to_pylist())) == by_text


@given(st.data(), maps(shortest=2))
def test_the_text_does_not_depend_on_the_order_of_the_entries(
    data: st.DataObject, some: list[dict[str, Any]]
) -> None:
    shuffled = data.draw(st.permutations(some))
    release = parse_release("icd10/demo")
    assert format_map_csv(table_of(*some), source=release, target=None) == format_map_csv(
        table_of(*shuffled), source=release, target=None
    )


SAID = {
    "predicate": "skos:closeMatch",
    "provenance": "derived",
    "derived_from": "a row of each map",
    "layer": "uk-edition",
    "evidence": "the titles differ",
    "justification": "semapv:ManualMappingCuration",
    "confidence": 0.8,
    "status": "in_review",
    "author": "A|B",
    "reviewer": "C",
    "mapping_date": "2026-11-25",
    "review_date": "2026-11-26",
    "comment": 'one, "two"',
    "frequency": 12_000,
    "waived": '{"target_exists": "next release"}',
    "extra": '{"note": "n"}',
}


def test_what_is_said_about_a_row_is_written_and_read_again(tmp_path: Path) -> None:
    entries = table_of({"source": "A00", "target": "B00", "line": 2, **SAID})
    assert read(tmp_path, format_map_csv(entries, source=None, target=None)).table.equals(entries)
    entry = next(iter(MapSet(name="m", kind="csv", source=None, target=None, table=entries)))
    assert {name: getattr(entry, name) for name in SAID} == {
        **SAID,
        "waived": {"target_exists": "next release"},
        "extra": {"note": "n"},
    }


def test_columns_that_nobody_knows_are_kept(tmp_path: Path) -> None:
    text = 'source,target,Ticket,Owner,extra\nA,b,T-1,,\nA,c,,,"{""Ticket"": ""T-2""}"\n'
    found = read(tmp_path, text).table["extra"].to_pylist()
    assert found == ['{"Ticket": "T-1"}', '{"Ticket": "T-2"}']


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("confidence", "2", "'2' is not a confidence; expected a number from 0 to 1"),
        ("confidence", "nan", "'nan' is not a confidence; expected a number from 0 to 1"),
        ("review_date", "2026-06-31", "'2026-06-31' is not a date; expected one like 2026-11-25"),
        ("frequency", "1,000", "'1,000' is not a count; expected digits only"),
        (
            "waived",
            "[]",
            """'[]' is not a JSON object of texts; expected one like {"name": "text"}""",
        ),
        ("provenance", "guessed", "'guessed' is not known; expected asserted, derived or nothing"),
    ],
)
def test_what_a_cell_may_not_hold_is_said(
    tmp_path: Path, column: str, value: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, f'source,target,{column}\nA,b,"{value}"\n')
    assert str(refused.value) == f"m.csv:2, column '{column}': {said}"
