"""The words of the definitions, as rows; `workbench.report.definitions` gives them their types."""

from __future__ import annotations

from typing import Final

__all__ = ["MEASURE_ROWS", "TERM_ROWS"]

_Value = tuple[str, str, str]

#: A word used throughout, and its meaning.
TERM_ROWS: Final[tuple[tuple[str, str], ...]] = (
    (
        "code",
        (
            "A distinct code of the dataset as it was written, after dropping what is no code. "
            "Every figure by code counts these once, whatever their activity."
        ),
    ),
    (
        "activity",
        (
            "The counts of the dataset added up. For the published counts of England it is "
            "finished consultant episodes that mention the code in any position, once an episode: "
            "not patients, not spells, not primary diagnoses. An episode counts for each of its "
            "codes, so activity adds up to more than there are episodes."
        ),
    ),
    (
        "share",
        "Of all codes kept, or of all activity kept. Only where it is said, of one chapter's own.",
    ),
    (
        "direct",
        (
            "The code's own row of the map answers, found by method exact, xfill, place4 or "
            "fifth, or a layer's. The headline figures count these."
        ),
    ),
    (
        "borrowed",
        (
            "The code has no row and the row of its three-character parent is used (U07.3 read as "
            "U07). Its meaning differs, so borrowed codes are reported apart."
        ),
    ),
    (
        "code list",
        (
            "L is what the list matches in the dataset, R every code whose full target is a target "
            "of a code of L, T all alternatives of codes of L. Activity before is that of L, after "
            "that of R. Sensitivity is the activity of R within L over that of L; PPV the same "
            "over that of R. High is the activity of codes with any alternative in T, low of codes "
            "with all alternatives in T. A block, a chapter and none count as no target; among the "
            "alternatives a block or chapter counts like any other."
        ),
    ),
    (
        "stem",
        "What stands before the first & or / of an ICD-11 expression.",
    ),
    (
        "table of alternatives",
        "WHO's table that gives every target a code may have, where the main table gives one.",
    ),
)

_METHOD: Final[tuple[_Value, ...]] = (
    ("exact", "its own row", "The dotted code is a key of the map."),
    (
        "xfill",
        "X filler removed",
        "The code is a key once the X that fills an empty place is taken away (I10X is I10).",
    ),
    (
        "place4",
        "place removed",
        (
            "UK data: four characters, the fourth a digit (or five, the last two digits), the head "
            "within W00-Y34 other than Y06 and Y07 and itself a key. The fourth is the place of "
            "occurrence, a fifth the activity; the head is looked up, even where WHO spells a "
            "subcode of its own the same way. Tried first."
        ),
    ),
    (
        "fifth",
        "fifth character removed",
        (
            "A five-character code that is no key, while its first four characters are (S72.01 by "
            "S72.0); a filler inside goes with it (M45.X0 by M45)."
        ),
    ),
    (
        "layer",
        "a layer's row",
        (
            "Only where a layer is named: a row of it answers. A layer of the data's own edition "
            "is asked for the very code before any other way; a row that any of these but "
            "parent finds in a layer counts here too."
        ),
    ),
    (
        "parent",
        "borrowed from its parent",
        "Any other code whose first three characters are a key. Reported apart.",
    ),
    ("none", "not found", "No key by any of the ways above."),
)

_TARGET_KIND: Final[tuple[_Value, ...]] = (
    ("leaf", "finest level", "The stem is a category below which ICD-11 has none."),
    (
        "nonleaf",
        "finer codes exist",
        "The stem is a category with finer ones below it. It is a valid code.",
    ),
    (
        "extension",
        "extension code alone",
        "The stem lies in chapter X. It cannot stand alone and needs a stem from the same episode.",
    ),
    ("block", "a block", "The target is a heading over several categories, not a code."),
    ("chapter", "a chapter", "The target is a whole chapter, not a code."),
    ("none", "no target", "The code is not found, or the map says there is no target."),
)

_RESIDUAL: Final[tuple[_Value, ...]] = (
    ("no", "says what it is", "The stem is a category that is not residual."),
    ("other", "other specified", "The tabulation calls the stem a residual for other cases."),
    ("unspecified", "unspecified", "The tabulation calls the stem a residual for unstated cases."),
    ("none", "no category", "The target is no category, so the question does not arise."),
)

