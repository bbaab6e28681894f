"""The vocabularies of ``impact`` typed again by hand, in the order the documentation lists them.

Source: the command line's contract, *impact*; ICD-10 2019 and ICD-11 2024-01 for the chapters.
"""

from __future__ import annotations

__all__ = ["CHAPTERS", "DIRECT", "MEASURES"]

#: ICD-10 chapters: numeral, first and last category, the chapter of ICD-11 that took its place.
CHAPTERS = [
    ("I", "A00", "B99", "01"),
    ("II", "C00", "D48", "02"),
    ("III", "D50", "D89", "03"),
    ("IV", "E00", "E90", "05"),
    ("V", "F00", "F99", "06"),
    ("VI", "G00", "G99", "08"),
    ("VII", "H00", "H59", "09"),
    ("VIII", "H60", "H95", "10"),
    ("IX", "I00", "I99", "11"),
    ("X", "J00", "J99", "12"),
    ("XI", "K00", "K93", "13"),
    ("XII", "L00", "L99", "14"),
    ("XIII", "M00", "M99", "15"),
    ("XIV", "N00", "N99", "16"),
    ("XV", "O00", "O99", "18"),
    ("XVI", "P00", "P96", "19"),
    ("XVII", "Q00", "Q99", "20"),
    ("XVIII", "R00", "R99", "21"),
    ("XIX", "S00", "T98", "22"),
    ("XX", "V01", "Y98", "23"),
    ("XXI", "Z00", "Z99", "24"),
    ("XXII", "U00", "U99", "25"),
]

MEASURES = {
    "method": ["exact", "xfill", "place4", "fifth", "parent", "none"],
    "target_kind": ["leaf", "nonleaf", "extension", "block", "chapter", "none"],
    "residual": ["no", "other", "unspecified", "none"],
    "residual_kind": ["not_residual", "label_only", "as_before", "new_loss"],
    "cluster": ["true", "false"],
    "moved_chapter": ["yes", "no", "none"],
    "merged": ["true", "false"],
    "many_targets": ["true", "false"],
    "any_cluster": ["true", "false"],
    "all_cluster": ["true", "false"],
    "round_trip": [
        "same_code",
        "same_category",
        "same_block",
        "same_chapter",
        "other_chapter",
        "none",
    ],
}

DIRECT = {"exact", "xfill", "place4", "fifth"}
