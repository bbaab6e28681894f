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

__all__ = ["GOLDEN", "golden_map", "golden_snomed_map"]

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


_UK: Final = _PLAIN | {"refset": "999002271000000101", "module": "999000031000000106"}
_SNOMED_ROWS: Final[tuple[dict[str, Any], ...]] = (
    {"source": "24700007", "target": "G35", "advice": "ALWAYS G35.X"},
    {
        "source": "80891009",
        "source_term": "Heart",
        "target": "I43.8",
        "mark": "*",
        "map_block": 2,
        "map_group": 2,
        "relation": "source-is-narrower-than-target",
        "extra": '{"seenOn": "ward 7"}',
    },
    {
        "source": "80891009",
        "target": "E05.9",
        "mark": "†",
        "map_block": 2,
        "extra": '{"mapTarget": "E059 D"}',
        "member": "0e6b1f0e-0000-4000-8000-00000000000f",
        "effective_time": "20300401",
    },
    {"source": "22298006", "target": None, "no_map": "not_in_scope", "no_map_text": "mine"},
    {"source": "22298006", "target": None, "no_map": "none_in_table", "map_group": 2},
)


def golden_snomed_map() -> MapSet:
    """Give a map from SNOMED CT in the UK's style, with a mark, blocks and what has no target."""
    return map_set(
        [_UK | row for row in _SNOMED_ROWS],
        source=parse_release("snomed/uk-20310131"),
        target=parse_release("icd10/uk-5th"),
    )
