"""Checks on WHO's own tables and the SNOMED CT sample: what a good colleague finds there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from workbench.io.reading import read_graph
from workbench.mapping.checks.causes import DRUG_INDUCED
from workbench.workspace import Content, init_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.mapping.checks.result import Checked
    from workbench.workspace import Workspace

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

UK_ICD10, INT_ICD10, OPCS_49 = "999002271000000101", "447562003", "1126441000000105"
TABLES: Final = ("10To11MapToOneCategory", "10To11MapToMultipleCategories")


@pytest.fixture(scope="module")
def workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init_workspace(tmp_path_factory.mktemp("checks") / "ws", content=Content.EMPTY)
    for path in (
        *("icd10/icd102019syst_codes.txt", "icd10/coding19.tsv", "opcs4/coding240.tsv"),
        *("icd11-2024-01/SimpleTabulation-ICD-11-MMS-en.txt", "snomed-uk-sample"),
    ):
        made.add_graph(real_data / path)
    for name in TABLES:
        made.add_map(real_data / "icd11-2024-01" / f"{name}.txt")
    sample = real_data / "snomed-uk-sample"
    made.add_map(sample, name="uk", refset=UK_ICD10)
    made.add_map(sample, name="opcs", refset=OPCS_49)
    made.add_map(sample, name="international", refset=INT_ICD10, target="icd10/who-2019")
    return made


@pytest.fixture(scope="module")
def one(workspace: Workspace) -> Checked:
    return workspace.check("who-10to11-one")


def test_each_doubtful_row_is_told_with_its_evidence(one: Checked) -> None:
    evidence = {
        ("target_claims_more", "W01"): "'Bathtub' (XE78X)",
        ("target_claims_more", "S68.4"): "'right'",
        ("detail_dropped", "N18.3"): "GB61.2",
        ("detail_dropped", "B38.0"): "1F25.00",
        ("block_where_code_exists", "U07.1"): "RA01.0",
        ("block_where_code_exists", "D37.1"): "2F70.1",
        ("child_outside_branch", "M06.2"): "FB50.Z",
        ("not_among_alternatives", "D37.1"): "2F70.1",
        ("extension_alone", "B95.6"): "a stem code",
    }
    for (check, source), part in evidence.items():
        told = [f.message for f in one.of(check) if f.source == source]
        assert len(told) == 1, (check, source)
        assert part in told[0]


def test_the_figures_of_the_documentation_are_those_of_this_table(one: Checked) -> None:
    assert {count.check: count.findings for count in one.counts()} == {
        "extension_alone": 55,
        "source_not_in_release": 80,
        "target_is_group": 248,
        "block_where_code_exists": 39,
        "child_outside_branch": 304,
        "detail_dropped": 250,
        "not_among_alternatives": 648,
        "target_claims_more": 56,
        "finer_codes_exist": 300,
    }


def test_sources_that_the_2019_text_tables_lack_are_the_emergency_codes(one: Checked) -> None:
    sources = {finding.source[:1] for finding in one.of("source_not_in_release")}
    assert sources == {"U"}


def test_candidates_are_not_doubted(workspace: Workspace) -> None:
    found = {count.check for count in workspace.check("who-10to11-multiple").counts()}
    assert found == {
        "extension_alone",
        "finer_codes_exist",
        "source_not_in_release",
        "target_is_group",
    }


def test_the_published_samples_have_no_error(workspace: Workspace) -> None:
    found = {
        name: {(f.check, f.source, f.target) for f in workspace.check(name)}
        for name in ("international", "opcs", "uk")
    }
    assert found == {
        "international": {
            ("child_outside_branch", "43736008", "I09.8"),
            ("child_outside_branch", "83291003", "I27.9"),
        },
        "opcs": set(),
        "uk": {
            ("child_outside_branch", "43736008", "I09.9"),
            ("child_outside_branch", "83291003", "I26.0"),
            ("drug_not_named", "101281000119107", "I42.7"),
        },
    }


def test_the_typed_drug_induced_conditions_are_those_that_who_says_so_of(real_data: Path) -> None:
    read = read_graph(real_data / "icd10" / "icd102019syst_codes.txt")
    titles = dict(zip(read.nodes["code"].to_pylist(), read.nodes["term"].to_pylist(), strict=True))
    says = re.compile(r"drug|medicament|analgesic", re.IGNORECASE)
    assert [code for code in sorted(DRUG_INDUCED) if not says.search(titles.get(code, ""))] == []
    induced = {
        code
        for code, title in titles.items()
        if "drug-induced" in title.lower() and len(code) > 3 and "A" <= code[0] <= "R"
    }
    assert induced - DRUG_INDUCED == set()
