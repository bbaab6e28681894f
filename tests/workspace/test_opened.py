"""What is opened by name: once, again when replaced, and again when replaced twice meanwhile."""

from __future__ import annotations

import pytest

from workbench.errors import WorkspaceError
from workbench.workspace.opened import Opened


def failing(times: int, tried: list[str]) -> Opened[str, str]:
    """Give what opens a record only after it has failed so often."""

    def open_item(record: str) -> str:
        tried.append(record)
        if len(tried) <= times:
            message = f"the copy of {record} is not there"
            raise WorkspaceError(message)
        return f"opened {record}"

    return Opened(record_of=lambda name: f"record of {name}", open_item=open_item)


def test_a_record_that_came_back_while_it_was_opened_is_opened() -> None:
    tried: list[str] = []
    opened = failing(2, tried)
    assert (opened("g"), opened("g")) == ("opened record of g", "opened record of g")
    assert tried == ["record of g"] * 3


def test_a_record_that_cannot_be_opened_is_refused() -> None:
    tried: list[str] = []
    with pytest.raises(WorkspaceError, match=r"^the copy of record of g is not there$"):
        failing(9, tried)("g")
    assert len(tried) == 3
