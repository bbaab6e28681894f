"""Maps that travel inside the package: the layer `uk-edition`.

They hold codes and our own words, typed by hand, and each row its evidence: no title of anybody's.

Source: the rows themselves, column ``evidence``; decision record 9.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.map_csv import read_map_csv
from workbench.io.package import open_package
from workbench.io.result import MapRead

__all__ = ["BUILTIN_MAPS", "is_builtin", "read_builtin_map"]

_PREFIX: Final = "builtin:"
_FOLDER: Final = "packed_maps"
_KIND: Final = "csv"
#: The words that stand for them where a path is asked for, by their names.
BUILTIN_MAPS: Final = {name: f"{_PREFIX}{name}" for name in ("uk-edition",)}


def is_builtin(path: str | Path) -> bool:
    """Say whether a path is the word of something built in, known or not.

    Examples
    --------
    >>> is_builtin("builtin:uk-edition"), is_builtin("maps/uk-edition.csv")
    (True, False)
    """
    return str(path).startswith(_PREFIX)


def read_builtin_map(
    path: str | Path, *, kind: str | None = None, progress: Progress = silent
) -> MapRead:
    """Read a map out of the package.

    Parameters
    ----------
    path
        Its word, ``builtin:uk-edition``.
    kind
        None, or ``csv``, which they are.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        If no map of that name is built in, or it is of another kind.
    """
    word = str(path)
    name = word.removeprefix(_PREFIX)
    if BUILTIN_MAPS.get(name) != word:
        problem = (
            f"'{word}' is no map that is built in; expected {', '.join(BUILTIN_MAPS.values())}"
        )
        raise InputError(problem)
    if kind not in {None, _KIND}:
        problem = f"{word} is of kind {_KIND}, not '{kind}'"
        raise InputError(problem)
    file = f"{name}.csv"
    with resources.as_file(resources.files("workbench.io") / _FOLDER / file) as where:
        read = read_map_csv(open_package(where), file, progress=progress)
    return replace(read, source=word, name=name)
