"""The command line: parse, call, print. The contract is in the documentation, *Command line*."""

from workbench.cli.main import main

__all__ = ["main"]
