"""What hangs off a workspace as ``ws.graphs`` and ``ws.maps``, for people with a Tab key."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from workbench.workspace.display import first_names
from workbench.workspace.names import pick

__all__ = ["Shelf"]

_Item = TypeVar("_Item")

#: How many names the list in a notebook shows.
_SHOWN: Final = 50


class Shelf(Generic[_Item]):
    """Graphs or maps by name; opened when asked for.

    ``shelf["icd10/who-2019"]`` and, where one system is held once, ``shelf.icd10``; both complete
    with Tab.
    """

    def __init__(
        self,
        *,
        what: str,
        entries: Callable[[], Sequence[tuple[str, str]]],
        open_item: Callable[[str], _Item],
    ) -> None:
        self._what = what
        self._entries = entries
        self._open = open_item

    def resolve(self, word: str) -> str:
        """Give the name a word means; see `workbench.workspace.names.pick`."""
        entries = self._entries()
        records = [_Name(name=name) for name, _ in entries]
        systems = [system for _, system in entries]
        return pick(word, records, systems=systems, what=self._what).name

    def __getitem__(self, word: str) -> _Item:
        """Open the graph or map a name or bare system means."""
        return self._open(self.resolve(word))

    def __getattr__(self, word: str) -> _Item:
        """Open by a bare system; ``AttributeError`` where that is not exactly one."""
        if word.startswith("_"):
            raise AttributeError(word)
        try:
            return self[word]
        except LookupError as error:
            raise AttributeError(str(error)) from error

    def __contains__(self, word: object) -> bool:
        """Say whether a name is held."""
        return any(name == word for name, _ in self._entries())

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter([name for name, _ in self._entries()])

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._entries())

    def __dir__(self) -> list[str]:
        """List what completes after the dot: systems held once, and names that can stand there."""
        entries = self._entries()
        systems = [system for _, system in entries]
        words = [s for s in systems if systems.count(s) == 1] + [name for name, _ in entries]
        return sorted({*super().__dir__(), *filter(str.isidentifier, words)})

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        """Give the first names on one line."""
        return f"<{len(self)} {self._what}s: {first_names(list(self)) or 'none'}>"

    def _repr_html_(self) -> str:
        """Give the first names as a list."""
        names = list(self)
        items = "".join(f"<li><code>{html.escape(name)}</code></li>" for name in names[:_SHOWN])
        more = f"<li>… and {len(names) - _SHOWN} more</li>" if len(names) > _SHOWN else ""
        return f"<p>{len(names)} {self._what}s</p><ul>{items}{more}</ul>"


class _Name:
    __slots__ = ("name",)

    def __init__(self, *, name: str) -> None:
        self.name = name
