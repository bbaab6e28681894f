"""Every error a user can meet, under one root.

Each class is also the builtin a caller would expect, so ``except KeyError`` catches an unknown
code. A message is one sentence saying what is wrong, the value, where it stands and what would
be right; the command line prints it as it is and exits 2.
"""

from __future__ import annotations

__all__ = [
    "AmbiguousNameError",
    "GraphStructureError",
    "InputError",
    "InputWarning",
    "NameTakenError",
    "ReleaseMismatchError",
    "UnknownCodeError",
    "UnknownNameError",
    "WorkbenchError",
    "WorkspaceError",
]


class WorkbenchError(Exception):
    """Root of every error this package raises on purpose."""

    def __str__(self) -> str:
        """Give the message itself; ``KeyError`` would give its repr."""
        return str(self.args[0]) if self.args else type(self).__name__


class InputError(WorkbenchError, ValueError):
    """A file or a value from outside does not read as what it should be.

    Parameters
    ----------
    problem
        What is wrong and what would be right, without its place.
    file, line, column
        Where: a name without folders, a 1-based line, a column's heading. None where it does
        not apply.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.column = column
        place = file or ""
        if line is not None:
            place += f":{line}" if place else f"line {line}"
        if column is not None:
            place += f", column '{column}'" if place else f"column '{column}'"
        super().__init__(f"{place}: {problem}" if place else problem)


class InputWarning(UserWarning):
    """Something read was kept though it is not known; nothing is lost and nothing is guessed."""


class GraphStructureError(InputError):
    """The rows of a release do not make a hierarchy: a cycle, a dangling parent, a code twice."""


class UnknownCodeError(WorkbenchError, KeyError):
    """A code is not in a release.

    Parameters
    ----------
    code
        As it was asked for.
    release
        The release looked in, as text (``icd10/who-2019``).
    near
        Near spellings that are in the release, best first.
    place
        Where it stands in a longer text, in words (``character 4``); None where it stands alone.
    why
        What is known to be wrong with it, in words; None where nothing is.
    replaced_by
        What the history of the release offers in its place; then nobody misspelt it.
    """

    def __init__(
        self,
        code: str,
        *,
        release: str,
        near: tuple[str, ...] = (),
        place: str | None = None,
        why: str | None = None,
        replaced_by: tuple[str, ...] = (),
    ) -> None:
        self.code = code
        self.release = release
        self.near = near
        self.place = place
        self.why = why
        self.replaced_by = replaced_by
        where = f" at {place}" if place else ""
        because = f" ({why})" if why else ""
        message = f"code '{code}'{where} is not in {release}{because}"
        if replaced_by:
            hint = f", but its history replaces it by {' or '.join(replaced_by)}"
        else:
            hint = f". Near spellings: {', '.join(near)}" if near else "."
        super().__init__(message + hint)


class UnknownNameError(WorkbenchError, KeyError):
    """A workspace holds no graph or map of that name."""


class AmbiguousNameError(WorkbenchError, LookupError):
    """A name could mean more than one thing the workspace holds."""


class NameTakenError(WorkbenchError, ValueError):
    """A name is already used in the workspace and ``--replace`` was not given."""


class ReleaseMismatchError(WorkbenchError, ValueError):
    """Two releases of one system would be joined without a declared bridge."""


class WorkspaceError(WorkbenchError, OSError):
    """The folder is no workspace, a newer one, or cannot be written."""
