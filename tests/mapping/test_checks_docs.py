"""The page on checks names every check as the code has it, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from workbench.mapping.checks.register import CHECKS

PAGE: Final = Path(__file__).resolve().parents[2] / "docs/reference/checks.md"


def test_the_page_lists_every_check_with_its_severity_profile_and_principle() -> None:
    table = PAGE.read_text("utf-8").split("## Every check")[1]
    told = re.findall(r"^\| `.*$", table, re.MULTILINE)
    assert told == [
        f"| `{check.name}` | {check.severity} | "
        f"{'every map' if check.profiles is None else ', '.join(sorted(check.profiles))} | "
        f"{check.about} | {check.principle} |"
        for check in sorted(CHECKS, key=lambda check: check.name)
    ]
