"""Running checks: which a map gets, what its rows waive, and what is told of it all."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.mapping.check_examples import ICD10, ICD11, UK, context_of, faults
from workbench.mapping.checks.model import Severity
from workbench.mapping.checks.register import CHECKS, checks_for
from workbench.mapping.checks.run import check_map
from workbench.mapping.profile import Profile

TESTS = Path(__file__).parent
WAIVED = {"source": "30", "target": "E11", "waived": '{"target_not_assignable": "as published"}'}


def test_every_check_has_a_test_of_its_name() -> None:
    named = {
        name
        for path in TESTS.glob("test_checks_*.py")
        for name in re.findall(r"^def test_(\w+)\(", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {check.name for check in CHECKS} - named == set()


def test_every_check_says_what_it_finds_and_what_it_rests_on() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", check.name)
        assert check.about.endswith("."), check.name
        assert check.principle, check.name
        assert check.find.__name__ == check.name
        assert check.find.__doc__, check.name


@pytest.mark.parametrize("profile", [None, *Profile])
def test_a_map_gets_the_checks_of_every_map_and_of_its_profile(profile: Profile | None) -> None:
    wanted = checks_for(context_of([], profile=profile))
    assert all(check.profiles is None or profile in check.profiles for check in wanted)
    own = {check.name for check in wanted if check.profiles is not None}
    assert bool(own) is (profile is not None)


def test_without_a_profile_the_common_checks_are_run_and_it_is_said() -> None:
    checked = check_map(context_of([{"source": "30", "target": "E11"}]))
    assert [finding.check for finding in checked] == ["target_not_assignable"]
    assert checked.notes == (
        (
            "'example' states no profile, so only the checks of every map were run; say --profile "
            "international or --profile uk for the rest"
        ),
    )


def test_a_waived_finding_is_no_finding_and_is_counted() -> None:
    checked = check_map(context_of([WAIVED, {"source": "20", "target": "E11.9"}], profile=UK))
    assert (list(checked), dict(checked.waived)) == ([], {"target_not_assignable": 1})
    assert repr(checked) == (
        "<Checked example (uk): 2 entries, 0 errors, 0 warnings, 0 for information, 1 waived>"
    )


def test_a_waiver_is_of_its_own_row_and_check_only() -> None:
    rows = [WAIVED, {**WAIVED, "source": "20", "waived": '{"duplicate_target": "as published"}'}]
    assert len(faults("target_not_assignable", rows)) == 1


def test_waiver_of_unknown_check() -> None:
    rows = [{**WAIVED, "waived": '{"no_such_check": "why not"}'}, {**WAIVED, "source": "20"}]
    assert faults("waiver_of_unknown_check", rows) == [
        "30 → E11: it waives 'no_such_check', which is no check; correct it, or drop it"
    ]


def test_waiver_of_nothing() -> None:
    rows = [{**WAIVED, "target": "E11.9"}, {**WAIVED, "source": "20"}]
    assert faults("waiver_of_nothing", rows) == [
        (
            "30 → E11.9: it waives 'target_not_assignable', which finds nothing here any more; "
            "drop the waiver"
        )
    ]


def test_a_waiver_of_a_check_that_was_not_run_is_left_alone() -> None:
    rows = [{"source": "20", "target": "E11.9", "waived": '{"male_before_female": "as published"}'}]
    assert list(check_map(context_of(rows, profile=UK))) == []


def test_findings_go_by_check_then_source_and_target_in_natural_order() -> None:
    rows = [{"source": s, "target": t} for s, t in (("20", "E11"), ("9", "N18"), ("9", "E11"))]
    checked = check_map(context_of(rows))
    assert [(f.check, f.source, f.target) for f in checked] == [
        ("source_not_in_release", "9", "E11"),
        ("source_not_in_release", "9", "N18"),
        ("target_not_assignable", "9", "E11"),
        ("target_not_assignable", "9", "N18"),
        ("target_not_assignable", "20", "E11"),
    ]


def test_the_worst_severity_decides_whether_a_check_fails() -> None:
    fine = check_map(context_of([{"source": "20", "target": "E11.9"}], profile=UK))
    assert not fine.fails_on(Severity.INFORMATION)
    only_noted = check_map(
        context_of([{"source": "E11.9", "target": "GB61"}], source=ICD10, target=ICD11)
    )
    assert [count.check for count in only_noted.counts()] == ["finer_codes_exist"]
    assert [only_noted.fails_on(severity) for severity in Severity] == [False, False, True]


def test_a_result_shows_itself_as_a_line_a_frame_and_a_table() -> None:
    checked = check_map(context_of([{"source": "30", "target": "E11"}], profile=UK))
    frame = checked.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["check"]) == ["target_not_assignable"]
    assert list(frame["line"]) == [2]
    assert "target_not_assignable" in checked._repr_html_()
    assert checked.to_dict()["checked"] == 1


def test_an_empty_map_has_nothing_to_find() -> None:
    for profile in (None, *Profile):
        assert list(check_map(context_of([], profile=profile))) == []
