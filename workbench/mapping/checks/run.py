"""Run the checks that a map gets, put aside what its rows waive, tell what could not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from workbench.core.codes import natural_key
from workbench.mapping.checks import waivers
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit
from workbench.mapping.checks.register import BY_NAME, checks_for
from workbench.mapping.checks.result import FINDING_SCHEMA, Checked

__all__ = ["check_map"]

_LAST = frozenset(check.name for check in waivers.CHECKS)


def check_map(context: CheckContext) -> Checked:
    """Check a map.

    Parameters
    ----------
    context
        The map, and the graphs and the profile it is checked by.
    """
    wanted = checks_for(context)
    hits = {check: list(check.find(context)) for check in wanted if check.name not in _LAST}
    waived = waivers.waivers_of(context)
    told = {
        check: [hit for hit in found if check.name not in waived.get(hit[0], {})]
        for check, found in hits.items()
    }
    if waived:
        after = replace(
            context,
            known=frozenset(BY_NAME),
            found={check.name: {row for row, _ in found} for check, found in hits.items()},
        )
        told |= {check: list(check.find(after)) for check in wanted if check.name in _LAST}
    return Checked(
        map=context.map_set.name,
        profile=context.profile,
        checked=len(context.map_set),
        table=_table(context, told),
        waived={
            check.name: len(hits[check]) - len(told[check])
            for check in sorted(hits, key=lambda check: check.name)
            if len(hits[check]) > len(told[check])
        },
        checks=tuple(check.name for check in wanted),
        notes=tuple(_notes(context)),
    )


def _table(context: CheckContext, told: dict[Check, list[Hit]]) -> pa.Table:
    """Give the findings as a table, by check, source and target in natural order."""
    sources = context.rows.column("source")
    rows = []
    for check, hits in told.items():
        for row, message in hits:
            rows.append((check, sources.at(row) or "", context.spelled(row), message, row))
    rows.sort(key=lambda r: (r[0].name, natural_key(r[1]), natural_key(r[2] or ""), r[4], r[3]))
    lines = context.map_set.table["line"].to_pylist()
    columns = {
        "check": [check.name for check, *_ in rows],
        "severity": [check.severity.value for check, *_ in rows],
        "source": [source for _, source, *_ in rows],
        "target": [target for _, _, target, *_ in rows],
        "message": [message for *_, message, _ in rows],
        "principle": [check.principle for check, *_ in rows],
        "line": [lines[row] for *_, row in rows],
    }
    return pa.table(columns, schema=FINDING_SCHEMA)


def _notes(context: CheckContext) -> Iterator[str]:
    map_set = context.map_set
    if context.profile is None:
        yield (
            f"'{map_set.name}' states no profile, so only the checks of every map were run; say "
            "--profile international or --profile uk for the rest"
        )
    for side, release, standing in (
        ("source", map_set.source, context.source),
        ("target", map_set.target, context.target),
    ):
        if standing is None:
            yield (
                f"no graph is held of the {side} ({release or 'not named by the map'}), "
                f"so nobody can say whether they exist"
            )
        elif not standing.holds_all:
            yield (f"{standing.graph.release} stands for {release}: what it lacks may exist there")
    outside = sum(context.targets.foundation)
    if outside:
        yield (
            f"{outside:,} distinct targets name entities of the Foundation, which the tabulation "
            "need not hold; whether they exist was not asked"
        )
