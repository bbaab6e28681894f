"""The locks: every line pinned and hashed, the small ones part of the large one, all up to date."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[2]
LOCKS: Final = ("all", "lab", "test")
PYTHONS: Final = ("3.11", "3.12", "3.13")

#: The extras each lock holds, besides what the project always needs.
EXTRAS: Final = {
    "all": ("postgres", "spark", "test", "docs"),
    "lab": (),
    "test": ("test", "docs"),
}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")


def read(lock: str) -> dict[str, frozenset[str]]:
    """Give each requirement's line and its hashes."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    line = ""
    for row in text(lock).splitlines():
        if re.match(r"[A-Za-z0-9]", row):
            line = row.removesuffix("\\").strip()
            found[line] = set()
        elif hashed := re.match(r"\s+--hash=(sha256:[0-9a-f]{64})( \\)?$", row):
            found[line].add(hashed[1])
    return {line: frozenset(hashes) for line, hashes in found.items()}


def environment(python: str, system: str) -> dict[str, str]:
    """Give the marker values that the locks speak of."""
    platform = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[system]
    return {
        "implementation_name": "cpython",
        "os_name": "nt" if system == "Windows" else "posix",
        "platform_machine": "AMD64" if system == "Windows" else "x86_64",
        "platform_python_implementation": "CPython",
        "platform_system": system,
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": platform,
    }


def pins(lock: str, python: str, system: str) -> dict[str, list[str]]:
    """Give the versions a lock installs in one place, by package."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for requirement in map(Requirement, read(lock)):
        if requirement.marker is None or requirement.marker.evaluate(environment(python, system)):
            (pin,) = requirement.specifier
            found[canonicalize_name(requirement.name)].append(pin.version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_pinned_and_has_a_hash(lock: str) -> None:
    rows = read(lock)
    assert len(rows) > 50
    assert [row for row in rows if not re.fullmatch(r"[\w.-]+==[\w.+]+( ; .+)?", row)] == []
    assert [row for row, hashes in rows.items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_line_names_a_place(lock: str) -> None:
    assert "://" not in text(lock)
    assert [
        row for row in text(lock).splitlines() if re.search(r"(^|\s|@)(/|file:|--index)", row)
    ] == []
    assert "python make.py lock" in text(lock).splitlines()[1]


@pytest.mark.parametrize(("part", "whole"), [("lab", "all"), ("test", "all"), ("lab", "test")])
def test_a_small_lock_is_part_of_a_large_one(part: str, whole: str) -> None:
    """The same version with the same hashes; a package needed everywhere there may be so here."""
    small, large = read(part), read(whole)
    missing = {
        row
        for row, hashes in small.items()
        if hashes not in (large.get(row), large.get(row.split(" ; ")[0]))
    }
    assert missing == set()


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_project(lock: str, python: str, system: str) -> None:
    metadata = project()["project"]
    wanted = [*metadata["dependencies"], *project()["build-system"]["requires"]]
    for extra in EXTRAS[lock]:
        wanted += metadata["optional-dependencies"][extra]
    pinned = pins(lock, python, system)
    unmet = [
        f"{requirement}: {pinned.get(canonicalize_name(requirement.name))}"
        for requirement in map(Requirement, wanted)
        if not any(
            requirement.specifier.contains(version)
            for version in pinned.get(canonicalize_name(requirement.name), [])
        )
    ]
    assert unmet == []
    assert {name: versions for name, versions in pinned.items() if len(versions) > 1} == {}


def test_the_locks_hold_what_builds_the_project() -> None:
    rows = (ROOT / "requirements" / "build.in").read_text("utf-8").splitlines()
    wanted = [row for row in rows if row and not row.startswith("#")]
    assert wanted == project()["build-system"]["requires"]


def test_every_extra_is_in_the_large_lock() -> None:
    assert set(EXTRAS["all"]) == set(project()["project"]["optional-dependencies"])
