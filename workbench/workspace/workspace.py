"""A workspace: one folder of linked code graphs, map sets and notebooks.

Everything the command line and the widgets do, they do through this class. What it holds is the
business of `Holdings`; here stand the questions asked of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.graph.linked import LinkedGraphs
from workbench.workspace.comparing import Comparing
from workbench.workspace.display import workspace_html, workspace_text
from workbench.workspace.holdings import IfTaken
from workbench.workspace.linked import linked_graphs
from workbench.workspace.manifest import Manifest

if TYPE_CHECKING:
    from workbench.analysis.gap_result import Gaps
    from workbench.analysis.impact_result import Impact
    from workbench.core.codes import Kind
    from workbench.graph.search.hits import Hits
    from workbench.io.loss import LossReport
    from workbench.mapping.checks.result import Checked

__all__ = ["IfTaken", "Workspace"]


class Workspace(Comparing):
    """A workspace folder, opened; see `Holdings` for its parameters and what it holds."""

    _linked: tuple[Manifest, LinkedGraphs] | None = None

    @property
    def linked(self) -> LinkedGraphs:
        """Its graphs as one, linked by its maps; nothing is opened before a question needs it."""
        manifest = self.manifest
        if self._linked is None or self._linked[0] != manifest:
            self._linked = manifest, linked_graphs(self, manifest)
        return self._linked[1]

    def export_map(
        self,
        word: str,
        path: str | Path,
        *,
        format: str,  # noqa: A002 - the word of the command line
        date: str | None = None,
    ) -> LossReport:
        """Write a map in a format others read, and say what that format lost.

        Parameters
        ----------
        word
            The map.
        path
            Where to; a file that is there is replaced, whole or not at all, and an RF2 publication
            in a folder continued.
        format
            A word of `workbench.io.map_writers.WRITERS` (``sssom``, ...).
        date
            YYYYMMDD, of a publication in RF2; default today.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        InputError
            If the format is not known, or a value cannot stand in it.
        OSError
            If the place cannot be written.
        """
        from workbench.io.map_writers import write_map

        held = self.maps[self.maps.resolve(word)]
        day = date or datetime.now(UTC).strftime("%Y%m%d")
        return write_map(held, path, format=format, date=day, progress=self._progress)

    def search(
        self,
        word: str,
        text: str,
        *,
        limit: int = 20,
        under: str | None = None,
        kinds: Collection[Kind | str] | None = None,
        active: bool | None = True,
        semantic_tag: str | None = None,
    ) -> Hits:
        """Find concepts of a graph by the beginnings of words, or by their code.

        Every word must begin a word of one term, in any order; accents, case and British or
        American spelling make no difference. The first search of a graph makes its index, which
        is kept beside the graph's stored copy.

        Parameters
        ----------
        word
            The name of the graph, or a bare system.
        text
            Words or their beginnings, a code or its beginning.
        limit, under, kinds, active, semantic_tag
            See `workbench.graph.search.search.GraphSearch.search`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one graph.
        InputError, UnknownCodeError
            If the text, the limit or a filter is wrong; one sentence says how.
        """
        from workbench.graph.search.query import ask

        name = self.graphs.resolve(word)
        wanted = partial(
            ask,
            text=text,
            limit=limit,
            under=under,
            kinds=kinds,
            active=active,
            semantic_tag=semantic_tag,
        )
        wanted(self.graphs[name])  # what is wrong is said before an index is made
        search = self._searches(name)
        return search.answer(wanted(search.graph))

    def impact(
        self,
        dataset: str | Path | object,
        *,
        map: str,  # noqa: A002 - the word of the command line
        alternatives: str | None = None,
        back: str | None = None,
        foundation: str | None = None,
        layers: Sequence[str] | str = (),
        edition: str = "uk5",
        year: str | int | None = None,
        position: str = "any",
        codelists: str | Path | None = None,
    ) -> Impact:
        """Say what a move along a map would change in a dataset.

        Parameters
        ----------
        dataset
            Usage counts by code and financial year, or coded episodes, wide or long: a CSV
            (``.csv``, ``.csv.gz``), Parquet or DuckDB file (``file.duckdb::table``), or a frame of
            pandas, Polars, PyArrow, DuckDB or PySpark.
        map
            The map to move along.
        alternatives, back, foundation
            Companion maps; default: WHO's own of the same release where held exactly once.
        layers
            Maps laid over it, the later ones winning: repairs, or what the UK's edition means by
            its own codes (``uk-edition``, which is built in).
        edition
            ``uk5`` or ``who2019``: how the data were coded.
        year
            ``2023``, ``2023-24`` or ``2023-04-01``; default the last in the file.
        position
            ``any`` or ``primary``: the first-listed code of an episode alone.
        codelists
            A folder of code lists.

        Raises
        ------
        InputError, UnknownNameError, ReleaseMismatchError
            One sentence on what is wrong.
        """
        from workbench.workspace.impact import workspace_impact

        return workspace_impact(
            self,
            dataset,
            map_word=map,
            companions={"alternatives": alternatives, "back": back, "foundation": foundation},
            layers=[layers] if isinstance(layers, str) else layers,
            edition=edition,
            year=None if year is None else str(year),
            position=position,
            codelists=codelists,
            progress=self._progress,
        )

    def gaps(
        self,
        map: str,  # noqa: A002 - the word of the command line
        *,
        scope: str | Path | None = None,
        usage: object | None = None,
        year: str | int | None = None,
    ) -> Gaps:
        """Say what is missing in a map, ranked by activity.

        Parameters
        ----------
        map
            The map.
        scope
            What is asked about: a code list (``.csv``), a code of its source release with what
            lies below it, or an expression (ECL); default every assignable code.
        usage
            A dataset of any shape, as in `impact`, or counts of SNOMED CT codes in primary care;
            without it the gaps are ranked by code.
        year
            ``2023``, ``2023-24`` or ``2023-04-01``; default the last in the file.

        Raises
        ------
        InputError, UnknownNameError, ReleaseMismatchError
            One sentence on what is wrong.
        """
        from workbench.workspace.gaps import workspace_gaps

        return workspace_gaps(
            self,
            map_word=map,
            scope=scope,
            usage=usage,
            year=None if year is None else str(year),
            progress=self._progress,
        )

    def check(
        self,
        map: str,  # noqa: A002 - the word of the command line
        *,
        profile: str | None = None,
    ) -> Checked:
        """Say which rows of a map break a rule, which rule that is, and what to do.

        Parameters
        ----------
        map
            The map.
        profile
            ``international`` or ``uk``; default what the map says of itself. Without either only
            the checks of every map are run.

        Raises
        ------
        InputError, UnknownNameError, AmbiguousNameError
            One sentence on what is wrong.
        """
        from workbench.workspace.checks import workspace_check

        return workspace_check(self, map_word=map, profile=profile)

    def __repr__(self) -> str:
        """Give one line: title, folder name and counts."""
        return workspace_text(self.manifest, self._root.name)

    def _repr_html_(self) -> str:
        """Give the graphs and maps held as two small tables."""
        return workspace_html(self.manifest)
