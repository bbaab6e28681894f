"""``map check``: which rows of a map break a rule, and what to do."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import TYPE_CHECKING, Final

from workbench.cli.bars import bar
from workbench.cli.output import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.mapping.checks.result import Checked

__all__ = ["FAIL_ON", "FINDINGS", "PROFILES", "run_check"]

#: The exit code where a finding is as bad as ``--fail-on`` says, or worse.
FINDINGS: Final = 1
#: The profiles that may be asked for.
PROFILES: Final = ("international", "uk")
#: The severities that may change the exit code.
FAIL_ON: Final = ("error", "warning")
_WIDTH: Final = 100
_SHOWN: Final = 5


def run_check(call: argparse.Namespace) -> Reply:
    """Check a map."""
    from workbench.mapping.checks.model import Severity
    from workbench.workspace import find_workspace

    checked = find_workspace(call.workspace, progress=bar).check(call.map, profile=call.profile)
    if call.json:
        for note in checked.notes:
            print(f"workbench: note: {note}", file=sys.stderr)
    failed = call.fail_on is not None and checked.fails_on(Severity(call.fail_on))
    return Reply(
        document=checked.to_dict() if call.json else None,
        text="" if call.json else "\n".join(_lines(checked)),
        code=FINDINGS if failed else 0,
    )


def _lines(checked: Checked) -> Iterator[str]:
    yield repr(checked)[1:-1]
    for note in checked.notes:
        yield from _wrapped(note, "  ")
    for count in checked.counts():
        from workbench.mapping.checks.register import BY_NAME

        check = BY_NAME[count.check]
        yield ""
        yield f"{count.severity}: {count.check} ({count.findings:,})"
        yield from _wrapped(f"{check.about} {check.principle}.", "  ")
        findings = checked.of(count.check)
        for finding in findings[:_SHOWN]:
            yield from _wrapped(str(finding), "    ")
        if len(findings) > _SHOWN:
            yield f"    … and {len(findings) - _SHOWN:,} more; --json gives all"
    for name, number in checked.waived.items():
        yield ""
        yield f"waived: {name} ({number:,})"


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
