"""Maps of the size of the UK's and of the International one: read, held, asked, checked, compared.

400,000 rows over 350,000 concepts, all invented. Where somebody could do the same with pandas and
dictionaries, that is measured beside it, once both answers were found equal.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks.invented import Releases, invented_releases
from benchmarks.invented_maps import newer, rule_rows, uk_rows, write_rf2
from benchmarks.measuring import Row, compare, once
from benchmarks.plain_maps import changed_rows, composed, findings, read_rows, rebased
from workbench.core.codes import Release, parse_release
from workbench.io.map_writers import WRITERS, Place, write_map
from workbench.io.reading import read_map
from workbench.mapping.batch import translate_many
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.result import Checked
from workbench.mapping.checks.run import check_map
from workbench.mapping.compose import compose, invert
from workbench.mapping.diff import NewerGraphs, diff_maps
from workbench.mapping.map_set import MapSet
from workbench.mapping.rebase import Move, rebase
from workbench.mapping.schema import map_table
from workbench.workspace import Content, Workspace, init_workspace

__all__ = ["large_map_rows"]

_CONCEPTS, _ROWS, _WITH_RULES = 350_000, 400_000, 150_000
_ASKED, _RECORDS = 2_000, 1_000_000
_SEED: Final = 6
_UK5: Final = parse_release("icd10/uk-5th")
_ICD11: Final = parse_release("icd11/invented")
_SAYS: Final = (
    *(
        "source",
        "target",
        "mark",
        "map_block",
        "map_group",
        "map_priority",
        "advice",
        "no_map_text",
    ),
)


def large_map_rows(folder: Path) -> list[Row]:
    """Time all of it; a few minutes, and two gigabytes of memory at the most."""
    releases = invented_releases(_CONCEPTS)
    rows = uk_rows(releases.ids, releases.parents, rows=_ROWS)
    paths = write_rf2(rows, folder / "uk"), write_rf2(newer(rows, releases.ids), folder / "newer")
    rules = rule_rows(releases.ids, releases.parents, sources=_WITH_RULES)
    rule_path = write_rf2(rules, folder / "rules")
    del rows, rules
    held, again, ruled = (_map(path, releases.snomed.release) for path in (*paths, rule_path))
    plain = read_rows(paths[0])
    name = f"a UK map of {_ROWS:,} rows: "
    return [
        *_held_rows(name, folder, paths[0], held),
        *_asked_rows(name, held, plain),
        *_batch_rows(releases, held, ruled),
        _check_row(f"{name}checked", releases, held, plain),
        once(f"a map of {len(ruled):,} rows with rules: checked", lambda: _check(releases, ruled)),
        _diff_row(f"{name}compared with the next release", releases, (held, again), paths),
        _rebase_row(f"{name}carried to new releases", releases, held, plain),
        *_derived_rows(name, held, plain),
        *_export_rows(name, folder, held),
    ]


def _map(path: Path, source: Release) -> MapSet:
    table = read_map(path).table
    return MapSet(name=path.parent.name, kind="rf2", source=source, target=_UK5, table=table)


def _held_rows(name: str, folder: Path, path: Path, held: MapSet) -> list[Row]:
    workspace = init_workspace(folder / "large", content=Content.EMPTY)
    source = held.sources[-1]
    parquet = folder / "uk.parquet"
    read_rows(path).to_parquet(parquet)

    def ours() -> list[Any]:
        return [entry.target for entry in Workspace(folder / "large").maps["uk"].entries(source)]

    def peer() -> list[Any]:
        frame = pd.read_parquet(parquet)
        return _targets(frame[frame["source"] == source].sort_values(_PLACE))

    return [
        compare(
            f"{name}read from RF2",
            lambda: _said(read_map(path).table.select(_SAYS).to_pandas()),
            lambda: _said(read_rows(path)),
            peer_name="pandas",
            rounds=1,
        ),
        once(f"{name}added to a workspace", lambda: workspace.add_map(path, name="uk")),
        compare(f"{name}opened again, and one source", ours, peer, peer_name="pandas, Parquet"),
    ]


_PLACE: Final = ["block", "group", "priority"]


def _targets(frame: pd.DataFrame) -> list[str | None]:
    return [None if pd.isna(target) else str(target) for target in frame["target"]]


def _said(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Give what both readers read alike; the workbench words a stated no-map at more length."""
    frame = frame.fillna("")
    words = frame[frame.columns[-1]].str.partition(":")[0]
    columns = [frame[name] for name in frame.columns[:-1]]
    return list(zip(*columns, words, strict=True))


