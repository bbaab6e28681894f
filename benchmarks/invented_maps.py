"""Invented RF2 maps of the size of real ones, as the files a publisher would give.

One in the UK's manner: blocks, groups, priorities, marks and advice, no rules; one in the
International manner, with rules of age, sex and other concepts. What a concept leads to is mostly
near what its parent leads to, as in a real map. The same bytes come out each time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.invented import icd10_codes
from workbench.core.icd10 import bare_code
from workbench.core.snomed import ICD10_INTERNATIONAL, ICD10_UK_5TH

__all__ = ["newer", "rule_rows", "uk_rows", "write_rf2"]

_SEED: Final = 5
_KEPT_PARENTS, _KEPT_NEAR = 0.6, 0.98
_NEAR: Final = 30
_MODULES: Final = {"mapBlock": "999000031000000106", "mapCategoryId": "449080006"}
_NAMES: Final = {
    "mapBlock": "der2_iisssciRefset_ExtendedMapUKCLSnapshot_GB1000000_20240401.txt",
    "mapCategoryId": "der2_iisssccRefset_ExtendedMapSnapshot_INT_20240401.txt",
}
_UUID_BYTES, _UUID_VERSION = 16, 4
_AGE: Final = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
_RULES: Final = (
    ("TRUE",),
    (f"{_AGE} < 28.0 days", f"{_AGE} >= 65.0 years", "OTHERWISE TRUE"),
    ("IFA 248152002 | Female (finding) |", "OTHERWISE TRUE"),
    ("IFA {} | Invented finding (finding) |", "OTHERWISE TRUE"),
)
#: Shares of the rows that are marked, and that state no map.
_MARKED, _NOTHING = 0.02, 0.01
_UK_ADVICE: Final = ("", " | ADDITIONAL CODE POSSIBLE", " | ADDITIONAL CODE MANDATORY")


def uk_rows(ids: list[str], parents: npt.NDArray[np.int64], *, rows: int) -> pd.DataFrame:
    """Give so many rows in the UK's manner, sources in the order of their ids."""
    drawn = np.random.default_rng(_SEED)
    home = _homes(parents, drawn)
    sources = np.sort(drawn.permutation(len(ids))[: int(rows * 0.55)])
    blocks = _split(sources, _numbers(drawn, len(sources), (0.95, 0.05)))
    groups = _split(blocks, _numbers(drawn, len(blocks[0]), (0.8, 0.15, 0.05)))
    whole = _split(groups, _numbers(drawn, len(groups[0]), (0.7, 0.15, 0.1, 0.05)))
    source, block, group, priority = (each[:rows] for each in whole)
    last = np.concatenate([priority[1:] <= priority[:-1], [True]])
    step = np.where(last, 0, priority) + (group - 1) * 700
    codes = np.array(icd10_codes())
    target = codes[(home[source] + step) % len(codes)]
    marks = np.where(drawn.random(len(source)) < _MARKED, "D", "")
    advice = np.array(_UK_ADVICE)[drawn.choice(3, len(source), p=(0.6, 0.35, 0.05))]
    nothing = drawn.random(len(source)) < _NOTHING
    bare = [bare_code(code) for code in target]
    return _frame(
        drawn,
        ids=[ids[n] for n in source.tolist()],
        mapGroup=group,
        mapPriority=priority,
        mapRule="",
        mapAdvice=np.where(nothing, "", np.char.add("ALWAYS ", np.char.add(target, advice))),
        mapTarget=np.where(nothing, "#NIS", np.char.add(bare, marks)),
        refset=ICD10_UK_5TH,
        mapBlock=block,
    )


def rule_rows(ids: list[str], parents: npt.NDArray[np.int64], *, sources: int) -> pd.DataFrame:
    """Give rows in the International manner of so many sources, in the order of their ids."""
    drawn = np.random.default_rng(_SEED + 1)
    home = _homes(parents, drawn)
    chosen = np.sort(drawn.permutation(len(ids))[:sources])
    shape = drawn.choice(len(_RULES), sources, p=(0.7, 0.1, 0.1, 0.1))
    counts = np.array([len(rules) for rules in _RULES])[shape]
    owner, priority = _split(np.arange(sources), counts)
    source = chosen[owner]
    codes = np.array(icd10_codes())
    target = codes[(home[source] + priority - 1) % len(codes)]
    rules = [
        _RULES[kind][place - 1].format(ids[parent])
        for kind, place, parent in zip(shape[owner], priority, parents[source], strict=True)
    ]
    asks = np.array([rule.startswith("IFA") for rule in rules])
    return _frame(
        drawn,
        ids=[ids[n] for n in source.tolist()],
        mapGroup=1,
        mapPriority=priority,
        mapRule=rules,
        mapAdvice=np.char.add(np.where(asks, "IF SO CHOOSE ", "ALWAYS "), target),
        mapTarget=target,
        refset=ICD10_INTERNATIONAL,
        mapCategoryId=np.where(counts[owner] > 1, "447639009", "447637006"),
    )


