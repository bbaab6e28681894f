"""Search on the real releases: against looking at every term, and what the spellings join."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.search_oracle import oracle_search
from workbench.core.codes import CodeSystem
from workbench.graph.code_graph import CodeGraph
from workbench.graph.search.search import GraphSearch, build_search
from workbench.graph.search.spelling import american, spellings
from workbench.graph.search.words import folded
from workbench.io.reading import read_graph
from workbench.workspace.cache import build

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

SOURCES: Final = {
    "who": "icd10/icd102019syst_codes.txt",
    "ukb": "icd10/coding19.tsv",
    "opcs4": "opcs4/coding240.tsv",
    "icd11": "icd11-2024-01/SimpleTabulation-ICD-11-MMS-en.txt",
    "snomed": "snomed-uk-sample",
}

#: What people type: half words, both spellings, joints, numbers, codes and what is like one.
TEXTS: Final = (
    "a",
    "inf",
    "hae",
    "hem ana",
    "oede",
    "ede",
    "tumor mal",
    "Crohn's",
    "crohns dis",
    "non-hodgkin",
    "nonhodg",
    "parkinsons",
    "fractures fem",
    "x-ray",
    "SJÖGREN",
    "type 2 dia",
    "2",
    "other spec",
    "acute myocardial infarction",
    "disorder",
    "repl of hip",
    "I21",
    "i210",
    "I10X",
    "w37.1",
    "ba00",
    "BA00.Z",
    "XN6",
    "2229",
    "22298006",
)

#: Words of the real releases that the table of spellings joins, by their American form, looked
#: through one by one: none of these stands for two words that mean something different.
JOINED: Final = """
alkalizing aluminum amenorrhea analogs anesthesia anesthetic antiestrogens
antihyperlipidemic apnea autosensitization categorized catheterization celiac
characterized chimera defense demoralization depersonalization depolarization
derealization desensitization diarrhea disk disulfide dysesthesia dysmenorrhea dyspnea
edema edematous esophagus estrogen estrogens ethinylestradiol etiologic etiological
etiology fecal fertilization fertilized fetal fetalis fetopelvic fetus fiber generalized
goiter hemangioma hematological hematology hematopoietic hemodiafiltration hemodynamically
hemofiltration hemoglobin hemolytic hemoperfusion hemophilus hemorrhagic hemorrhoidal
hemostatic humor hypernatremia hypoesthesia hyponatremia immunization impetiginization
ionizing ischemia ischemic isoimmunization labeling leukemia leukocytes levocardia license
localization localized macroglobulinemia meters mold morphea motorized necrotizing
neovascularization neutropenia nevi nevus nonionizing orthopedic pediatric
pheochromocytoma postimmunization pressurized program sensitization septicemic socialized
somatization specialized sterilization sulfamethoxazole sulfate sulfide sulfonamides
sulfur thrombocythemia thrombocytopenia titer tumor unsocialized vapor vaporizer
"""


@pytest.fixture(scope="module")
def searches(real_data: Path) -> dict[str, GraphSearch]:
    graphs = {
        name: build(read_graph(real_data / path), name=name) for name, path in SOURCES.items()
    }
    return {name: build_search(graph) for name, graph in graphs.items()}


@pytest.fixture(scope="module")
def vocabulary(real_data: Path, searches: dict[str, GraphSearch]) -> set[str]:
    """Give every word of every term, and of the descriptions of NHS England's counts."""
    texts = [text for search in searches.values() for text in _terms(search.graph)]
    for path in sorted((real_data / "usage").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += lines
    pieces = {piece for text in texts for piece in text.split()}
    return set(re.findall(r"[a-z]{2,}", folded("\n".join(pieces))))


def _terms(graph: CodeGraph) -> list[str]:
    fsns = graph.concepts["fsn"].drop_null().to_pylist()
    return [*graph.concepts["term"].to_pylist(), *fsns, *graph.side.terms["term"].to_pylist()]


@pytest.mark.parametrize("name", SOURCES)
def test_the_index_answers_as_looking_at_every_term_does(
    name: str, searches: dict[str, GraphSearch]
) -> None:
    search = searches[name]
    for number, text in enumerate(TEXTS):
        active, limit = (True, 20) if number % 2 else (None, 300)
        hits = search.search(text, limit=limit, active=active)
        expected = oracle_search(search.graph, text, limit=limit, active=active)
        assert [(hit.code, hit.matched) for hit in hits] == expected, text


def test_a_branch_a_kind_and_a_tag_keep_what_looking_at_every_term_keeps(
    searches: dict[str, GraphSearch],
) -> None:
    for name, filters in (
        ("who", {"under": "IX"}),
        ("who", {"kinds": ["block", "chapter"]}),
        ("icd11", {"under": "X"}),
        ("icd11", {"kinds": ["extension"]}),
        ("snomed", {"semantic_tag": "disorder"}),
        ("snomed", {"under": "64572001"}),
    ):
        search = searches[name]
        for text in ("inf", "a", "heart"):
            hits = search.search(text, **filters)
            expected = oracle_search(search.graph, text, **filters)
            assert [(hit.code, hit.matched) for hit in hits] == expected, (name, filters, text)


def test_every_code_is_found_first_by_itself(searches: dict[str, GraphSearch]) -> None:
    for name, search in searches.items():
        codes = list(search.graph)[:: max(1, len(search.graph) // 400)]
        wrong = [code for code in codes if search.search(code, active=None).codes[0] != code]
        assert wrong == [], name


def test_undotted_codes_of_icd_10_and_opcs_4_are_found(searches: dict[str, GraphSearch]) -> None:
    for name in ("who", "ukb", "opcs4"):
        graph = searches[name].graph
        assert graph.release.system in (CodeSystem.ICD10, CodeSystem.OPCS4)
        dotted = [code for code in graph if "." in code][::50]
        found = [searches[name].search(code.replace(".", ""), active=None).codes for code in dotted]
        assert [codes[0] for codes in found] == dotted


def test_the_spellings_join_no_two_words_of_the_releases_that_differ(
    vocabulary: set[str],
) -> None:
    joined = defaultdict(set)
    for word in vocabulary:
        joined[american(word)].add(word)
    assert len(vocabulary) > 19_000
    assert {key for key, words in joined.items() if len(words) > 1} - set(JOINED.split()) == set()


def test_every_spelling_of_a_word_of_the_releases_has_the_same_spellings(
    vocabulary: set[str],
) -> None:
    wrong = {
        word
        for word in vocabulary
        for other in spellings(word)
        if spellings(other) != spellings(word) or american(other) != american(word)
    }
    assert wrong == set()


def test_most_words_have_one_spelling_so_that_the_index_stays_small(vocabulary: set[str]) -> None:
    assert sum(len(spellings(word)) for word in vocabulary) < 1.05 * len(vocabulary)