def _asked_rows(name: str, held: MapSet, plain: pd.DataFrame) -> list[Row]:
    drawn = np.random.default_rng(_SEED)
    sources = drawn.choice(np.array(held.sources), _ASKED).tolist()
    targets = drawn.choice(np.array(held.targets), _ASKED).tolist()
    by_source = plain.sort_values(_PLACE).set_index("source").sort_index(kind="stable")
    by_target = {str(k): np.asarray(v) for k, v in plain.groupby("target").indices.items()}
    return [
        compare(
            f"{name}the entries of a source",
            lambda: [[entry.target for entry in held.entries(source)] for source in sources],
            lambda: [_targets(by_source.loc[[source]]) for source in sources],
            peer_name="pandas, indexed",
            calls=_ASKED,
            rounds=3,
        ),
        compare(
            f"{name}the rows of a target",
            lambda: [held.rows_to(target).tolist() for target in targets],
            lambda: [by_target[target].tolist() for target in targets],
            peer_name="pandas, grouped",
            calls=_ASKED,
            rounds=3,
        ),
    ]


def _batch_rows(releases: Releases, held: MapSet, ruled: MapSet) -> list[Row]:
    drawn = np.random.default_rng(_SEED)
    rows = []
    for what, each in (("a UK map", held), ("a map with rules", ruled)):
        many = partial(
            translate_many,
            each,
            pd.Series(drawn.choice(np.array(each.sources), _RECORDS)),
            ages=pd.Series(drawn.integers(0, 100, _RECORDS)),
            sexes=pd.Series(np.where(drawn.random(_RECORDS) < 0.5, "f", "m")),  # noqa: PLR2004
            source_graph=releases.snomed,
        )
        rows.append(once(f"{_RECORDS:,} records by {what} of {len(each):,} rows", many))
    return rows


def _check(releases: Releases, held: MapSet) -> Checked:
    return check_map(
        CheckContext(
            map_set=held,
            source_graph=releases.snomed,
            target_graph=releases.icd10,
            profile=held.profile,
        )
    )


def _check_row(question: str, releases: Releases, held: MapSet, plain: pd.DataFrame) -> Row:
    def peer() -> dict[str, int]:
        return {name: n for name, n in findings(plain, releases.icd10).items() if n}

    wanted = findings(plain, releases.icd10).keys()

    def ours() -> dict[str, int]:
        counts = _check(releases, held).counts()
        return {each.check: each.findings for each in counts if each.check in wanted}

    return compare(question, ours, peer, peer_name="row by row, five checks", rounds=1)


def _diff_row(
    question: str, releases: Releases, maps: tuple[MapSet, MapSet], paths: tuple[Path, Path]
) -> Row:
    plain = [read_rows(path) for path in paths]
    graphs = NewerGraphs(
        source=releases.snomed_newer, target=releases.icd10_newer, older_source=releases.snomed
    )

    def ours() -> tuple[int, int]:
        found = diff_maps(*maps, graphs=graphs)
        before = len(found.removed) + sum(len(each.before) for each in found.changed)
        return before, len(found.added) + sum(len(each.after) for each in found.changed)

    def peer() -> tuple[int, int]:
        one, other = changed_rows(*plain)
        return len(one), len(other)

    return compare(question, ours, peer, peer_name="pandas, rows alone", rounds=1)


def _rebase_row(question: str, releases: Releases, held: MapSet, plain: pd.DataFrame) -> Row:
    move = Move(
        older_source=releases.snomed,
        older_target=releases.icd10,
        source=releases.snomed_newer,
        target=releases.icd10_newer,
    )

    def ours() -> tuple[int, int, int]:
        found = rebase(held, move)
        return len(found.kept), len(found.review), len(found.dropped)

    def peer() -> tuple[int, int, int]:
        kept, review, dropped = rebased(
            plain,
            (releases.snomed, releases.snomed_newer),
            (releases.icd10, releases.icd10_newer),
        )
        return len(kept), len(review), len(dropped)

    return compare(question, ours, peer, peer_name="dictionaries, no reasons", rounds=1)


def _derived_rows(name: str, held: MapSet, plain: pd.DataFrame) -> list[Row]:
    codes = list(held.targets)
    onward = pd.DataFrame({"code": codes, "to": [f"{n:04X}" for n in range(len(codes))]})
    second = MapSet(
        name="onward",
        kind="csv",
        source=_UK5,
        target=_ICD11,
        table=map_table(
            {"source": codes, "target": onward["to"].tolist(), "line": range(2, len(codes) + 2)}
        ),
    )

    def ours() -> set[tuple[str, str]]:
        made = compose(held, second, name="composed").map_set.table.select(["source", "target"])
        pairs = zip(*(column.to_pylist() for column in made.columns), strict=True)
        return {(source, target) for source, target in pairs if target is not None}

    return [
        compare(
            f"{name}followed by another map",
            ours,
            lambda: composed(plain, onward),
            peer_name="pandas, pairs alone",
            rounds=1,
        ),
        once(f"{name}turned round", lambda: invert(held, name="turned")),
    ]


def _export_rows(name: str, folder: Path, held: MapSet) -> list[Row]:
    rows = []
    for word, made in WRITERS.items():
        path = folder / f"out-{word}"
        write = partial(write_map, held, path, format=word)
        rows.append(once(f"{name}written as {made.what}", write))
        if made.place is Place.FILE:  # RF2, which makes a folder, is read above
            rows.append(once(f"{name}read from {made.what}", partial(read_map, path)))
    return rows
