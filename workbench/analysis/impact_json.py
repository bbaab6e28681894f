"""The impact document of the command line's contract, from an `Impact`.

The JSON schema ``workbench/cli/schemas/impact.schema.json`` says the same and is checked in tests.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.analysis.impact_result import CodelistImpact, DatasetSummary, Impact

__all__ = ["impact_document"]


def impact_document(impact: Impact) -> dict[str, Any]:
    """Give the document as plain values: text, numbers, lists, dictionaries, None."""
    releases = impact.releases
    return {
        "releases": {
            "source": releases.source,
            "target": releases.target,
            "map": releases.map,
            "bridges": list(releases.bridges),
            "companions": {
                "alternatives": releases.alternatives,
                "back": releases.back,
                "foundation": releases.foundation,
            },
        },
        "dataset": _dataset(impact.dataset),
        "measures": impact.measures.to_pylist(),
        "measures_direct": impact.measures_direct.to_pylist(),
        "chapter_flow": impact.chapter_flow.to_pylist(),
        "merges": asdict(impact.merges),
        "codelists": [_codelist(codelist) for codelist in impact.codelists],
    }


def _dataset(dataset: DatasetSummary) -> dict[str, Any]:
    plain = asdict(dataset)
    del plain["rows"]  # `Impact.reconcile` tells it; the document's keys are a contract
    plain["dropped"] = list(plain["dropped"])
    plain["notes"] = list(plain["notes"])
    return plain


def _codelist(codelist: CodelistImpact) -> dict[str, Any]:
    plain = asdict(codelist)
    plain["unknown"] = None if codelist.unknown is None else list(codelist.unknown)
    return {**plain, "edits": []}
