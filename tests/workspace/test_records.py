"""A table of records through a workspace, in any family of frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from workbench.errors import InputError
from workbench.mapping.record import Record, Sex
from workbench.workspace import Content, Workspace, init_workspace

MAP = """\
# profile: international
source,target,map_group,map_priority,rule
1,E28.3,1,1,IFA 248152002 | Female (finding) |
1,E34.9,1,2,OTHERWISE TRUE
2,P29.0,1,1,IFA 445518008 | Age at onset (observable entity) | < 28.0 days
2,I50.9,1,2,OTHERWISE TRUE
"""


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    (tmp_path / "own.csv").write_text(MAP, encoding="utf-8")
    workspace = init_workspace(tmp_path / "work", content=Content.EMPTY)
    workspace.add_map(tmp_path / "own.csv")
    return workspace


COLUMNS: dict[str, list[object]] = {
    "concept": ["1", "1", "2", "2"],
    "age": [45, None, 27, 45],
    "sex": ["f", None, "m", "m"],
}


def test_columns_of_the_usual_names_are_found_and_the_answer_is_of_the_family(
    held: Workspace,
) -> None:
    frame = held.translate_many("own", pd.DataFrame(COLUMNS), age_unit="days")
    assert frame[["record", "outcome"]].to_numpy().tolist() == [
        [0, "target"],
        [1, "needs"],
        [2, "target"],
        [3, "target"],
    ]
    assert frame["target"].dropna().tolist() == ["E28.3", "P29.0", "I50.9"]
    for table in (pa.table(COLUMNS), COLUMNS):
        found = held.translate_many("own", table, age_unit="days")
        assert found["target"].to_pylist() == ["E28.3", None, "P29.0", "I50.9"]


def test_columns_are_named_and_those_not_named_are_left_out(held: Workspace) -> None:
    frame = pd.DataFrame({"code": ["1", "2"], "years": [45, 45]})
    found = held.translate_many("own", frame, concept="code", age="years")
    assert found["outcome"].tolist() == ["needs", "target"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"code": ["1"]}, "column 'concept': there is no such column; the frame has code"),
        ("own.csv", "a table of records is str; expected a frame of pandas, Polars or PyArrow"),
        ({"concept": ["1"], "age": [1, 2]}, "a table of records is dict; expected a frame"),
        ({"concept": [1.5]}, "codes"),
    ],
)
def test_what_is_no_table_of_records_is_refused(held: Workspace, table: object, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        held.translate_many("own", table)


def test_a_record_is_said_in_parts_or_whole_and_reaches_the_code_string(held: Workspace) -> None:
    parts = held.translate("own", ["1", "2"], age="27 days", sex="f")
    record = Record(age=None, sex=Sex.FEMALE)
    assert [[t.target for t in answer.targets] for answer in parts] == [["E28.3"], ["P29.0"]]
    assert held.translate("own", "1", record=record)[0].targets == parts[0].targets
    with pytest.raises(InputError, match="not in both ways"):
        held.translate("own", "1", record=record, age=3)
