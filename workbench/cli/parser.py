"""Which words the command line takes.

``--json`` and ``--workspace`` may stand before the command or after its arguments. A command whose
issue has not come is not here.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from workbench import __version__
from workbench.cli import commands_graph, commands_map, commands_workspace
from workbench.cli.command_check import FAIL_ON, PROFILES, run_check
from workbench.cli.command_diff import run_diff, run_rebase
from workbench.cli.command_export import run_export
from workbench.cli.command_gaps import run_gaps
from workbench.cli.command_impact import run_impact
from workbench.cli.output import CallError

__all__ = ["build_parser", "parse_arguments"]

_COMMAND: Final = "COMMAND"
GRAPH_KINDS: Final = ("rf2", "who-icd10", "builtin", "ukb-coding", "icd11", "claml", "csv")
MAP_KINDS: Final = (
    *("rf2", "who-10to11-one", "who-10to11-multiple", "who-11to10", "who-foundation"),
    *("sssom", "fhir", "csv", "xlsx"),
)
#: The formats of `workbench.io.map_writers.WRITERS`, which is heavy to load.
MAP_FORMATS: Final = ("rf2", "sssom", "fhir-r4", "fhir-r5", "csv", "xlsx")

#: What argparse says, in the words a coder would use.
_WORDINGS: Final = (
    (re.compile(r"the following arguments are required: (.+)"), r"missing \1"),
    (re.compile(r"argument (-\S+): expected one argument"), r"\1 needs a value"),
    (re.compile(r"argument (-\S+): ignored explicit argument (.+)"), r"\1 takes no value, not \2"),
)
#: ``""`` and ``--option=``: from a script whose variable is not set; a folder so named is none.
_EMPTY: Final = re.compile(r"(?:--[a-z-]+=)?")


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        for pattern, wording in _WORDINGS:
            message = pattern.sub(wording, message)
        _refuse(message, self.prog)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is None or value in action.choices:
            return
        choices = ", ".join(action.choices)
        if action.metavar == _COMMAND:
            _refuse(f"'{self.prog}' has no command '{value}'; it has {choices}", self.prog)
        option = action.option_strings[0]
        _refuse(f"{option} '{value}' is not known; expected one of {choices}", self.prog)


def _refuse(what: str, prog: str) -> NoReturn:
    message = f"{what}; see '{prog} --help'"
    raise CallError(message)


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line into a namespace with ``run``, ``json``, ``workspace`` and its options.

    Raises
    ------
    CallError
        If a word is not known, is missing or is empty.
    SystemExit
        After ``--help`` or ``--version`` was answered.
    """
    call, unknown = build_parser().parse_known_args(arguments)
    for word in sorted(unknown, key=lambda word: not word.startswith("-"))[:1]:
        what = "unknown option" if word.startswith("-") else "one argument too many:"
        _refuse(f"{what} '{word}'", call.prog)
    if any(_EMPTY.fullmatch(word) for word in arguments):
        _refuse("an argument is empty, as from a variable that is not set", call.prog)
    call.json = getattr(call, "json", False)
    call.workspace = getattr(call, "workspace", None)
    return call