def newer(rows: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Give a newer release in which two sources in a hundred differ.

    A quarter of these have another target in one row, a quarter other advice, a quarter are gone
    and a quarter have come.
    """
    drawn = np.random.default_rng(_SEED + 2)
    known = np.array(rows["referencedComponentId"].unique().tolist())
    quarter = len(known) // 200
    picked = drawn.permutation(known)[: 3 * quarter]
    target, advice, gone = (set(part) for part in np.split(picked, 3))
    made = rows[~rows["referencedComponentId"].isin(gone)].copy()
    first = ~made["referencedComponentId"].duplicated()
    is_code = ~made["mapTarget"].str.startswith("#")
    codes = np.array([bare_code(code) for code in icd10_codes()])
    moved = first & is_code & made["referencedComponentId"].isin(target)
    made.loc[moved, "mapTarget"] = codes[drawn.integers(0, len(codes), int(moved.sum()))]
    told = made["referencedComponentId"].isin(advice)
    made.loc[told, "mapAdvice"] += " | LOOK TWICE"
    unmapped = np.setdiff1d(np.array(ids), known)[:quarter]
    come = rows[first.reindex(rows.index, fill_value=False)].head(len(unmapped)).copy()
    come["referencedComponentId"] = unmapped[: len(come)]
    come["id"] = _members(drawn, len(come))
    return pd.concat([made, come], ignore_index=True)


def write_rf2(rows: pd.DataFrame, folder: Path) -> Path:
    """Write the file of a map reference set, and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAMES[str(rows.columns[-1])]
    rows.to_csv(path, sep="\t", index=False, lineterminator="\r\n", quoting=3)
    return path


def _homes(parents: npt.NDArray[np.int64], drawn: np.random.Generator) -> npt.NDArray[np.int64]:
    """Give each concept a code: mostly its parent's, else one near that, seldom any."""
    codes = len(icd10_codes())
    fate, near = drawn.random(len(parents)), drawn.integers(-_NEAR, _NEAR, len(parents))
    anywhere = drawn.integers(0, codes, len(parents)).tolist()
    homes: list[int] = []
    for n, (parent, luck, step) in enumerate(
        zip(parents.tolist(), fate.tolist(), near.tolist(), strict=True)
    ):
        if n == 0 or luck > _KEPT_NEAR:
            homes.append(anywhere[n])
        else:
            homes.append((homes[parent] + (step if luck > _KEPT_PARENTS else 0)) % codes)
    return np.array(homes)


def _numbers(
    drawn: np.random.Generator, count: int, shares: tuple[float, ...]
) -> npt.NDArray[np.int64]:
    return drawn.choice(len(shares), count, p=shares) + 1


def _split(
    whole: npt.NDArray[np.int64] | tuple[npt.NDArray[np.int64], ...],
    counts: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], ...]:
    """Part each place in so many, numbered from 1."""
    columns = whole if isinstance(whole, tuple) else (whole,)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    inner = np.arange(int(counts.sum())) - starts + 1
    return *(np.repeat(column, counts) for column in columns), inner


def _frame(
    drawn: np.random.Generator,
    *,
    ids: list[str],
    refset: str,
    **own: object,
) -> pd.DataFrame:
    last = next(reversed(own))
    columns = {
        "id": _members(drawn, len(ids)),
        "effectiveTime": "20240401",
        "active": "1",
        "moduleId": _MODULES[last],
        "refsetId": refset,
        "referencedComponentId": ids,
        **{name: value for name, value in own.items() if name != last},
        "correlationId": "447561005",
        last: own[last],
    }
    return pd.DataFrame(columns)


def _members(drawn: np.random.Generator, count: int) -> list[str]:
    return [str(UUID(bytes=drawn.bytes(_UUID_BYTES), version=_UUID_VERSION)) for _ in range(count)]
