"""Make the demo's episodes and their answer key: ``python -m tests.demo.episodes.make``.

The same seed gives the same files on every version of Python: only `random.Random.random` is used,
whose sequence is guaranteed.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Final, TypeVar

from tests.demo.episodes.cases import CASES, YEARS, Case
from tests.demo.episodes.errors import ERRORS, Episode, ErrorKind

__all__ = ["COUNT", "EPISODES", "ERRONEOUS", "KEY", "LARGE", "SMALL", "made"]

_T = TypeVar("_T")
_SEED: Final = 20_160_401
COUNT: Final = 5_000
#: Three in a hundred.
ERRONEOUS: Final = 150
_POSITIONS: Final = {"DIAG_4": 5, "OPERTN_4": 4}
_FOLDER: Final = Path(__file__).resolve().parents[3] / "notebooks"
EPISODES: Final = _FOLDER / "demo-episodes.csv"
KEY: Final = _FOLDER / "demo-episodes-key.csv"
LARGE, SMALL = "DEMO1", "DEMO2"
#: Of how many episodes the small provider tries to take on, and how often a code may stand there.
_SMALL_TRIES: Final = 40
_SMALL_MOST: Final = 7
_DAYS: Final = 365


def _drawn(rng: random.Random, values: Sequence[_T], weights: Sequence[float]) -> _T:
    at = rng.random() * sum(weights)
    sums = zip(values, accumulate(weights), strict=True)
    return next(value for value, so_far in sums if at < so_far)


def _code(rng: random.Random, cell: str) -> str:
    choices = cell.split("|")
    return choices[int(rng.random() * len(choices))]


def _episode(rng: random.Random) -> Episode:
    year = _drawn(rng, list(YEARS), list(YEARS.values()))
    cases = [case for case in CASES if case.since <= year <= case.until]
    case: Case = _drawn(rng, cases, [case.weight for case in cases])
    youngest, oldest = case.ages
    return Episode(
        year=year,
        day=int(rng.random() * _DAYS),
        age=youngest + int(rng.random() * (oldest - youngest + 1)),
        sex=case.sexes[int(rng.random() * len(case.sexes))],
        diagnoses=tuple(_code(rng, cell) for cell in case.diagnoses),
        operations=tuple(_code(rng, cell) for cell in case.operations),
    )


def _spoilt(
    rng: random.Random, episodes: Sequence[Episode]
) -> dict[int, tuple[ErrorKind, Episode]]:
    """Give what is wrong with some episodes, by number: all kinds in turn, as often as can be."""
    found: dict[int, tuple[ErrorKind, Episode]] = {}
    kinds = list(ErrorKind)
    while len(found) < ERRONEOUS:
        number = int(rng.random() * len(episodes))
        kind = kinds[len(found) % len(kinds)]
        wrong = None if number in found else ERRORS[kind](episodes[number])
        if wrong is not None:
            found[number] = (kind, wrong)
    return found


def _small(episodes: Sequence[Episode]) -> set[int]:
    """Give the episodes of the small provider: the last ones whose codes stay rare there."""
    counts: Counter[str] = Counter()
    taken: set[int] = set()
    for number in range(len(episodes) - _SMALL_TRIES, len(episodes)):
        codes = set(episodes[number].diagnoses)
        if all(counts[code] < _SMALL_MOST for code in codes):
            counts.update(codes)
            taken.add(number)
    return taken


def _row(number: int, provider: str, episode: Episode) -> list[str]:
    start = date(episode.year, 4, 1) + timedelta(days=episode.day)
    cells = [
        [*codes, *[""] * (_POSITIONS[name] - len(codes))]
        for name, codes in (("DIAG_4", episode.diagnoses), ("OPERTN_4", episode.operations))
    ]
    fyear = f"{episode.year % 100:02}{(episode.year + 1) % 100:02}"
    told = [f"{number:06}", fyear, start.isoformat(), provider, str(episode.age), episode.sex]
    return [*told, *cells[0], *cells[1]]


def _text(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _whole(episode: Episode) -> list[str]:
    return [episode.sex, " ".join(episode.diagnoses), " ".join(episode.operations)]


def made() -> tuple[str, str]:
    """Make the text of both files."""
    rng = random.Random(_SEED)  # noqa: S311 - it draws a demo, not a secret
    right = [_episode(rng) for _ in range(COUNT)]
    spoilt = _spoilt(rng, right)
    typed = [spoilt[n][1] if n in spoilt else episode for n, episode in enumerate(right)]
    small = _small(typed)
    positions = [f"{name}_{n:02}" for name, last in _POSITIONS.items() for n in range(1, last + 1)]
    head = ["EPIKEY", "FYEAR", "EPISTART", "PROCODE", "STARTAGE", "SEX", *positions]
    rows = [_row(n, SMALL if n in small else LARGE, episode) for n, episode in enumerate(typed)]
    told = ("SEX", "DIAG", "OPERTN")
    key_head = [
        "EPIKEY",
        "KIND",
        *(f"{name}_TYPED" for name in told),
        *(f"{name}_RIGHT" for name in told),
    ]
    key = [
        [f"{n:06}", str(kind), *_whole(wrong), *_whole(right[n])]
        for n, (kind, wrong) in sorted(spoilt.items())
    ]
    return _text([head, *rows]), _text([key_head, *key])


if __name__ == "__main__":
    for path, text in zip((EPISODES, KEY), made(), strict=True):
        path.write_text(text, encoding="utf-8")
