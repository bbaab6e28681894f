"""What a file of SSSOM says, in our terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.io.sssom_samples import METADATA, read_text, sssom

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.io.result import MapRead


def rows(read: MapRead, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in read.table.to_pylist()]


@pytest.mark.parametrize(
    ("predicate", "relation", "kept"),
    [
        ("skos:exactMatch", "equivalent", None),
        ("skos:broadMatch", "source-is-narrower-than-target", None),
        ("skos:narrowMatch", "source-is-broader-than-target", None),
        ("skos:relatedMatch", "related-to", None),
        ("skos:closeMatch", "related-to", "skos:closeMatch"),
        ("skos:mappingRelation", "unspecified", None),
        ("owl:equivalentClass", "equivalent", "owl:equivalentClass"),
        ("owl:equivalentProperty", "equivalent", "owl:equivalentProperty"),
        ("rdfs:subClassOf", "source-is-narrower-than-target", "rdfs:subClassOf"),
        ("rdfs:subPropertyOf", "source-is-narrower-than-target", "rdfs:subPropertyOf"),
        ("oboInOwl:hasDbXref", "unspecified", "oboInOwl:hasDbXref"),
        ("SCT:116680003", "unspecified", "http://snomed.info/id/116680003"),
    ],
)
def test_a_predicate_names_the_targets_side_and_our_relation_the_sources(
    tmp_path: Path, predicate: str, relation: str, kept: str | None
) -> None:
    read = read_text(tmp_path, sssom(f"SCT:24700007 {predicate} ICD:G35 semapv:LexicalMatching"))
    assert rows(read, "relation", "predicate") == [(relation, kept)]


def test_a_denial_is_not_related_and_what_was_denied_is_kept(tmp_path: Path) -> None:
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G36 semapv:MappingReview Not", more="predicate_modifier"
    )
    read = read_text(tmp_path, text)
    assert rows(read, "relation", "predicate") == [("not-related-to", "Not skos:exactMatch")]


def test_no_term_found_is_a_stated_no_map(tmp_path: Path) -> None:
    text = sssom("SCT:24700007 skos:exactMatch sssom:NoTermFound semapv:MappingReview")
    read = read_text(tmp_path, text)
    assert rows(read, "source", "target", "no_map") == [("24700007", None, "none_in_table")]


def test_what_was_not_found_is_no_relation_and_kept_in_words(tmp_path: Path) -> None:
    nothing = "sssom:NoTermFound semapv:MappingReview"
    text = sssom(
        f"SCT:24700007 skos:exactMatch {nothing}", f"SCT:22298006 skos:mappingRelation {nothing}"
    )
    assert rows(read_text(tmp_path, text), "relation", "predicate") == [
        ("unspecified", "skos:exactMatch"),
        ("unspecified", None),
    ]


@pytest.mark.parametrize("modifier", ["_", "Not"])
def test_a_target_that_is_a_text_is_no_statement_that_there_is_none(
    tmp_path: Path, modifier: str
) -> None:
    text = sssom(
        f"SCT:24700007 skos:exactMatch _ semapv:LexicalMatching literal {modifier}",
        more="object_type predicate_modifier",
    ).replace("literal", "rdfs literal")
    read = read_text(tmp_path, text)
    assert (rows(read, "source"), read.notes) == (
        [],
        (
            (
                "1 row left out, whose subject is sssom:NoTermFound or one of whose ends is a text "
                "without an id: line 7"
            ),
        ),
    )


def test_the_columns_that_we_have_are_filled(tmp_path: Path) -> None:
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching MS Sclerosis "
        "orcid:0000-0002-1825-0097 A.Coder B.Coder 0.9 2026-11-24 2026-11-25 good",
        more="subject_label object_label author_id author_label reviewer_label confidence "
        "mapping_date review_date comment",
        metadata=METADATA.replace("#  SCT", "#  orcid: https://orcid.org/\n#  SCT"),
    )
    read = read_text(tmp_path, text)
    names = (
        *("source", "source_term", "target", "target_term", "justification", "author", "reviewer"),
        *("confidence", "mapping_date", "review_date", "comment", "extra", "line"),
    )
    assert rows(read, *names) == [
        (
            *("24700007", "MS", "G35", "Sclerosis", "semapv:LexicalMatching"),
            *("orcid:0000-0002-1825-0097|A.Coder", "B.Coder", 0.9, "2026-11-24", "2026-11-25"),
            *("good", None, 8),
        )
    ]
    assert read.notes == ()


def test_what_no_column_is_for_is_kept_by_its_heading(tmp_path: Path) -> None:
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching SIMPLE 7",
        more="mapping_tool ward",
        metadata=METADATA + "#subject_type: skos concept\n",
    )
    read = read_text(tmp_path, text)
    extra = {"mapping_tool": "SIMPLE", "subject_type": "skos concept", "ward": "7"}
    assert [json.loads(row[0]) for row in rows(read, "extra")] == [extra]


@pytest.mark.parametrize(
    ("metadata", "source", "target"),
    [
        ("", None, None),
        ("#subject_source_version: demo-2024\n", None, None),
        (
            (
                "#subject_source: http://snomed.info/sct\n#object_source: http://hl7.org/fhir/sid/icd-10\n"
                "#subject_source_version: http://snomed.info/sct/83821000000107/version/20210317\n"
                '#object_source_version: "2019"\n'
            ),
            "snomed/uk-20210317",
            "icd10/who-2019",
        ),
    ],
)
def test_a_release_is_what_source_and_version_name(
    tmp_path: Path, metadata: str, source: str | None, target: str | None
) -> None:
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching", metadata=METADATA + metadata
    )
    read = read_text(tmp_path, text)
    said = (read.source_release, read.target_release)
    assert tuple(release and str(release) for release in said) == (source, target)
    assert (read.source_system, read.target_system) == ("snomed", "icd10")


def test_codes_come_out_in_printed_form_and_clusters_whole(tmp_path: Path) -> None:
    text = sssom(
        "ICD:I210 skos:exactMatch E:1C41&XN6BM/1G40 semapv:LexicalMatching composed",
        "ICD:I43.8* skos:exactMatch E:BA00.Z semapv:LexicalMatching _",
        more="object_type",
        metadata=METADATA.replace("#  SCT", "#  E: http://id.who.int/icd/release/11/mms#\n#  SCT"),
    ).replace("composed", "composed entity expression")
    read = read_text(tmp_path, text)
    assert rows(read, "source", "target", "extra") == [
        ("I21.0", "1C41&XN6BM/1G40", None),
        ("I43.8", "BA00.Z", None),
    ]


def test_codes_of_other_vocabularies_keep_their_prefix(tmp_path: Path) -> None:
    prefixes = (
        "#  HP: http://purl.obolibrary.org/obo/HP_\n#  MP: http://purl.obolibrary.org/obo/MP_\n"
    )
    text = sssom(
        "HP:0009124 skos:exactMatch MP:0000003 semapv:LexicalMatching",
        "MP:0000001 skos:exactMatch MP:0000003 semapv:LexicalMatching",
        metadata=METADATA.replace("#  SCT", f"{prefixes}#  SCT"),
    )
    read = read_text(tmp_path, text)
    assert rows(read, "source", "target") == [
        ("HP:0009124", "MP:0000003"),
        ("MP:0000001", "MP:0000003"),
    ]


def test_duplicate_pairs_are_kept(tmp_path: Path) -> None:
    row = "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching"
    assert read_text(tmp_path, sssom(row, row)).table.num_rows == 2


def test_rows_without_a_subject_are_left_out_and_named_by_their_lines(tmp_path: Path) -> None:
    text = sssom(
        "sssom:NoTermFound skos:exactMatch ICD:G35 semapv:LexicalMatching _",
        "_ skos:exactMatch ICD:G35 semapv:LexicalMatching literal",
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching _",
        "sssom:NoTermFound skos:exactMatch ICD:G36 semapv:LexicalMatching _",
        more="subject_type",
    ).replace("literal", "rdfs literal")
    read = read_text(tmp_path, text)
    assert rows(read, "source", "line") == [("24700007", 9)]
    assert read.notes == (
        (
            "3 rows left out, whose subject is sssom:NoTermFound or one of whose ends is a text "
            "without an id: lines 7-8, 10"
        ),
    )


def test_a_missing_license_and_a_prefix_undeclared_elsewhere_are_told(tmp_path: Path) -> None:
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching who:me",
        more="author_id",
        metadata="".join(METADATA.splitlines(keepends=True)[:-1]),
    )
    read = read_text(tmp_path, text)
    assert read.notes == (
        "the file names no license, so nobody says on what terms it may be used",
        (
            "'who:me' in author_id has a prefix that the metadata does not declare; it is kept as "
            "it is (line 6)"
        ),
    )
    assert rows(read, "author") == [("who:me",)]


def test_the_metadata_may_lie_beside_the_table(tmp_path: Path) -> None:
    block = "".join(line[1:] for line in METADATA.splitlines(keepends=True))
    (tmp_path / "map.sssom.yml").write_text(block, encoding="utf-8")
    text = sssom("SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching", metadata="")
    assert rows(read_text(tmp_path, text), "source") == [("24700007",)]


def test_a_block_longer_than_the_head_of_the_file_is_recognised(tmp_path: Path) -> None:
    long = "#comment: " + "long " * 3000 + "\n"
    text = sssom(
        "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching", metadata=METADATA + long
    )
    assert read_text(tmp_path, text).kind == "sssom"
