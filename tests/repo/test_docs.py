"""The documentation names every command, option, measure and value, and has no loose end."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from workbench.cli.parser import build_parser
from workbench.report.definitions_text import MEASURE_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
COMMANDS: Final = ROOT / "docs/reference/command-line.md"
MEASURES: Final = ROOT / "docs/explanation/what-the-measures-mean.md"


def sections(page: Path, level: str) -> dict[str, str]:
    """Give the text below each heading of a level, up to the next heading as high."""
    parts = re.split(rf"^{level} (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    below = [re.split(rf"^{level[1:]} ", part, flags=re.MULTILINE)[0] for part in parts[2::2]]
    return dict(zip(parts[1::2], below, strict=True))


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give each command of a parser with its own options."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        options = [option for action in parser._actions for option in action.option_strings]
        yield name, [o for o in options if o not in {"-h", "--help", "--json", "--workspace"}]
    for group in groups:
        for word, below in group.choices.items():
            yield from commands(below, f"{name} {word}".strip())


def test_every_command_and_option_is_documented_and_nothing_else() -> None:
    told = sections(COMMANDS, "##")
    known = dict(commands(build_parser()))
    assert set(told) == set(known)
    usage = {name: re.findall(r"`workbench ([^`]+)`", text)[0] for name, text in told.items()}
    for name, options in known.items():
        assert usage[name].startswith(name)
        assert sorted(re.findall(r"--[a-z-]+", usage[name])) == sorted(options), name


def test_every_measure_and_value_is_defined() -> None:
    told = sections(MEASURES, "###")
    assert list(told) == [measure for measure, *_ in MEASURE_ROWS]
    for measure, _label, _meaning, _companion, values in MEASURE_ROWS:
        defined = re.findall(r"^\| `(\w+)` \|", told[measure], re.MULTILINE)
        assert sorted(defined) == sorted(value for value, *_ in values), measure


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_link_on_the_front_pages_leads_to_a_file(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.slow
def test_the_documentation_builds_and_asks_nothing_of_the_internet(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 10
    loaded = re.compile(r'<(?:script|link|img)[^>]+(?:src|href)="((?:https?:)?//[^"]+)"')
    assert {url for page in pages for url in loaded.findall(page.read_text("utf-8"))} == set()
