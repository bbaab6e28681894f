"""One answer over the small invented move, for every test that reads it."""

from __future__ import annotations

import pytest

from tests.analysis.examples import counts, maps
from workbench.analysis.impact import impact
from workbench.analysis.impact_result import Impact
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem


@pytest.fixture(scope="module")
def answer() -> Impact:
    lists = [
        CodeList(name="mi", system=CodeSystem.ICD10, codes=("I21.9", "I99")),
        CodeList(name="hips", system=CodeSystem.OPCS4, codes=("W37",)),
        CodeList(name="none", system=CodeSystem.ICD10, codes=("Z99",)),
        CodeList(name="lost", system=CodeSystem.ICD10, codes=("L73",)),
    ]
    return impact(counts(), maps(), codelists=lists)
