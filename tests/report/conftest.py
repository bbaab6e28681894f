"""The impact that tests of the report are about."""

from __future__ import annotations

import pytest

from tests.report.examples import typed_impact
from workbench.analysis.impact_result import Impact


@pytest.fixture
def impact() -> Impact:
    """Give thirteen codes with 1,000 in activity, a case of every kind."""
    return typed_impact()
