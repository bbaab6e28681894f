"""What is installed and what is missing, for the person who asks why something does not work.

The trap: whatever is broken must not break the report, so every question is asked of the file
system or of the installed packages' metadata, and nothing is imported to be looked at.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from workbench import __version__

__all__ = ["SUPPORTED", "diagnose", "doctor_text", "find_browser", "find_data"]

_PROJECT: Final = "terminology-workbench"

#: The oldest and the newest Python this runs on.
SUPPORTED: Final = ((3, 11), (3, 13))

#: Extras whose packages a user may want; those of developers are left out.
_USER_EXTRAS: Final = ("postgres", "spark")

#: Chromium and its relatives: their names on the PATH, then where installers put them.
_BROWSER_NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
_BROWSER_PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "${PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "${PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "${LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "${PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "${PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
#: Where Playwright keeps browsers of its own: a folder, and the program below it.
_PLAYWRIGHT_PLACES: Final = (
    ("${HOME}/.cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
    ("${HOME}/Library/Caches/ms-playwright", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
    ("${LOCALAPPDATA}/ms-playwright", "chromium-*/chrome-win*/chrome.exe"),
)


def find_browser() -> str | None:
    """Give the path of a Chromium, Chrome or Edge; None where there is none.

    The environment variable CHROMIUM comes first, and names a program that has to be there.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in _BROWSER_NAMES)
    installed = (place for place in map(_expanded, _BROWSER_PLACES) if place.is_file())
    playwrights = (
        program
        for folder, pattern in _PLAYWRIGHT_PLACES
        for program in sorted(_expanded(folder).glob(pattern), reverse=True)
    )
    for found in (*on_path, *installed, *playwrights):
        if found is not None:
            return str(found)
    return None


def _expanded(place: str) -> Path:
    """Give a path with ``${NAME}`` replaced; a name that is not set leads nowhere."""

    def value(match: re.Match[str]) -> str:
        return os.environ.get(match[1], "/nowhere")

    return Path(re.sub(r"\$\{([^}]+)\}", value, place))


def find_data() -> Path | None:
    """Give the folder of real releases that the tests read; None where there is none.

    WORKBENCH_DATA names it; in a checkout it defaults to ``../shared/data`` from the project.
    """
    named = os.environ.get("WORKBENCH_DATA")
    project = Path(__file__).resolve().parents[2]
    folder = Path(named) if named else project.parent / "shared" / "data"
    return folder.resolve() if folder.is_dir() else None


def diagnose() -> dict[str, Any]:
    """Say what is installed and what is missing.

    Returns
    -------
    dict
        The document of ``workbench doctor --json``: ``version`` of the workbench, ``python``,
        ``packages`` (name to version, null where it is not installed), the paths of ``browser``,
        ``java``, ``postgres`` (its ``initdb``) and ``data``, null where there is none, and
        ``problems``, one sentence each: what stops something that should work here.
    """
    packages = _packages()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "packages": packages,
        "browser": find_browser(),
        "java": _find_java(),
        "postgres": _find_postgres(),
        "data": None if (data := find_data()) is None else str(data),
        "problems": [*_python_problems(), *_package_problems(packages), *_variable_problems()],
    }


def doctor_text(diagnosis: dict[str, Any]) -> str:
    """Give a diagnosis as text, the problems last.

    Examples
    --------
    >>> print(
    ...     doctor_text(
    ...         {
    ...             "version": "0.1.0",
    ...             "python": "3.11.7",
    ...             "packages": {"pyarrow": "21.0.0", "pyspark": None},
    ...             "browser": None,
    ...             "java": "/usr/bin/java",
    ...             "postgres": None,
    ...             "data": None,
    ...             "problems": [],
    ...         }
    ...     )
    ... )
    workbench         0.1.0
    Python            3.11.7
    browser           none found (only tests drive one)
    java              /usr/bin/java
    postgres          none found (only a team's journal, and its tests, need it)
    data              none (only tests on real releases read them)
    pyarrow           21.0.0
    pyspark           not installed (optional)
    No problem found.
    """
    absent = {
        "browser": "none found (only tests drive one)",
        "java": "none found (only Spark needs it)",
        "postgres": "none found (only a team's journal, and its tests, need it)",
        "data": "none (only tests on real releases read them)",
    }
    rows = {
        "workbench": diagnosis["version"],
        "Python": diagnosis["python"],
        **{name: diagnosis[name] or why for name, why in absent.items()},
        **{
            name: version or "not installed (optional)"
            for name, version in diagnosis["packages"].items()
        },
    }
    problems = [f"Problem: {problem}" for problem in diagnosis["problems"]]
    table = [f"{name:<17} {value}" for name, value in rows.items()]
    return "\n".join([*table, *(problems or ["No problem found."])])


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _requirements() -> list[tuple[str, str | None]]:
    """Give each package the project asks for, with the extra that asks, None for the core."""
    try:
        lines = metadata.requires(_PROJECT) or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for line in lines:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", line)
        if name is not None:
            found.append((name[0].lower(), extra[1] if extra else None))
    return found


def _packages() -> dict[str, str | None]:
    """Give the version of each package a user may need, in alphabetical order."""
    names = {name for name, extra in _requirements() if extra is None or extra in _USER_EXTRAS}
    return {name: _version(name) for name in sorted(names)}


def _find_java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


def _find_postgres() -> str | None:
    """Give PostgreSQL's ``initdb``, which Debian keeps off the PATH, a folder a version."""
    kept_apart = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[-3])],
    )
    return shutil.which("initdb") or (str(kept_apart[-1]) if kept_apart else None)


def _python_problems() -> list[str]:
    oldest, newest = SUPPORTED
    if oldest <= sys.version_info[:2] <= newest:
        return []
    return [f"Python {platform.python_version()} is not one of 3.11, 3.12 and 3.13."]


def _package_problems(packages: dict[str, str | None]) -> list[str]:
    if _version(_PROJECT) is None:
        return [f"{_PROJECT} is not installed in this Python: pip install it, or run make lab."]
    core = {name for name, extra in _requirements() if extra is None}
    return [
        f"the package {name} is not installed: pip install {name}"
        for name, version in packages.items()
        if version is None and name in core
    ]


def _variable_problems() -> list[str]:
    """Look at the variables that name a place: what they name has to be there."""
    problems = []
    data = os.environ.get("WORKBENCH_DATA")
    if data and not Path(data).is_dir():
        problems.append(f"WORKBENCH_DATA names '{data}', which is not a folder.")
    browser = os.environ.get("CHROMIUM")
    if browser and shutil.which(browser) is None:
        problems.append(f"CHROMIUM names '{browser}', which is not a program.")
    java = os.environ.get("JAVA_HOME")
    if java and _find_java() is None:
        problems.append(f"JAVA_HOME names '{java}', which holds no bin/java.")
    return problems
