"""Another's judgement of a ConceptMap: whether it has the shape that FHIR gives it.

``fhir.resources`` has R5 and R4B, and no R4; a ConceptMap is the same in both of these. It takes
codes that are none, so that the rules of ConceptMap are tests of our own.
"""

from __future__ import annotations

import warnings
from typing import Any, Final

from workbench.io.fhir_words import FhirVersion

__all__ = ["assert_shape"]

_MODULES: Final = {
    FhirVersion.R4: "fhir.resources.R4B.conceptmap",
    FhirVersion.R5: "fhir.resources.conceptmap",
}


def assert_shape(value: dict[str, Any], version: FhirVersion) -> None:
    """Fail where a value has not the shape of a ConceptMap."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own, about its own
        module = __import__(_MODULES[version], fromlist=["ConceptMap"])
        module.ConceptMap.model_validate(value)
