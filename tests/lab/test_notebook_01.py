"""Notebook 01 in a real JupyterLab, by keyboard, asserted in the kernel and in the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lab.conftest import OpenNotebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "01-what-does-this-code-mean"


def test_every_cell_runs_with_the_python_of_the_tests(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(NAME)
    notebook.run_all()
    assert notebook.kernel("__import__('sys').executable") == sys.executable
    assert notebook.kernel("ws.graphs.resolve('icd11')") == "icd11/demo"
