"""``map export``: write a map in a format others read, and say what that format lost."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from workbench.cli.bars import bar
from workbench.cli.output import Reply, columns, telling

if TYPE_CHECKING:
    from workbench.io.loss import LossReport

__all__ = ["run_export"]

#: How many lost values the text lists of each field; the JSON document has all.
_SHOWN: Final = 3


def run_export(call: argparse.Namespace) -> Reply:
    """Write a map to a file or a folder."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    with telling():
        lost = workspace.export_map(call.map, call.out, format=call.format, date=call.date)
    entries = len(workspace.maps[workspace.maps.resolve(call.map)])
    document = {"path": str(call.out), "entries": entries, "lost": lost.to_list()}
    text = f"wrote {call.out}: {entries:,} entries as {call.format}"
    return Reply(document=document, text="\n".join([text, *lost.notes, *_account(lost)]))


def _account(lost: LossReport) -> list[str]:
    """Say what was lost, a line a field with the first values of it."""
    if not len(lost):
        return ["nothing is lost"]
    examples: dict[str, list[str]] = {}
    for one in lost:
        shown = examples.setdefault(one.field, [])
        if len(shown) < _SHOWN:
            shown.append(f"{one.source}: {one.value}" if one.source else one.value)
    rows = [
        (field, count, "; ".join(examples[field]) + (" …" if count > _SHOWN else ""))
        for field, count in lost.fields.items()
    ]
    return ["the format does not hold:", columns(("field", "values", "for example"), rows)]
