"""A second opinion on ``impact``: each definition of the documentation, read word by word.

Slow and flat on purpose; it shares nothing with the product but the published files. Where the
two differ, one of them misread the text.

Source: the command line's contract, *impact* and *What the measures mean*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.oracle.codelist_oracle import codelist_results
from tests.oracle.impact_values import CHAPTERS, DIRECT, MEASURES
from tests.oracle.who_tables import read_tables, read_usage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.who_tables import Row, Tables, Usage

__all__ = ["oracle_impact"]

Code = dict[str, Any]


def _text(flag: object) -> str:
    return "true" if flag else "false"


def _method(written: str, tables: Tables, edition: str) -> tuple[str, str | None]:
    keys = tables.one
    head = written[:3]
    dotted = head if len(written) == 3 else f"{head}.{written[3:]}"
    if edition == "uk5" and re.fullmatch(r"[A-Z]\d\d\d\d?", written):
        outside = "W00" <= head <= "Y34" and head not in {"Y06", "Y07"}
        if outside and head in keys:
            return "place4", head
    if dotted in keys:
        return "exact", dotted
    if len(written) == 5:
        short = head if written[3] == "X" else f"{head}.{written[3]}"
        if short in keys:
            return "fifth", short
    if len(written) == 4 and written[3] == "X" and head in keys:
        return "xfill", head
    return ("parent", head) if head in keys else ("none", None)


def _target(row: Row | None, tables: Tables) -> Code:
    if row is None or row.uri is None:
        return {"target": None, "target_kind": "none", "target_chapter": None, "residual": "none"}
    if row.target_kind in {"block", "chapter"}:
        entity = tables.by_tail[row.uri]
        return {
            "target": entity.code,
            "target_kind": row.target_kind,
            "target_chapter": entity.chapter,
            "residual": "none",
        }
    stem = tables.by_code[re.split("[&/]", row.expression)[0]]
    kind = "leaf" if stem.leaf else "nonleaf"
    extension = stem.chapter == "X"
    return {
        "target": row.expression,
        "target_kind": "extension" if extension else kind,
        "target_chapter": stem.chapter,
        "residual": "none" if extension else stem.residual,
    }


def _residual_kind(residual: str, row: Row | None, relation: str | None) -> str:
    if row is None or residual not in {"other", "unspecified"}:
        return "not_residual"
    if relation == "Equivalent":
        return "label_only"
    title = row.title.lower()
    said = ("unspecified", "not otherwise specified", "not elsewhere classified")
    if any(words in title for words in said) or re.search(r"\bother\b", title):
        return "as_before"
    return "new_loss"


def _chapter_of(head: str) -> str | None:
    for numeral, first, last, _ in CHAPTERS:
        if first <= head <= last:
            return numeral
    return None


def _moved(source: str | None, target: str | None) -> str:
    if target is None:
        return "none"
    nominal = {numeral: eleven for numeral, _, _, eleven in CHAPTERS}
    return "no" if source is not None and nominal[source] == target else "yes"


def _round_trip(key: str | None, row: Row | None, tables: Tables) -> str:
    if key is None or row is None or row.uri not in tables.back:
        return "none"
    answer = tables.back[row.uri]
    head = key[:3]
    block = next((span for span in tables.blocks if span[0] <= head <= span[1]), None)
    if answer.code == key:
        return "same_code"
    if re.match(r"[A-Z]\d\d", answer.code) and "-" not in answer.code:
        if answer.code[:3] == head:
            return "same_category"
        if block and block[0] <= answer.code[:3] <= block[1]:
            return "same_block"
    elif block and answer.code == "-".join(block):
        return "same_block"
    return "same_chapter" if answer.chapter == _chapter_of(head) else "other_chapter"


def _alternatives(key: str | None, tables: Tables) -> Code:
    rows = tables.many.get(key, []) if key else []
    clusters = [("&" in row.expression or "/" in row.expression) for row in rows]
    distinct = {(row.uri, row.expression) if not row.expression else row.expression for row in rows}
    return {
        "many_targets": _text(len(distinct) > 1),
        "any_cluster": _text(any(clusters)),
        "all_cluster": _text(clusters and all(clusters)),
        "alternatives": [row.expression or row.uri for row in rows],
    }


def _per_code(written: str, activity: int, tables: Tables, edition: str) -> Code:
    method, key = _method(written, tables, edition)
    row = tables.one[key] if key else None
    source_chapter = _chapter_of(written[:3])
    target = _target(row, tables)
    relation = tables.equivalent.get(key) if key else None
    return {
        "code": written,
        "activity": activity,
        "method": method,
        "key": key,
        "source_chapter": source_chapter,
        **target,
        "residual_kind": _residual_kind(target["residual"], row, relation),
        "cluster": _text(row and re.search("[&/]", row.expression)),
        "moved_chapter": _moved(source_chapter, target["target_chapter"]),
        **_alternatives(key, tables),
        "round_trip": _round_trip(key, row, tables),
    }


def _sources_of_expressions(codes: list[Code]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        if code["target_kind"] in {"leaf", "nonleaf"}:
            found[code["target"]].add(code["key"])
    return {target: keys for target, keys in found.items() if len(keys) > 1}


def _measures(codes: list[Code], counted: list[Code]) -> list[Code]:
    all_activity = sum(code["activity"] for code in codes)
    found = []
    for measure, values in MEASURES.items():
        for value in values:
            those = [code for code in counted if code[measure] == value]
            activity = sum(code["activity"] for code in those)
            found.append(
                {
                    "measure": measure,
                    "value": value,
                    "codes": len(those),
                    "activity": activity,
                    "codes_share": len(those) / len(codes),
                    "activity_share": activity / all_activity,
                }
            )
    return found


def _chapter_flow(codes: list[Code]) -> list[Code]:
    found: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for code in codes:
        found[code["source_chapter"], code["target_chapter"]].append(code["activity"])
    order = [numeral for numeral, *_ in CHAPTERS]
    ranked = sorted(found, key=lambda pair: (order.index(pair[0]), pair[1] is None, pair[1] or ""))
    return [
        {
            "source_chapter": source,
            "target_chapter": target,
            "codes": len(found[source, target]),
            "activity": sum(found[source, target]),
        }
        for source, target in ranked
    ]


def _merges(codes: list[Code], shared: dict[str, set[str]]) -> dict[str, int]:
    reaching = [code for code in codes if code["merged"] == "true"]
    return {
        "targets": len(shared),
        "source_codes": sum(len(keys) for keys in shared.values()),
        "codes": len(reaching),
        "activity": sum(code["activity"] for code in reaching),
    }


def _dataset(usage: Usage, codes: list[Code], edition: str) -> Code:
    gone = [activity for written, activity in usage.rows if written == "NULL"]
    notes = ["edition uk5, by default"] if edition == "uk5" else []
    if usage.start < "2016-04-01":
        notes.append("coded in the 4th edition")
    return {
        "year": usage.start,
        "unit": "episodes mentioning the code",
        "codes": len(codes),
        "activity": sum(code["activity"] for code in codes),
        "dropped": [{"value": "NULL", "rows": len(gone), "activity": sum(gone)}] if gone else [],
        "notes": notes,
    }


def oracle_impact(
    data: Path,
    *,
    year: str = "2023-04-01",
    edition: str = "uk5",
    codelists: Path | None = None,
) -> dict[str, Any]:
    """Work out the whole answer again, without the product.

    Parameters
    ----------
    data
        The folder of published files.
    year
        First day of the financial year, ISO.
    edition
        ``uk5`` or ``who2019``.
    codelists
        A folder of code lists; None for none.

    Returns
    -------
    dict
        The JSON document without releases, without the path of the dataset and without the
        wording of ``why``; and ``_per_code``, a dict a distinct code.
    """
    tables = read_tables(data)
    usage = read_usage(data, year)
    totals: dict[str, int] = defaultdict(int)
    for written, activity in usage.rows:
        if written != "NULL":
            totals[written] += activity
    codes = [_per_code(written, totals[written], tables, edition) for written in sorted(totals)]
    shared = _sources_of_expressions(codes)
    for code in codes:
        code["merged"] = _text(code["target"] in shared)
    return {
        "dataset": _dataset(usage, codes, edition),
        "measures": _measures(codes, codes),
        "measures_direct": _measures(codes, [code for code in codes if code["method"] in DIRECT]),
        "chapter_flow": _chapter_flow(codes),
        "merges": _merges(codes, shared),
        "codelists": codelist_results(codelists, codes) if codelists else [],
        "_per_code": codes,
    }
