"""A virtual environment that holds a wheel and what the wheel says it needs, and nothing else.

Nothing is downloaded: what is needed is linked from the environment that runs the tests, one
distribution after another as their own metadata name them. What the wheel does not declare is
therefore not there, and a connection to another machine is refused.
"""

from __future__ import annotations

import os
import venv
import zipfile
from email import message_from_bytes
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["needed", "new_environment", "required"]

#: Put where Python looks before it runs anything: in every process, kernels too.
_NO_NETWORK: Final = """
import sys



def refuse(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        if args[1][0] not in ("127.0.0.1", "::1", "localhost"):
            raise ConnectionRefusedError(f"{args[1]} is not on this machine")


sys.addaudithook(refuse)
"""


def required(wheel: Path) -> list[str]:
    """Give what a wheel says it needs, extras left out."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = message_from_bytes(archive.read(name)).get_all("Requires-Dist") or []
    return [line for line in lines if _applies(Requirement(line), frozenset())]


def _applies(asked: Requirement, extras: frozenset[str]) -> bool:
    marker = asked.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})


def needed(lines: list[str]) -> dict[str, Distribution]:
    """Give every distribution that these requirements lead to, by name, as installed here."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    asked = [Requirement(line) for line in lines]
    while asked:
        each = asked.pop()
        name, extras = canonicalize_name(each.name), frozenset(each.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = held = distribution(name)
        assert each.specifier.contains(held.version, prereleases=True), f"{each}: {held.version}"
        more = [Requirement(line) for line in held.requires or ()]
        asked += [requirement for requirement in more if _applies(requirement, extras)]
    return found


def new_environment(folder: Path, wheel: Path) -> Path:
    """Make the environment and give its Python.

    Parameters
    ----------
    folder
        Where it is made; not there yet.
    wheel
        What is installed: unpacked, as an installer does.
    """
    venv.create(folder, symlinks=os.name != "nt")
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    for held in needed(required(wheel)).values():
        _link(held, packages)
    (packages / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    return folder / "bin" / "python"


def _link(held: Distribution, packages: Path) -> None:
    """Link the top of each tree of a distribution; two may share one (a namespace)."""
    inside = (file.parts[0] for file in held.files or ())
    tops = {top for top in inside if top not in {"..", "__pycache__"}}
    for top in sorted(tops):
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(str(held.locate_file(top))))
