"""Time two ways of the same question in one run, after their answers were compared.

Absolute times swing with the machine; only the ratio within one run counts. Where others work on
the machine too, that of the CPU times is the steadier one.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Row", "compare", "once", "table"]

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
    ours_cpu, peer_cpu
        Seconds of all threads together; None where they were not measured.
    """

    question: str
    ours: float
    peer: float | None
    peer_name: str
    ours_cpu: float | None = None
    peer_cpu: float | None = None

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
    (ours_wall, ours_cpu), (peer_wall, peer_cpu) = _medians(mine), _medians(theirs)
    return Row(
        question=question,
        ours=ours_wall / calls,
        peer=peer_wall / calls,
        peer_name=peer_name,
        ours_cpu=ours_cpu / calls,
        peer_cpu=peer_cpu / calls,
    )


def once(question: str, work: Callable[[], object]) -> Row:
    """Time what nobody else does, in one call."""
    wall, cpu = _seconds(work)
    return Row(question=question, ours=wall, peer=None, peer_name="", ours_cpu=cpu)


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds a call takes: by the clock, and of all threads together."""
    begun = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    wall, cpu = zip(*times, strict=True)
    return statistics.median(wall), statistics.median(cpu)


def table(rows: list[Row]) -> str:
    """Give the rows as a Markdown table."""
    lines = ["| question | workbench | peer | peer ÷ workbench | in CPU time |"]
    lines.append("|---|---|---|---|---|")
    for row in rows:
        peer = "" if row.peer is None else f"{_time(row.peer)} ({row.peer_name})"
        ratio = "" if row.ratio is None else f"{row.ratio:,.1f}"
        lines.append(f"| {row.question} | {_time(row.ours)} | {peer} | {ratio} | {_cpu(row)} |")
    return "\n".join(lines)


def _cpu(row: Row) -> str:
    """Give the ratio of the CPU times, or our own where there is no peer."""
    if not row.ours_cpu:
        return ""
    return _time(row.ours_cpu) if row.peer_cpu is None else f"{row.peer_cpu / row.ours_cpu:,.1f}"


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.2f} {unit}"
    return f"{seconds / 1e-6:,.2f} µs"
