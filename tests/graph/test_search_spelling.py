"""The table of spellings: each row by a pair of words, and words that it must not join."""

from __future__ import annotations

from typing import Final

import pytest

from workbench.graph.search.spelling import ROWS, american, spellings
from workbench.graph.search.words import exact_key

#: British and American, at least one pair for every row of the table.
PAIRS: Final = """
haemorrhage hemorrhage, posthaemorrhagic posthemorrhagic, methaemoglobin methemoglobin,
haem hem, haeme heme, anaemia anemia, uraemic uremic, ischaemically ischemically,
leukaemoid leukemoid, anaesthesia anesthesia, paraesthesia paresthesia, aetiology etiology,
archaeology archeology, caecum cecum, ileocaecal ileocecal, caesarean cesarean, caesium cesium,
chimaera chimera, defaecation defecation, faecal fecal, faeces feces, gynaecology gynecology,
laevocardia levocardia, leucocyte leukocyte, melaena melena, naevus nevus, naevi nevi,
orthopaedic orthopedic, paediatric pediatric, paedophilia pedophilia, palaeolithic paleolithic,
neutropaenia neutropenia, phaeochromocytoma pheochromocytoma, phagedaenic phagedenic,
praevia previa, spirochaetal spirochetal, taenia tenia, amoebic amebic, angiooedema angioedema,
coeliac celiac, coelom celom, meningocoele meningocele, foetal fetal, foetus fetus,
homoeopathy homeopathy, manoeuvres maneuvers, morphoea morphea, oedema edema,
lymphoedema lymphedema, oesophagus esophagus, gastrooesophageal gastroesophageal,
tracheooesophageal tracheoesophageal, oestrogen estrogen, pharmacopoeia pharmacopeia,
dyspnoea dyspnea, diarrhoea diarrhea, seborrhoeic seborrheic, behavioural behavioral,
colour color, favourable favorable, flavour flavor, harbour harbor, honour honor, humour humor,
labour labor, neighbour neighbor, malodour malodor, rumour rumor, tumours tumors, vapour vapor,
calibre caliber, centre center, centred centered, fibreoptic fiberoptic, goitre goiter,
millilitres milliliters, centimetre centimeter, sabre saber, theatre theater, titre titer,
hospitalised hospitalized, localisation localization, analysed analyzed, cancelled canceled,
channelling channeling, counselling counseling, labelled labeled, modelling modeling,
signalling signaling, traveller traveler, tunnelled tunneled, ageing aging, aluminium aluminum,
artefact artifact, defence defense, disc disk, discectomy diskectomy, fontanelle fontanel,
grey gray, judgement judgment, licence license, analogues analogs, mould mold, offence offense,
programme program, pyjamas pajamas, sceptic skeptic, sulphate sulfate
"""

#: Words that one rule on letters alone would join, or take for the beginning of the other.
APART: Final = """
aerobic erobic, four for, hour hor, toe te, shoe she, poet pet, erythaema erythema,
chaemotherapy chemotherapy, systaemic systemic, epidaemic epidemic, faeb feb, infaection infection,
colourectal colorectal, labouratory laboratory, diametre diameter, parametre parameter,
dizease disease, prise prize, sise size, aegypti egypti, coenzyme cenzyme, naever never,
mouldova moldova, aimageing imaging, taenis tenis, foetish fetish, faever fever
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Give the pairs of a table, the first word of each first."""
    found = [tuple(pair.split()) for pair in table.replace("\n", " ").split(",")]
    return [(first, second) for first, second in found]


@pytest.mark.parametrize(("british", "american_word"), pairs(PAIRS))
def test_each_spelling_gives_the_other_and_both_have_one_key(
    british: str, american_word: str
) -> None:
    assert american_word in spellings(british)
    assert british in spellings(american_word)
    assert spellings(british) == spellings(american_word)
    assert american(british) == american(american_word)
    assert exact_key(british.upper()) == exact_key(american_word)


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert other not in spellings(one)
    assert one not in spellings(other)


def test_every_row_of_the_table_has_a_pair() -> None:
    words = [word for pair in pairs(PAIRS) for word in pair]
    unused = [
        row
        for row in ROWS
        if not any(
            row.holds(word, start, start + len(letters))
            for word in words
            for letters in (row.british, row.american)
            for start in range(len(word))
            if word.startswith(letters, start)
        )
    ]
    assert unused == []


def test_no_row_stands_twice_and_no_letters_mean_two_things_in_one_place() -> None:
    assert len(set(ROWS)) == len(ROWS)
    assert all(row.british != row.american for row in ROWS)


def test_a_word_of_many_places_has_a_bounded_number_of_spellings() -> None:
    word = "haemooedemaoesophagoanaesthetised"
    assert len(spellings(word)) <= 16
    assert word in spellings(word)
