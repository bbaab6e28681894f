"""``map …``: hold maps and translate along them."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final

from workbench.cli.bars import bar
from workbench.cli.output import CallError, Reply, columns, telling

if TYPE_CHECKING:
    from workbench.mapping.blocks import Blocks
    from workbench.workspace import Workspace
    from workbench.workspace.manifest import MapRecord

__all__ = ["run_add", "run_ls", "run_rm", "run_translate"]

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


def run_add(call: argparse.Namespace) -> Reply:
    """Read a map."""
    from workbench.workspace import IfTaken, find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    with telling():
        record = workspace.add_map(
            call.path,
            name=call.name,
            kind=call.kind,
            refset=call.refset,
            source=call.source,
            target=call.target,
            columns=_columns(call.columns),
            if_taken=IfTaken.REPLACE if call.replace else IfTaken.REFUSE,
        )
    text = (
        f"added {record.name} ({record.kind}): {record.source or '?'} → {record.target or '?'}, "
        f"{record.entries:,} entries of {record.sources:,} sources, {record.no_map:,} with no map"
    )
    return Reply(document=_record(workspace, record), text="\n".join([text, *_unnamed(record)]))


def _columns(words: list[str]) -> dict[str, str]:
    """Read what ``--column`` says of each column.

    Raises
    ------
    CallError
        If a word is not COLUMN=HEADING, or a column stands twice.
    """
    chosen: dict[str, str] = {}
    for word in words:
        name, equals, heading = word.partition("=")
        if not (name and equals and heading):
            message = f"--column '{word}' is not COLUMN=HEADING (source='Local code')"
            raise CallError(message)
        if name in chosen:
            message = f"--column {name} stands twice; a column has one heading"
            raise CallError(message)
        chosen[name] = heading
    return chosen


def _unnamed(record: MapRecord) -> list[str]:
    """Say how to name a side of which the map itself does not say the release."""
    return [
        f"the map does not say which release its {side}s are of: add it again with "
        f"--{side} GRAPH --replace, GRAPH being one that is held"
        for side in ("source", "target")
        if not getattr(record, side)
    ]


def run_ls(call: argparse.Namespace) -> Reply:
    """List the maps held."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    records = workspace.manifest.maps
    rows = [
        (r.name, r.kind, r.source or None, r.target or None, r.entries, r.sources, r.no_map)
        for r in records
    ]
    headings = ("name", "kind", "source", "target", "entries", "sources", "no map")
    lines = [columns(headings, rows)]
    for record in records:
        lines.extend(f"{record.name}: by {text}" for text in workspace.map_bridges(record))
    return Reply(document=[_record(workspace, r) for r in records], text="\n".join(lines))


def run_rm(call: argparse.Namespace) -> Reply:
    """Drop a map."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    document = _record(workspace, workspace.map_record(workspace.maps.resolve(call.map)))
    record = workspace.remove_map(call.map)
    return Reply(document=document, text=f"dropped {record.name}")


def run_translate(call: argparse.Namespace) -> Reply:
    """Give the targets of codes, and why."""
    from workbench.workspace import find_workspace

    block = _block(call)
    workspace = find_workspace(call.workspace, progress=bar)
    answers = workspace.translate(
        call.map, call.codes, block=block, age=call.age, sex=call.sex, with_=call.with_
    )
    return Reply(
        document=[answer.to_dict() for answer in answers],
        text="\n".join(str(answer) for answer in answers),
    )


def _block(call: argparse.Namespace) -> int | Blocks:
    """Give which block is asked for.

    Raises
    ------
    CallError
        If ``--block`` is no number from 1, or ``--all`` stands beside it.
    """
    from workbench.mapping.blocks import Blocks

    if call.block is None:
        return Blocks.ALL if call.all else Blocks.FIRST
    if call.all:
        message = "--block and --all cannot stand together; give one of them"
        raise CallError(message)
    if not _NUMBER.fullmatch(call.block):
        message = f"--block '{call.block}' is not a whole number from 1"
        raise CallError(message)
    return int(call.block)


def _record(workspace: Workspace, record: MapRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "kind": record.kind,
        "source": record.source or None,
        "target": record.target or None,
        "bridges": list(workspace.map_bridges(record)),
        "entries": record.entries,
        "sources": record.sources,
        "no_map": record.no_map,
        "sha256": record.sha256,
    }
