"""What `workbench lab` shows to somebody who has never seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.lab.conftest import Lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_first_notebook_is_open_beside_the_others_and_nothing_asks(
    lab: Lab, page: Page
) -> None:
    page.goto(lab.first_page)
    page.locator(".jp-Notebook").get_by_role("heading", name="What does this code mean?").wait_for()
    page.get_by_role("listitem", name="05-what-would-icd-11-change.ipynb").wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