def build_parser() -> argparse.ArgumentParser:
    """Make the parser of every command."""
    common = _common()
    parser = _Parser(
        prog="workbench",
        description="Clinical code graphs, the maps between them, and what a move would change.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"workbench {__version__}")
    commands = parser.add_subparsers(metavar=_COMMAND, required=True, parser_class=_Parser)

    def add(
        group: Any,  # noqa: ANN401 - argparse names no public type for a group of subparsers
        name: str,
        run: Callable[[argparse.Namespace], object],
        about: str,
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(
            name, parents=[common], help=about, description=about, allow_abbrev=False
        )
        made.set_defaults(run=run, prog=made.prog)
        return made

    init = add(commands, "init", commands_workspace.run_init, "make a workspace")
    init.add_argument("folder", metavar="DIR")
    init.add_argument("--empty", action="store_true", help="without the demo")
    _add_graph(commands, add)
    _add_map(commands, add)
    _add_gaps(add(commands, "gaps", run_gaps, "what is missing in a map, ranked by activity"))
    _add_impact(add(commands, "impact", run_impact, "what a move would change in a dataset"))
    lab = add(commands, "lab", commands_workspace.run_lab_command, "JupyterLab on the workspace")
    lab.add_argument("--no-browser", action="store_true", help="print the address only")
    add(commands, "doctor", commands_workspace.run_doctor, "what is installed and what is missing")
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout"
    )
    common.add_argument(
        "--workspace",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the workspace (else WORKBENCH_WORKSPACE, else the nearest workbench.toml upwards)",
    )
    return common


def _add_graph(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:  # noqa: ANN401
    graph = commands.add_parser("graph", help="code graphs", allow_abbrev=False)
    group = graph.add_subparsers(metavar=_COMMAND, required=True, parser_class=_Parser)
    new = add(group, "add", commands_graph.run_add, "read a release")
    new.add_argument("source", metavar="PATH|builtin:icd10")
    new.add_argument("--as", dest="name", metavar="NAME")
    new.add_argument("--release", metavar="SYSTEM/EDITION")
    new.add_argument("--kind", choices=GRAPH_KINDS)
    new.add_argument("--replace", action="store_true", help="where the name is taken")
    add(group, "ls", commands_graph.run_ls, "the graphs held")
    gone = add(group, "rm", commands_graph.run_rm, "drop a graph")
    gone.add_argument("graph", metavar="NAME")
    shown = add(group, "show", commands_graph.run_show, "one concept")
    for name, run, about in (
        ("ancestors", commands_graph.run_ancestors, "what a code lies under, excluding itself"),
        ("descendants", commands_graph.run_descendants, "what lies under a code"),
    ):
        walk = add(group, name, run, about)
        walk.add_argument("graph", metavar="GRAPH")
        walk.add_argument("code", metavar="CODE")
    shown.add_argument("graph", metavar="GRAPH")
    shown.add_argument("code", metavar="CODE")
    asked = add(group, "subsumes", commands_graph.run_subsumes, "is A B, or an ancestor of B")
    asked.add_argument("graph", metavar="GRAPH")
    asked.add_argument("upper", metavar="A")
    asked.add_argument("lower", metavar="B")
    found = add(group, "search", commands_graph.run_search, "concepts by words or by code")
    found.add_argument("graph", metavar="GRAPH")
    found.add_argument("text", metavar="TEXT", help="words or their beginnings, or a code")
    found.add_argument("--limit", default="20", metavar="N", help="at most so many; default 20")
    found.add_argument("--under", metavar="CODE", help="only this code and what lies under it")
    said = add(group, "ecl", commands_graph.run_ecl, "the codes that satisfy an expression")
    said.add_argument("graph", metavar="GRAPH")
    said.add_argument("expression", metavar="EXPRESSION")


def _add_map(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:  # noqa: ANN401
    maps = commands.add_parser("map", help="map sets", allow_abbrev=False)
    group = maps.add_subparsers(metavar=_COMMAND, required=True, parser_class=_Parser)
    new = add(group, "add", commands_map.run_add, "read a map")
    new.add_argument("path", metavar="PATH|builtin:uk-edition")
    new.add_argument("--as", dest="name", metavar="NAME")
    new.add_argument("--kind", choices=MAP_KINDS)
    new.add_argument("--refset", metavar="ID", help="which map reference set of an RF2 release")
    new.add_argument("--source", metavar="GRAPH", help="the held graph it maps from")
    new.add_argument("--target", metavar="GRAPH", help="the held graph it maps to")
    new.add_argument(
        "--column",
        dest="columns",
        action="append",
        default=[],
        metavar="COLUMN=HEADING",
        help="of csv and xlsx: what a column is, else guessed; may be repeated",
    )
    new.add_argument("--replace", action="store_true", help="where the name is taken")
    add(group, "ls", commands_map.run_ls, "the maps held")
    gone = add(group, "rm", commands_map.run_rm, "drop a map")
    gone.add_argument("map", metavar="NAME")
    checked = add(group, "check", run_check, "which rows break a rule, and what to do")
    checked.add_argument("map", metavar="MAP")
    checked.add_argument("--profile", choices=PROFILES, help="default: what the map says of itself")
    checked.add_argument(
        "--fail-on", choices=FAIL_ON, help="exit 1 where a finding is as bad as this, or worse"
    )
    asked = add(group, "translate", commands_map.run_translate, "the targets of codes, and why")
    asked.add_argument("map", metavar="MAP")
    asked.add_argument("codes", metavar="CODE", nargs="+")
    asked.add_argument("--age", metavar="Y", help="at the encounter: 45, '7 months', '27 days'")
    asked.add_argument("--sex", choices=("f", "m"), help="left out where it is not known")
    asked.add_argument(
        "--with",
        dest="with_",
        action="append",
        default=[],
        metavar="CODE",
        help="a concept that the record also has; may be repeated",
    )
    asked.add_argument("--block", metavar="N", help="the block to take instead of the lowest")
    asked.add_argument("--all", action="store_true", help="every block, each by itself")
    between = add(group, "diff", run_diff, "what changed between two releases of a map")
    between.add_argument("first", metavar="A", help="the older map")
    between.add_argument("second", metavar="B", help="the newer map")
    moved = add(group, "rebase", run_rebase, "carry a map to new releases")
    moved.add_argument("map", metavar="MAP")
    moved.add_argument("--source", required=True, metavar="GRAPH", help="of the new source release")
    moved.add_argument("--target", required=True, metavar="GRAPH", help="of the new target release")
    moved.add_argument("--out", metavar="PATH", help="write the map carried, as CSV")
    out = add(group, "export", run_export, "write a map, and say what the format lost")
    out.add_argument("map", metavar="MAP")
    out.add_argument("--format", required=True, choices=MAP_FORMATS)
    out.add_argument("--out", required=True, metavar="PATH", help="a file there is replaced")
    out.add_argument("--date", metavar="YYYYMMDD", help="of a publication in RF2; default today")


def _add_gaps(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", metavar="MAP")
    parser.add_argument(
        "--scope",
        metavar="ECL|CODE|FILE",
        help="a code list, a code with what lies below it, or an expression",
    )
    parser.add_argument("--usage", metavar="FILE", help="counts by code and year, to rank by")
    parser.add_argument("--year", metavar="Y", help="2023, 2023-24 or 2023-04-01; default the last")


def _add_impact(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="DATASET")
    parser.add_argument("--map", required=True, metavar="MAP")
    parser.add_argument("--alternatives", metavar="MAP", help="default: WHO's, where held once")
    parser.add_argument("--back", metavar="MAP", help="default: WHO's, where held once")
    parser.add_argument("--foundation", metavar="MAP", help="default: WHO's, where held once")
    parser.add_argument(
        "--layer",
        dest="layers",
        action="append",
        default=[],
        metavar="MAP",
        help="a map laid over it, such as uk-edition; may be repeated, the last one wins",
    )
    parser.add_argument("--edition", choices=("uk5", "who2019"), default="uk5")
    parser.add_argument("--position", choices=("any", "primary"), default="any")
    parser.add_argument("--year", metavar="Y", help="2023, 2023-24 or 2023-04-01; default the last")
    parser.add_argument("--out", metavar="DIR", help="write tables and the report there")
    parser.add_argument("--codelists", metavar="DIR", help="code lists to follow through the move")
