"""Time two ways of the same question in one run, after their answers were compared.

Absolute times swing with the machine; only the ratio within one run counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Row", "compare", "table"]

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; times are medians in seconds, of one call.

    Attributes
    ----------
    question
        What was asked.
    ours, peer
        Seconds; `peer` is None where nobody else answers the question.
    peer_name
        Who the peer is.
    """

    question: str
    ours: float
    peer: float | None
    peer_name: str

    @property
    def ratio(self) -> float | None:
        """How many times as long the peer took."""
        return None if self.peer is None else self.peer / self.ours


def compare(
    question: str,
    ours: Callable[[], _Answer],
    peer: Callable[[], _Answer],
    *,
    peer_name: str,
    calls: int = 1,
    rounds: int = 5,
) -> Row:
    """Time two functions in turn, once their answers are equal.

    Parameters
    ----------
    question
        What both answer.
    ours, peer
        The two; each does its work `calls` times in one call.
    peer_name
        Who the peer is.
    calls
        How many questions one call answers; times are divided by it.
    rounds
        How often each is timed.

    Raises
    ------
    SystemExit
        If the answers differ.
    """
    if ours() != peer():
        message = f"{question}: the answers differ, so the times mean nothing"
        raise SystemExit(message)
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(_seconds(ours))
        theirs.append(_seconds(peer))
    return Row(
        question=question,
        ours=statistics.median(mine) / calls,
        peer=statistics.median(theirs) / calls,
        peer_name=peer_name,
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def table(rows: list[Row]) -> str:
    """Give the rows as a Markdown table."""
    lines = ["| question | workbench | peer | peer ÷ workbench |", "|---|---|---|---|"]
    for row in rows:
        peer = "" if row.peer is None else f"{_time(row.peer)} ({row.peer_name})"
        ratio = "" if row.ratio is None else f"{row.ratio:,.1f}"
        lines.append(f"| {row.question} | {_time(row.ours)} | {peer} | {ratio} |")
    return "\n".join(lines)


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.2f} {unit}"
    return f"{seconds / 1e-6:,.2f} µs"
