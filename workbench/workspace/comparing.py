"""What a workspace is asked of several maps, or of one map in another release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from workbench.errors import ReleaseMismatchError, WorkspaceError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.compare import Comparison, compare
from workbench.mapping.compose import Derivation, compose, invert
from workbench.mapping.diff import NewerGraphs, diff_maps
from workbench.mapping.differences import MapDifferences
from workbench.mapping.layers import stack
from workbench.mapping.map_set import MapSet
from workbench.mapping.rebase import Move, Rebased, rebase
from workbench.workspace.manifest import MapRecord
from workbench.workspace.translating import Translating

__all__ = ["Comparing"]


class Comparing(Translating):
    """A workspace that compares maps and works maps out from others."""

    def compose(self, first: str, second: str, *, name: str, limit: int = 50) -> Derivation:
        """Follow one map by another, such as SNOMED CT to ICD-10 and ICD-10 to ICD-11.

        The map made is derived and is not added to the workspace.

        Parameters
        ----------
        first, second
            The maps.
        name, limit
            As in `workbench.mapping.compose.compose`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If a word means no one map.
        InputError, ReleaseMismatchError
            If the second cannot follow the first.
        """
        return compose(self._map(first), self._map(second), name=name, limit=limit)

    def invert(self, word: str, *, name: str) -> Derivation:
        """Turn a map round; what comes out is derived, and is not added to the workspace.

        Parameters
        ----------
        word
            The map.
        name
            Of the map made.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        """
        return invert(self._map(word), name=name)

    def stack(self, word: str, layers: Sequence[str] | str, *, name: str | None = None) -> MapSet:
        """Lay maps over a map; the stack is not added to the workspace.

        Parameters
        ----------
        word
            The map at the bottom.
        layers, name
            As in `workbench.mapping.layers.stack`; a layer is named as in `layer`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If a word means no one map.
        InputError, ReleaseMismatchError
            If a layer does not fit the map.
        """
        words = [layers] if isinstance(layers, str) else layers
        return stack(self._map(word), *map(self.layer, words), name=name)

    def layer(self, word: str) -> MapSet:
        """Give the map held under a name, else the one of that name that is built in.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        """
        from workbench.io.builtin_maps import BUILTIN_MAPS, read_builtin_map

        builtin = BUILTIN_MAPS.get(word.removeprefix("builtin:"))
        if builtin is None or word in self.maps:
            return self._map(word)
        read = read_builtin_map(builtin, progress=self._progress)
        return MapSet(
            name=read.name or word,
            kind=read.kind,
            source=read.source_release,
            target=read.target_release,
            table=read.table,
        )

    def compare(self, first: str, second: str) -> Comparison:
        """Compare what two maps answer for each source that both have rows for, with the reason.

        Parameters
        ----------
        first, second
            Maps between the same systems, such as the UK's and the International map to ICD-10.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If a word means no one map.
        ReleaseMismatchError
            If they lead from or to different systems.
        """
        one, other = self._map(first), self._map(second)
        for side, word in (("source", "from"), ("target", "to")):
            ours, theirs = getattr(one, side), getattr(other, side)
            if ours and theirs and ours.system is not theirs.system:
                problem = (
                    f"map '{one.name}' leads {word} {ours}, map '{other.name}' {word} {theirs}; "
                    f"only maps {word} the same system can be compared"
                )
                raise ReleaseMismatchError(problem)
        record = self.map_record(one.name)
        graph = self.map_graph(record.source_graph, record.source)
        return compare(one, other, term=partial(_term, graph))

    def diff_maps(
        self, first: str, second: str, *, activity: Mapping[str, int] | None = None
    ) -> MapDifferences:
        """Give what changed between an older and a newer release of a map, each change classed.

        Parameters
        ----------
        first, second
            The older and the newer map.
        activity
            Counts by source, to put the most used first.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If a word means no one map.
        ReleaseMismatchError
            If the maps are between different systems.
        """
        older, newer = (self.map_record(self.maps.resolve(word)) for word in (first, second))
        graphs = NewerGraphs(
            source=self.map_graph(newer.source_graph, newer.source),
            target=self.map_graph(newer.target_graph, newer.target),
            older_source=self.map_graph(older.source_graph, older.source),
        )
        return diff_maps(
            self.maps[older.name], self.maps[newer.name], graphs=graphs, activity=activity
        )

    def rebase_map(self, word: str, *, source: str, target: str) -> Rebased:
        """Carry a map to new releases of its sides: what is kept, to be reviewed, dropped.

        The map held is not changed; the map made is in the answer.

        Parameters
        ----------
        word
            The map.
        source, target
            The graphs of the releases it is carried to; where a side stays, the graph it has.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If a word means no one map or graph.
        WorkspaceError
            If no graph is held of a release the map is of now, so that nothing could be compared.
        ReleaseMismatchError
            If a graph is of another system than its side.
        """
        record = self.map_record(self.maps.resolve(word))
        move = Move(
            older_source=self._now(record, "source"),
            older_target=self._now(record, "target"),
            source=self.graphs[self.graphs.resolve(source)],
            target=self.graphs[self.graphs.resolve(target)],
        )
        return rebase(self.maps[record.name], move, progress=self._progress)

    def _now(self, record: MapRecord, side: str) -> CodeGraph:
        release = getattr(record, side)
        graph = self.map_graph(getattr(record, f"{side}_graph"), release)
        if graph is None:
            message = (
                f"map '{record.name}': no graph is held of {release}, so what changed cannot be "
                "seen; add it with 'workbench graph add'"
                if release
                else f"map '{record.name}' does not say which release its {side}s are of, so what "
                f"changed cannot be seen; add it again with --{side} GRAPH --replace"
            )
            raise WorkspaceError(message)
        return graph

    def _map(self, word: str) -> MapSet:
        return self.maps[self.maps.resolve(word)]


def _term(graph: CodeGraph | None, code: str) -> str | None:
    return graph.term(code) if graph is not None and code in graph else None
