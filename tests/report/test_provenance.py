"""Where the figures come from: the edition a year was coded in, and the one it is read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.examples import in_year
from workbench.report import html_report, source_line, text_report
from workbench.report.provenance import base_line, coded_in, facts, title
from workbench.report.sheets import sheets

_READ = "4th-edition codes read as icd10/uk-5th"


@pytest.mark.parametrize(
    ("year", "source", "said"),
    [
        ("2015-04-01", "icd10/uk-5th", _READ),
        ("2016-03-31", "icd10/uk-5th", _READ),
        ("2016-04-01", "icd10/uk-5th", "icd10/uk-5th"),
        ("2023-04-01", "icd10/uk-5th", "icd10/uk-5th"),
        (None, "icd10/uk-5th", "icd10/uk-5th"),
        ("2015-04-01", "icd10/who-2019", "icd10/who-2019"),
    ],
)
def test_years_before_april_2016_were_coded_in_the_4th_edition(
    year: str | None, source: str, said: str
) -> None:
    assert coded_in(in_year(year, source=source)) == said


def test_every_line_on_the_source_says_what_the_codes_were_coded_in() -> None:
    old = in_year("2014-04-01")
    assert title(old) == f"What a move from {_READ} to icd11/2024-01 would change, 2014-15"
    assert base_line(old).startswith(f"{_READ} → icd11/2024-01 by who-10to11-one, 2014-15.")
    assert source_line(old).startswith(base_line(old))
    assert facts(old)[0].value == _READ


def test_the_page_the_sheets_and_the_text_say_so_too() -> None:
    old = in_year("2014-04-01")
    page = html_report(old)
    assert f'<p class="eyebrow">{_READ} → icd11/2024-01, 2014-15</p>' in page
    assert "icd10/uk-5th → icd11" not in page.replace(_READ, "")
    assert text_report(old).count(_READ) == 3
    counted = {s.name: [row[-1] for row in s.rows] for s in sheets(old) if s.name != "Definitions"}
    assert all(str(where).startswith(_READ) for rows in counted.values() for where in rows)


def test_the_documentation_names_the_version_of_its_definitions() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "what-the-measures-mean.md"
    version = next(fact.value for fact in facts(in_year(None)) if fact.label == "Definitions")
    assert f"This is {version} of the definitions" in page.read_text(encoding="utf-8")
