"""A small invented world: two releases, the maps between them, a dataset and code lists.

The codes are real shapes with short wording of our own; the counts are made up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = [
    "ALTERNATIVES",
    "BACK",
    "FOUNDATION",
    "ICD10",
    "ICD11",
    "ONE",
    "USAGE",
    "big_graph",
    "write_world",
]

_MMS: Final = "http://id.who.int/icd/release/11/mms"

ICD10: Final = """\
# release: icd10/who-2019
code,term,parent,mark
IV,Metabolism,,
E10-E14,Diabetes,IV,
E11,Type 2 diabetes,E10-E14,
E11.3,with eye complications,E11,†
VII,The eye,,
H30-H36,Retina,VII,
H36,Retina in other diseases,H30-H36,
H36.0,Diabetic retina,H36,*
IX,Circulation,,
I10-I15,Raised pressure,IX,
I10,Raised pressure of no known cause,I10-I15,
I20-I25,The heart's own vessels,IX,
I21,Infarction,I20-I25,
I21.0,Infarction in front,I21,
I21.9,Infarction somewhere,I21,
I21.10,Infarction in front and low,I21,
XX,Causes from outside,,
W00-W19,Falls,XX,
W19,A fall,W00-W19,
XXII,Special purposes,,
U00-U49,New diseases,XXII,
U07,A new disease,U00-U49,
"""

#: `BA41.Z` has two parents, so that nearest first is not the order of codes.
ICD11: Final = f"""\
# release: icd11/2024-01
code,term,parent,kind,residual_kind,uri
05,Metabolism,,chapter,,{_MMS}/5
5A11,Type 2 diabetes,05,category,,{_MMS}/511
09,Sight,,chapter,,{_MMS}/9
9B71.0Z,Diabetic retina,09,category,unspecified,{_MMS}/971/unspecified
11,Circulation,,chapter,,{_MMS}/11
BlockL1-BA4,Acute,11,block,,{_MMS}/1104
BlockL1-BA0,Pressure,11,block,,{_MMS}/1100
BA00,Raised pressure,BlockL1-BA0,category,,{_MMS}/1001
BA00.Z,Raised pressure and no more,BA00,category,unspecified,{_MMS}/1001/unspecified
BA41,Infarction,BlockL1-BA4,category,,{_MMS}/1041
BA41.Z,Infarction and no more,BA41|11,category,unspecified,{_MMS}/1041/unspecified
23,Causes from outside,,chapter,,{_MMS}/23
PA6Z,A fall,23,category,unspecified,{_MMS}/2360/unspecified
25,Special purposes,,chapter,,{_MMS}/25
2500,New diseases,25,block,,{_MMS}/2500
900,Old diseases,25,block,,{_MMS}/900
X,Extensions,,chapter,,{_MMS}/10
XA7RE3,In front,X,extension,,{_MMS}/1073
"""

_SIDES: Final = "# source: icd10/who-2019\n# target: icd11/2024-01\n"
_HEAD: Final = "source,source_term,target,target_kind,target_chapter,target_uri,relation,no_map"

ONE: Final = f"""\
{_SIDES}{_HEAD},no_map_text
E11.3,with eye complications,5A11,category,05,{_MMS}/511,,,
H36.0,Diabetic retina,9B71.0Z,category,09,{_MMS}/971/unspecified,,,
I10,Raised pressure,BA00.Z,category,11,{_MMS}/1001/unspecified,,,
I21.0,Infarction in front,BA41.Z,category,11,{_MMS}/1041/unspecified,,,
I21.9,Infarction somewhere,BA41.Z,category,11,{_MMS}/1041/unspecified,,,
U07,A new disease,2500,block,25,{_MMS}/2500,,,
W19,A fall,,,,,,none_in_table,No Mapping
"""

ALTERNATIVES: Final = f"""\
{_SIDES}{_HEAD}
I10,Raised pressure,BA00.Z,category,11,{_MMS}/1001/unspecified,,
I21.0,Infarction in front,BA41.Z,category,11,{_MMS}/1041/unspecified,,
I21.0,Infarction in front,BA41&XA7RE3,category,11,{_MMS}/1041,,
I21.9,Infarction somewhere,BA41.Z,category,11,{_MMS}/1041/unspecified,,
"""

BACK: Final = f"""\
# source: icd11/2024-01
# target: icd10/who-2019
source,source_term,source_uri,target,target_kind
5A11,Type 2 diabetes,{_MMS}/511,E11,category
9B71.0Z,Diabetic retina,{_MMS}/971/unspecified,H36.0,subcategory
1100,Pressure,{_MMS}/1100,I10-I15,block
BA00.Z,Raised pressure and no more,{_MMS}/1001/unspecified,I10,category
BA41.Z,Infarction and no more,{_MMS}/1041/unspecified,I21.9,subcategory
"""

FOUNDATION: Final = f"""\
{_SIDES}source,target,target_uri,relation,levels
I10,1001,http://id.who.int/icd/entity/1001,equivalent,0
I21.0,1041,http://id.who.int/icd/entity/1041,source-is-narrower-than-target,-1
"""

#: Two financial years; one row without a code, one place of occurrence, one country code.
USAGE: Final = """\
start_date,end_date,icd10_code,description,usage
2022-04-01,2023-03-31,I10X,Raised pressure,90
2023-04-01,2024-03-31,E113,with eye complications,10
2023-04-01,2024-03-31,I10X,Raised pressure,100
2023-04-01,2024-03-31,I210,Infarction in front,30
2023-04-01,2024-03-31,I219,Infarction somewhere,20
2023-04-01,2024-03-31,NULL,,9
2023-04-01,2024-03-31,U073,A new disease,7
2023-04-01,2024-03-31,W190,A fall at home,3
"""

_OPCS: Final = """\
start_date,end_date,opcs4_code,description,usage
2023-04-01,2024-03-31,W371,A new hip,40
"""

_LISTS: Final = {
    "ICD_infarction.csv": "ICD10 code,ICD10 code description\nI21,Infarction\nI22,Again\n",
    "ICD_nobody.csv": "ICD10 code\nA00\n",
    "OPCS_hip.csv": "OPCS4 code\nW37.1\n",
}


def write_world(folder: Path) -> None:
    """Write every file of this world into a folder."""
    files = {
        "icd10.csv": ICD10,
        "icd11.csv": ICD11,
        "one.csv": ONE,
        "alternatives.csv": ALTERNATIVES,
        "back.csv": BACK,
        "foundation.csv": FOUNDATION,
        "usage.csv": USAGE,
        "opcs.csv": _OPCS,
        **{f"lists/{name}": text for name, text in _LISTS.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def big_graph(path: Path, *, rows: int) -> None:
    """Write a graph that takes a while to read: ten codes under each."""
    lines = ["# release: icd11/big", "code,term,parent,kind", "K0,Everything,,chapter"]
    lines += [f"K{n},Term of {n},K{(n - 1) // 10},category" for n in range(1, rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
