"""A small exhibit typed by hand: four codes in two chapters, drawn as two bars."""

from __future__ import annotations

import pyarrow as pa

from workbench.views.exhibit import Column, Exhibit, Look, Mark, Part

__all__ = ["chapters"]


def chapters() -> Exhibit:
    """Give chapter IX with two codes, VI with one, and one code of no chapter."""
    return Exhibit(
        title="Activity by chapter",
        source="icd10/example, 2023-24. Activity: episodes mentioning the code.",
        figure={
            "data": [
                {
                    "type": "bar",
                    "x": [30, 5],
                    "y": ["IX", "VI"],
                    "marker": {"color": "var(--accent)"},
                }
            ],
            "layout": {"height": 200, "margin": {"t": 10, "b": 10}},
        },
        columns=(Column(heading="Chapter"), Column(heading="Activity", look=Look.NUMBER)),
        parts=(
            Part(key="all", label="every chapter", cells=("every", "42"), codes=4, activity=42),
            Part(
                key="IX",
                label="Heart",
                cells=("IX", "30"),
                codes=2,
                activity=30,
                where=(("chapter", "IX"),),
                marks=(Mark(trace=0, at=0),),
            ),
            Part(
                key="VI",
                label="Nerves",
                cells=("VI", "5"),
                codes=1,
                activity=5,
                where=(("chapter", "VI"),),
                marks=(Mark(trace=0, at=1),),
            ),
            Part(
                key="none",
                label="no chapter",
                cells=("none", "7"),
                codes=1,
                activity=7,
                where=(("chapter", None),),
            ),
        ),
        row_columns=(
            Column(heading="Code", look=Look.CODE, name="code"),
            Column(heading="Activity", look=Look.NUMBER, name="activity"),
            Column(heading="Reasons", name="reasons"),
        ),
        rows=pa.table(
            {
                "code": ["I10X", "I500", "G35X", "Q1"],
                "chapter": ["IX", "IX", "VI", None],
                "activity": [30, None, 5, 7],
                "reasons": [["a", "b"], [], [], []],
            }
        ),
    )