_RESIDUAL_KIND: Final[tuple[_Value, ...]] = (
    ("not_residual", "not residual", "Everything whose stem is not residual."),
    (
        "label_only",
        "in name only",
        (
            "Residual, yet WHO's Foundation table calls the two equivalent (I10 and BA00.Z): only "
            "the label says unspecified."
        ),
    ),
    (
        "as_before",
        "as vague as before",
        (
            "Residual, and the ICD-10 title already holds 'unspecified', 'not otherwise "
            "specified', 'not elsewhere classified' or the whole word 'other'. A crude test on "
            "titles."
        ),
    ),
    (
        "new_loss",
        "new loss",
        "Residual, and neither of the two above: ICD-10 seems to say more than the target does.",
    ),
)

_MOVED: Final[tuple[_Value, ...]] = (
    (
        "yes",
        "changes chapter",
        "The target lies in another chapter than the one that continues it.",
    ),
    ("no", "keeps its chapter", "The target lies in the chapter that continues the ICD-10 one."),
    ("none", "no target", "There is no target."),
)

_ROUND_TRIP: Final[tuple[_Value, ...]] = (
    ("same_code", "the same code", "The way back leads to the code looked up."),
    ("same_category", "the same category", "To a code of the same three characters."),
    (
        "same_block",
        "the same block",
        (
            "To a category in the source's narrowest block (one of the 263 of WHO's text tables), "
            "or to that block itself."
        ),
    ),
    ("same_chapter", "the same chapter", "To the source's chapter; a wider block is at best here."),
    ("other_chapter", "another chapter", "To another chapter."),
    ("none", "no way back", "There is no target, or the way back knows none."),
)

#: Measure, label, meaning, companion map it needs, its values in the order of the contract.
MEASURE_ROWS: Final[tuple[tuple[str, str, str, str | None, tuple[_Value, ...]], ...]] = (
    (
        "method",
        "How the code was found",
        (
            "By which change of spelling a code of the dataset finds its row in the map. They are "
            "tried in the order place4, exact, fifth, xfill, parent; data of WHO's edition skip "
            "place4. A layer's own row comes before them."
        ),
        None,
        _METHOD,
    ),
    (
        "target_kind",
        "What it leads to",
        "What the stem of the target is in the ICD-11 tabulation.",
        None,
        _TARGET_KIND,
    ),
    (
        "residual",
        "Other or unspecified",
        (
            "Whether the stem is one of the residual categories. The tabulation decides, never the "
            "last letter of the code."
        ),
        None,
        _RESIDUAL,
    ),
    (
        "residual_kind",
        "Whether a residual is a loss",
        (
            "A residual target is not yet a loss: this tells what was lost already from what would "
            "be lost anew."
        ),
        "foundation",
        _RESIDUAL_KIND,
    ),
    (
        "cluster",
        "Several codes at once",
        "Whether the target is an expression of several codes.",
        None,
        (
            ("true", "an expression", "The target holds & or /."),
            ("false", "one code or none", "It holds neither."),
        ),
    ),
    (
        "moved_chapter",
        "Change of chapter",
        (
            "Each ICD-10 chapter has one ICD-11 chapter that continues it. What goes to a chapter "
            "that ICD-10 did not have is shown apart."
        ),
        None,
        _MOVED,
    ),
    (
        "merged",
        "Shared target",
        (
            "Whether two or more distinct codes, spellings brought together, lead to one and the "
            "same full expression."
        ),
        None,
        (
            ("true", "shares its target", "Another code leads to the same category or expression."),
            ("false", "alone", "No other code does, or the target is no category."),
        ),
    ),
    (
        "many_targets",
        "Several possible targets",
        "Whether the table of alternatives offers more than one target.",
        "alternatives",
        (
            ("true", "several", "Two or more distinct targets."),
            ("false", "one or none", "One target, or no row in that table."),
        ),
    ),
    (
        "any_cluster",
        "Some alternative is an expression",
        "Whether at least one alternative holds & or /.",
        "alternatives",
        (
            ("true", "at least one", "At least one alternative is an expression."),
            ("false", "none", "None is, or there is no row in that table."),
        ),
    ),
    (
        "all_cluster",
        "Every alternative is an expression",
        "Whether all alternatives hold & or /.",
        "alternatives",
        (
            ("true", "every one", "Every alternative is an expression."),
            ("false", "not every one", "Not every one is, or there is no row in that table."),
        ),
    ),
    (
        "round_trip",
        "There and back",
        (
            "Where WHO's map from ICD-11 back to ICD-10 leads from the target. Each answer is "
            "wider than the one before it."
        ),
        "back",
        _ROUND_TRIP,
    ),
)
