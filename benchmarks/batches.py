"""A million records translated at once, against the same answers one by one.

The maps are invented: one in the UK's manner, without rules, and one in the International manner
of which every concept asks for age and sex.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measuring import Row, compare, once
from workbench.core.codes import parse_release
from workbench.mapping.batch import translate_many
from workbench.mapping.batch_answers import answer_rows
from workbench.mapping.map_set import MapSet
from workbench.mapping.record import at_encounter
from workbench.mapping.schema import map_table
from workbench.mapping.translate import translate

__all__ = ["batch_rows"]

_RECORDS, _FEW = 1_000_000, 5_000
_ONSET = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
_CURRENT = "IFA 424144002 | Current chronological age (observable entity) |"
_RULES = (
    (f"{_ONSET} < 28.0 days", f"{_CURRENT} <= 15.0 years", "IFA 248152002 | Female (finding) |"),
    (f"{_ONSET} >= 12.0 years AND {_ONSET} < 19.0 years", "IFA 248153007 | Male (finding) |"),
    (f"{_CURRENT} >= 65.0 years AND IFA 248152002 | Female (finding) |",),
)


def batch_rows() -> list[Row]:
    """Time both maps: few records against one by one, then a million alone."""
    rows: list[Row] = []
    for name, held in (("without rules", _uk_map(20_000)), ("with rules", _rule_map(5_000))):
        few, many = _records(held, _FEW), _records(held, _RECORDS)
        rows.append(_against_one_by_one(f"a record translated, {name}", held, few))
        question = f"{_RECORDS:,} records translated, {name} ({len(held.sources):,} concepts)"
        rows.append(once(question, partial(_batch, held, many)))
    return rows


def _against_one_by_one(question: str, held: MapSet, records: pd.DataFrame) -> Row:
    def ours() -> list[tuple[Any, ...]]:
        table = _batch(held, records)
        names = [name for name in table.columns if name != "source"]
        plain = table[names].astype(object)
        return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))

    def peer() -> list[tuple[Any, ...]]:
        return [
            (number, *row)
            for number, (code, age, sex) in enumerate(records.itertuples(index=False))
            for row in answer_rows(translate(held, code, record=at_encounter(age=age, sex=sex))[0])
        ]

    return compare(question, ours, peer, peer_name="one by one", calls=len(records), rounds=3)


def _batch(held: MapSet, records: pd.DataFrame) -> pd.DataFrame:
    answer: pd.DataFrame = translate_many(
        held, records["concept"], ages=records["age"], sexes=records["sex"]
    )
    return answer


def _records(held: MapSet, count: int) -> pd.DataFrame:
    drawn = np.random.default_rng(1)
    concepts = np.array(held.sources)[drawn.integers(0, len(held.sources), count)]
    sexes = np.where(drawn.random(count) < 0.5, "f", "m")  # noqa: PLR2004 - as many of each
    return pd.DataFrame({"concept": concepts, "age": drawn.integers(0, 100, count), "sex": sexes})


def _uk_map(sources: int) -> MapSet:
    """Give a map of one to three alternatives a source."""
    drawn = np.random.default_rng(2)
    sizes = drawn.integers(1, 4, sources)
    owners = np.repeat(np.arange(sources), sizes)
    places = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    return _map(
        "uk",
        source=[str(owner) for owner in owners],
        map_priority=places.tolist(),
        target=[_code(n) for n in drawn.integers(0, 5_000, len(owners))],
    )


def _rule_map(sources: int) -> MapSet:
    """Give a map whose sources each ask one of three sets of rules, then end the group."""
    rules = [(*_RULES[source % len(_RULES)], "OTHERWISE TRUE") for source in range(sources)]
    flat = [
        (source, place, rule)
        for source, own in enumerate(rules)
        for place, rule in enumerate(own, start=1)
    ]
    return _map(
        "international",
        source=[str(source) for source, _, _ in flat],
        map_priority=[place for _, place, _ in flat],
        target=[_code(source * 4 + place) for source, place, _ in flat],
        rule=[rule for _, _, rule in flat],
    )


def _code(number: int) -> str:
    return f"{'ABCDE'[number // 1_000 % 5]}{number // 10 % 100:02d}.{number % 10}"


def _map(profile: str, **columns: list[Any]) -> MapSet:
    count = len(columns["source"])
    table = map_table(columns | {"profile": [profile] * count, "line": list(range(2, count + 2))})
    return MapSet(
        name=profile,
        kind="csv",
        source=parse_release("snomed/invented"),
        target=parse_release("icd10/uk-5th"),
        table=table,
    )
