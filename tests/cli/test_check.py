"""``map check``: its document, its exit codes, and what a person reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.schemas import all_schemas, assert_valid
from workbench.cli.command_check import FAIL_ON, PROFILES
from workbench.mapping.checks.model import Severity
from workbench.mapping.profile import Profile

if TYPE_CHECKING:
    from tests.cli.calls import Answer, CommandLine

HEAD = "source,target,map_group,mark\n"
#: An asterisk alone, an external cause first; and a pair in either order.
DRAFT = f"""\
# source: icd10/who-2019
# target: icd10/who-2019
{HEAD}I10,H36.0,1,*
I21.0,W19,1,
I21.0,I21.9,2,
E11.3,H36.0,1,*
E11.3,E11.3,2,†
"""


@pytest.fixture
def draft(world: Path, call: CommandLine) -> str:
    """Hold a map with two errors; give its name."""
    (world / "files" / "draft.csv").write_text(DRAFT, encoding="utf-8")
    assert call("map", "add", "files/draft.csv").code == 0
    return "draft"


def document(answer: Answer) -> list[dict[str, object]]:
    """Give the findings of an answer; what it says beside them is a note."""
    told = json.loads(answer.out)
    assert_valid("check", told)
    assert all(line.startswith("workbench: note: ") for line in answer.err.splitlines())
    findings: list[dict[str, object]] = told["findings"]
    return findings


def test_findings_name_their_rule_and_what_to_do(call: CommandLine, draft: str) -> None:
    answer = call("--json", "map", "check", draft)
    assert answer.code == 0
    assert json.loads(answer.out)["checked"] == 5
    assert document(answer) == [
        {
            "check": "asterisk_alone",
            "severity": "error",
            "source": "I10",
            "target": "H36.0",
            "message": "H36.0 is an asterisk code, which is never used alone; add the dagger code "
            "of the underlying disease in a group of its own",
            "principle": "WHO, ICD-10 Volume 2, section 3.1.3 Two codes for certain conditions",
        },
        {
            "check": "external_cause_first",
            "severity": "error",
            "source": "I21.0",
            "target": "W19",
            "message": "W19 is an external cause (chapter XX) and stands first; put the injury or "
            "disease in the group before it",
            "principle": "NHS England, National Clinical Coding Standards ICD-10 5th Edition, "
            "Chapter XX; SNOMED International, ICD-10 Mapping Technical Guide, section 6.7 "
            "Multiple Targets - External Causes",
        },
    ]


def test_only_fail_on_makes_findings_an_exit_code(call: CommandLine, draft: str) -> None:
    assert call("map", "check", draft).code == 0
    assert call("map", "check", draft, "--fail-on", "error").code == 1
    assert call("map", "check", draft, "--fail-on", "warning").code == 1
    assert call("--json", "map", "check", draft, "--fail-on", "error").code == 1
    assert call("map", "check", "foundation", "--fail-on", "error").code == 0


def test_a_profile_adds_its_checks_and_without_one_it_is_said(
    call: CommandLine, draft: str
) -> None:
    plain = call("--json", "map", "check", draft)
    assert "states no profile" in plain.err
    uk = call("--json", "map", "check", draft, "--profile", "uk")
    assert uk.err == ""
    assert len(document(uk)) >= len(document(plain))


def test_a_person_reads_findings_under_their_check_with_counts(
    call: CommandLine, draft: str
) -> None:
    text = call.text("map", "check", draft, "--profile", "uk")
    assert text.splitlines()[0] == (
        "Checked draft (uk): 5 entries, 2 errors, 0 warnings, 0 for information"
    )
    assert "error: asterisk_alone (1)" in text
    assert "ICD-10 Volume 2" in text


def test_what_is_waived_is_told_by_its_count(call: CommandLine, world: Path) -> None:
    rows = [*DRAFT.splitlines()]
    rows[2] += ",waived"
    rows[3] += ',"{""asterisk_alone"": ""the record names it""}"'
    rows[4:] = [f"{row}," for row in rows[4:]]
    (world / "files" / "waived.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    call("map", "add", "files/waived.csv")
    text = call.text("map", "check", "waived", "--profile", "uk")
    assert "1 error, 0 warnings, 0 for information, 1 waived" in text
    assert "waived: asterisk_alone (1)" in text


@pytest.mark.usefixtures("world")
def test_wrong_calls_are_refused_in_one_line(call: CommandLine) -> None:
    assert "--profile 'scottish' is not known; expected one of international, uk" in call.refused(
        "map", "check", "one", "--profile", "scottish"
    )
    assert "--fail-on 'information' is not known" in call.refused(
        "map", "check", "one", "--fail-on", "information"
    )
    assert "no map" in call.refused("map", "check", "nowhere")


def test_the_words_are_those_of_the_code() -> None:
    severity = all_schemas()["check"]["properties"]["findings"]["items"]["properties"]["severity"]
    assert severity["enum"] == list(Severity)
    assert list(Profile) == list(PROFILES)
    assert set(FAIL_ON) < set(Severity)
