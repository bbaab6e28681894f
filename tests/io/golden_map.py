"""One small map with something of everything, and what it looks like in each format.

The files in ``golden/`` were read through by eye when they were made; a change to one of them is a
change to what others receive.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests.io.map_round_trips import map_set
from workbench.core.codes import parse_release
from workbench.mapping.map_set import MapSet

__all__ = ["GOLDEN", "golden_map"]

GOLDEN: Final = Path(__file__).parent / "golden"

_PLAIN: Final[dict[str, Any]] = {
    "map_block": 1,
    "map_group": 1,
    "map_priority": 1,
    "relation": "unspecified",
    "provenance": "asserted",
    "profile": "uk",
}
_ROWS: Final[tuple[dict[str, Any], ...]] = (
    {"source": "G36", "target": "8A40", "relation": "not-related-to"},
    {
        "source": "A41.0",
        "source_term": "Sepsis by S. aureus",
        "target": "1C41&XN6BM/1G40",
        "target_term": "Bacterial infection: S. aureus / sepsis",
        "map_group": 2,
        "relation": "source-is-broader-than-target",
        "confidence": 0.12345,
        "justification": "semapv:ManualMappingCuration",
        "comment": 'says "so"\ntwice',
        "author": "orcid:0000-0002-1825-0097|A. Coder",
        "advice": "POSSIBLE REQUIREMENT FOR A STEM",
    },
    {"source": "A41.0", "target": "1G40", "relation": "source-is-broader-than-target"},
    {
        "source": "G35",
        "target": "8A40",
        "relation": "related-to",
        "predicate": "skos:closeMatch",
        "reviewer": "B. Coder",
        "review_date": "2026-11-25",
    },
    {
        "source": "B20",
        "target": None,
        "no_map": "high_level",
        "no_map_text": "a family of codes",
        "extra": '{"ward": "7"}',
    },
)


def golden_map() -> MapSet:
    """Give a map from ICD-10 to ICD-11 with blocks, clusters, a denial and a stated no-map."""
    return map_set(
        [_PLAIN | row for row in _ROWS],
        source=parse_release("icd10/who-2019"),
        target=parse_release("icd11/2024-01"),
    )
