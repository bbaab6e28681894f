"""Search against pandas: the same words looked for in every term by `str.contains`.

The peer holds every spelling of every word of a term in one column, folded beforehand, as an index
would; so what is measured is the looking. Both answers are compared, code by code in order, before
anything is timed. The slowest twentieth is told, since somebody who types waits for that.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from benchmarks.measuring import Row
from workbench.graph.search.labels import ranked_labels
from workbench.graph.search.query import LIMIT
from workbench.graph.search.search import GraphSearch, build_search
from workbench.graph.search.words import indexed_words

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.workspace import Workspace

__all__ = ["find_bench", "large_search_rows", "search_rows"]

_SEED: Final = 7
_QUERIES: Final = 40
_OURS: Final = 5
_CONCEPTS: Final = 350_000

_Ask = Callable[[str], list[str]]


def find_bench() -> Path | None:
    """Give the folder of the generator of large releases, where there is one."""
    folder = Path(os.environ.get("WORKBENCH_BENCH", "../shared/bench"))
    return folder if (folder / "gen_rf2.py").is_file() else None


def search_rows(graph: CodeGraph) -> list[Row]:
    """Time making the index, two words, a prefix of three letters and one of a single letter."""
    begun = time.perf_counter()
    search = build_search(graph)
    made = time.perf_counter() - begun
    frame = _frame(graph)
    words = _words(frame)
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    texts = {
        "two words": [" ".join(words[draw.randrange(len(words))]) for _ in range(_QUERIES)],
        "a prefix of three letters": [
            words[draw.randrange(len(words))][0][:3] for _ in range(_QUERIES)
        ],
        "one letter": list("abcdefghilmoprstu"),
    }
    name = f"{graph.release}, {len(frame):,} terms: search, "
    rows = [Row(question=f"{name}making the index in memory", ours=made, peer=None, peer_name="")]
    rows += [_row(f"{name}{what}, p95", search, frame, asked) for what, asked in texts.items()]
    return rows


def large_search_rows(workspace: Workspace, folder: Path, bench: Path) -> list[Row]:
    """Generate a SNOMED CT release of full size, read it, and time its search."""
    subprocess.run(
        [sys.executable, str(bench / "gen_rf2.py"), str(folder), "--concepts", str(_CONCEPTS)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    record = workspace.add_graph(folder, name="snomed/generated")
    return search_rows(workspace.graphs[record.name])


def _frame(graph: CodeGraph) -> pd.DataFrame:
    """Give the terms in order of rank: code, whether it counts, and every spelling of its words."""
    frame: pd.DataFrame = ranked_labels(graph).to_pandas()
    concepts = graph.concepts.select(["code", "kind", "active"]).to_pandas()
    concepts = concepts.iloc[frame["ordinal"]].reset_index(drop=True)
    counts = concepts["active"] & (concepts["kind"] != "extension")
    spelled = frame["text"].map(lambda text: f" {' '.join(indexed_words(text))} ")
    table = pd.DataFrame({"code": concepts["code"], "words": spelled, "counts": counts})
    return table.query("counts")


def _words(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Give two words of every hundredth term that has two of four letters."""
    found = []
    for spelled in frame["words"].iloc[::100]:
        long = [word for word in spelled.split() if len(word) > 3 and word.isalpha()]  # noqa: PLR2004
        if len(long) > 1:
            found.append((long[0], long[-1]))
    return found


def _row(question: str, search: GraphSearch, frame: pd.DataFrame, texts: list[str]) -> Row:
    def ours(text: str) -> list[str]:
        return search.search(text).codes

    def peer(text: str) -> list[str]:
        first, *others = text.split()
        holds = frame["words"].str.contains(f" {first}", regex=False)
        for word in others:
            holds &= frame["words"].str.contains(f" {word}", regex=False)
        return list(islice(dict.fromkeys(frame["code"][holds]), LIMIT))

    # The peer does not put terms that are the whole text first, so these are not asked for.
    texts = [text for text in texts if all(hit.score <= 1 for hit in search.search(text))]
    for text in texts:
        if ours(text) != peer(text):
            message = f"{question}: the answers to '{text}' differ, so the times mean nothing"
            raise SystemExit(message)
    return Row(
        question=question,
        ours=_slowest_twentieth(ours, texts * _OURS),
        peer=_slowest_twentieth(peer, texts),
        peer_name="pandas str.contains",
    )


def _slowest_twentieth(ask: _Ask, texts: list[str]) -> float:
    seconds = []
    for text in texts:
        begun = time.perf_counter()
        ask(text)
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)[int(len(seconds) * 0.95)]
