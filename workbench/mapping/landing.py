"""How the codes a map writes and the codes of a held graph stand for each other.

Where both are of one release a code stands for itself, in whatever spelling the graph understands
(an ICD-11 entity by the end of its URI, a print such as ``D63.0*``). Where a bridge joins them, its
methods carry the code over, and what they carried is also found from the other end.

Source: the methods of `workbench.mapping.bridge`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import cached_property

from workbench.core.codes import CodeSystem, Release
from workbench.core.icd11 import entity_tail, normal_text, stem_text
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.linked_map import Landed, Landing
from workbench.mapping.bridge import Bridge, Method, carried, find_bridge

__all__ = ["BridgeFromGraph", "BridgeToGraph", "SameRelease", "landing_between"]


def landing_between(
    release: Release | None, graph: CodeGraph, keys: Callable[[], Iterable[str]]
) -> Landing | None:
    """Give the landing between one side of a map and a graph; None where nothing joins them.

    Parameters
    ----------
    release
        Of the map's side.
    graph
        The graph.
    keys
        Gives the distinct codes of the map's side; asked when needed.
    """
    if release is None:
        return None
    if release == graph.release:
        return SameRelease(graph, keys)
    bridge = find_bridge(release, graph.release)
    if bridge is not None:
        return BridgeToGraph(bridge, graph, keys)
    bridge = find_bridge(graph.release, release)
    return None if bridge is None else BridgeFromGraph(bridge, keys)


class SameRelease:
    """A map's side and a graph of its very release."""

    bridge = None

    def __init__(self, graph: CodeGraph, keys: Callable[[], Iterable[str]]) -> None:
        self._graph = graph
        self._keys = keys

    def land(self, key: str, uri: str | None) -> Landed | None:
        """Give the graph's code for a code of the map, by its text or else by its URI.

        The URI of an expression names its first stem only, so it is not asked.
        """
        code = self._expression(key) or self._resolved(key)
        if code is None and uri:
            code = self._resolved(entity_tail(uri) or "")
        return None if code is None else Landed(code, None)

    def keys(self, code: str) -> Sequence[Landed]:
        """Give the spellings under which the map holds a code of the graph."""
        return [Landed(key, None) for key in (code, *self._otherwise.get(code, ()))]

    def _resolved(self, text: str) -> str | None:
        ordinal = self._graph.index.find(text)
        return None if ordinal is None else self._graph.index.codes[ordinal]

    def _expression(self, key: str) -> str | None:
        if self._graph.release.system is not CodeSystem.ICD11 or stem_text(key) == key:
            return None
        try:
            return normal_text(key)
        except InputError:  # a URI's end such as 257068234/other, or no expression at all
            return None

    @cached_property
    def _otherwise(self) -> dict[str, list[str]]:
        """The map's spellings that are not the graph's, by the graph's."""
        known = self._graph.index.ordinals
        found: dict[str, list[str]] = {}
        for key in self._keys():
            if key not in known:
                landed = self.land(key, None)
                if landed is not None and landed.code != key:
                    found.setdefault(landed.code, []).append(key)
        return found


class BridgeToGraph:
    """A map's side that a bridge carries to a graph: many codes of it may stand at one."""

    def __init__(self, bridge: Bridge, graph: CodeGraph, keys: Callable[[], Iterable[str]]) -> None:
        self.bridge = bridge.text
        self._bridge = bridge
        self._graph = graph
        self._keys = keys

    def land(self, key: str, uri: str | None) -> Landed | None:
        """Give the graph's code that a code of the map stands at, and the method."""
        del uri  # ICD-10 has none
        return _carried(self._bridge, key, self._graph)

    def keys(self, code: str) -> Sequence[Landed]:
        """Give the codes of the map that stand at a code of the graph, each with its method."""
        return self._back.get(code, ())

    @cached_property
    def _back(self) -> dict[str, list[Landed]]:
        found: dict[str, list[Landed]] = {}
        for key in self._keys():
            landed = self.land(key, None)
            if landed is not None and landed.method != Method.NONE:
                found.setdefault(landed.code, []).append(Landed(key, landed.method))
        return found


class BridgeFromGraph:
    """A graph that a bridge carries to a map's side: its codes are looked up in the map."""

    def __init__(self, bridge: Bridge, keys: Callable[[], Iterable[str]]) -> None:
        self.bridge = bridge.text
        self._bridge = bridge
        self._all = keys

    def land(self, key: str, uri: str | None) -> Landed | None:
        """Give nothing: one code of the map may stand for several of the graph."""
        del key, uri
        return None

    def keys(self, code: str) -> Sequence[Landed]:
        """Give the code of the map that a code of the graph stands for, and the method."""
        landed = _carried(self._bridge, code, self._known)
        return () if landed.method == Method.NONE else (landed,)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._all())


def _carried(bridge: Bridge, code: str, known: Container[str]) -> Landed:
    found = carried(code, known, source=bridge.source, target=bridge.target)
    return Landed(found.key or code, found.method.value)
