"""A second opinion on what a move does to code lists, in sets and loops.

A list's three-character code stands for everything below it, and the codes of the data are
matched as they were written, X filler and all.

Source: the command line's contract, *impact*, code lists.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["codelist_results"]

Code = dict[str, Any]

NUMBERS = ["codes", "unknown", "activity_before", "activity_after", "low", "high"]
WITH_CODE = {"leaf", "nonleaf", "extension"}


def codelist_results(folder: Path, codes: list[Code]) -> list[Code]:
    """Answer for every list of a folder, by the file's name.

    Parameters
    ----------
    folder
        Holds CSV files.
    codes
        The dataset's codes as the oracle describes them.

    Returns
    -------
    list of dict
        As in the JSON, but ``why`` is True or False: whether there has to be a reason.
    """
    return [_result(path, codes) for path in sorted(folder.glob("*.csv"))]


def _listed(path: Path) -> tuple[str, list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    headings = [heading.lower() for heading in rows[0]]
    place = next(i for i, text in enumerate(headings) if "code" in text and "desc" not in text)
    system = "opcs4" if "opcs" in headings[place] else "icd10"
    return system, sorted({row[place].strip() for row in rows[1:] if row} - {""})


def _prefix(listed: str) -> str:
    plain = listed.replace(".", "")
    return re.sub(r"^([A-Z]\d\d)X(\d?)$", r"\1", plain)


def _activity(codes: list[Code]) -> int:
    return sum(code["activity"] for code in codes)


def _target(code: Code) -> str | None:
    return code["target"] if code["target_kind"] in WITH_CODE else None


def _result(path: Path, codes: list[Code]) -> Code:
    system, listed = _listed(path)
    if system != "icd10":
        nulls = dict.fromkeys([*NUMBERS, "sensitivity", "ppv"])
        return {"name": path.stem, **nulls, "why": True, "edits": []}
    matched = [c for c in codes if any(c["code"].startswith(_prefix(x)) for x in listed)]
    missing = [x for x in listed if not any(c["code"].startswith(_prefix(x)) for c in codes)]
    targets = {_target(code) for code in matched} - {None}
    reached = [code for code in codes if _target(code) in targets]
    both = [code for code in matched if _target(code) in targets]
    return {
        "name": path.stem,
        "codes": len(listed),
        "unknown": missing,
        "activity_before": _activity(matched),
        "activity_after": _activity(reached),
        **_low_high(matched, codes),
        "sensitivity": _activity(both) / _activity(matched) if matched else None,
        "ppv": _activity(both) / _activity(reached) if reached else None,
        "why": not matched or not reached,
        "edits": [],
    }


def _low_high(matched: list[Code], codes: list[Code]) -> dict[str, int]:
    wanted = {target for code in matched for target in code["alternatives"]}
    some = [code for code in codes if wanted & set(code["alternatives"])]
    every = [code for code in some if set(code["alternatives"]) <= wanted]
    return {"low": _activity(every), "high": _activity(some)}
