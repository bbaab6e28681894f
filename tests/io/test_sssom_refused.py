"""What is wrong with a file of SSSOM, in one sentence with its line; nothing is read by halves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.io.sssom_samples import METADATA, read_text, sssom
from workbench.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

GOOD: Final = "SCT:24700007 skos:exactMatch ICD:G35 semapv:LexicalMatching"
FILE: Final = "map.sssom.tsv"


@pytest.mark.parametrize(
    ("row", "more", "said"),
    [
        (
            "XX:1 skos:exactMatch ICD:G35 semapv:LexicalMatching",
            "",
            (
                ":8, column 'subject_id': 'XX:1' has no prefix that the metadata declares "
                "(curie_map); expected a CURIE"
            ),
        ),
        (
            "SCT:24700007 xx:same ICD:G35 semapv:LexicalMatching",
            "",
            (
                ":8, column 'predicate_id': 'xx:same' has no prefix that the metadata declares "
                "(curie_map)"
            ),
        ),
        (
            "SCT:24700007 skos:exactMatch http://x.org/G35 semapv:LexicalMatching",
            "",
            (
                ":8, column 'object_id': 'http://x.org/G35' has no prefix that the metadata "
                "declares (curie_map); expected a CURIE"
            ),
        ),
        (
            "SCT:24700007 skos:exactMatch ICD:G35 xx:guess",
            "",
            (
                ":8, column 'mapping_justification': 'xx:guess' has no prefix that the metadata "
                "declares (curie_map)"
            ),
        ),
        (
            "SCT:24700008 skos:exactMatch ICD:G35 semapv:LexicalMatching",
            "",
            ":8, column 'subject_id': SCTID '24700008' fails its check digit: expected 7, found 8",
        ),
        (
            "ICD:G35 skos:exactMatch ICD:G35 semapv:LexicalMatching",
            "",
            (
                ":8, column 'subject_id': 'G35' is a code of ICD-10, further up stand codes of "
                "SNOMED CT; a map has one code system on each side"
            ),
        ),
        (
            "_ skos:exactMatch ICD:G35 semapv:LexicalMatching",
            "",
            ":8, column 'subject_id': is empty; expected a CURIE such as ICD10:I21.0",
        ),
        (
            f"{GOOD} Never",
            "predicate_modifier",
            ":8, column 'predicate_modifier': 'Never' is not known; expected Not or nothing",
        ),
        (
            "SCT:24700007 skos:exactMatch sssom:NoTermFound semapv:MappingReview Not",
            "predicate_modifier",
            (
                ":8, column 'predicate_modifier': 'Not' denies that nothing was found; leave it "
                "out beside sssom:NoTermFound, which says itself that there is none"
            ),
        ),
        (
            f"{GOOD} 2",
            "confidence",
            ":8, column 'confidence': '2' is not a confidence; expected a number from 0 to 1",
        ),
        (
            f"{GOOD} 2026-02-30",
            "mapping_date",
            ":8, column 'mapping_date': '2026-02-30' is not a date; expected one like 2026-11-25",
        ),
        (
            f"{GOOD} one",
            "record_id",
            ":8, column 'record_id': 'one' is the id of line 7 already; every record has its own",
        ),
        (f"{GOOD} a a", "comment comment", ", column 'comment': stands twice in the header"),
        (
            f"{GOOD}",
            "comment",
            ":8, column 'comment': row ends after 4 of 5 fields; the file looks",
        ),
    ],
)
def test_a_row_that_is_wrong_is_named(tmp_path: Path, row: str, more: str, said: str) -> None:
    first = " ".join([GOOD, *("one" if name == "record_id" else "_" for name in more.split())])
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, sssom(first, row, more=more))
    assert str(caught.value).startswith(FILE + said)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("#curie_map: [\n", ":1: the metadata is no YAML (expected the node content, but found"),
        ("#a: 1\n#a: 2\n", ":2: the metadata holds the key 'a' twice"),
        ("#a: &x 1\n#b: *x\n", ":1: the metadata holds an anchor or alias of YAML, which SSSOM"),
        ("#a: 1\n#b: !!int 2\n", ":2: the metadata holds a tag or directive of YAML, which SSSOM"),
        ("#%YAML 1.1\n#---\n#a: 1\n", ":1: the metadata holds a tag or directive of YAML, which"),
        ("#a: " + "[" * 40 + "\n", ":1: the metadata nests deeper than the 8 levels read at most"),
        ("#- a\n", ":1: the metadata holds no keys; expected lines such as '#curie_map:'"),
        ("#curie_map: x\n", ": 'curie_map' holds no prefixes; expected one a line"),
        ("#curie_map:\n#  skos: http://x.org/\n", ": 'curie_map' has the prefix 'skos' stand for"),
        (
            METADATA + "#object_source: http://snomed.info/sct\n",
            ": object_source 'http://snomed.in",
        ),
    ],
)
def test_a_block_that_is_wrong_is_named(tmp_path: Path, metadata: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, sssom(GOOD, metadata=metadata))
    assert str(caught.value).startswith(FILE + said)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (131_073, ":7, column 'comment': a value is longer than the 131,072 characters read at m"),
        (17 << 20, ":7: a line is longer than the 8 MiB read at most"),
    ],
)
def test_a_line_without_end_is_refused(tmp_path: Path, length: int, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, sssom(f"{GOOD} " + "x" * length, more="comment"))
    assert str(caught.value).startswith(FILE + said)


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a value is longer than the 131,072 characters read at"):
        read_text(tmp_path, sssom(more="comment " + "x" * 131_073))


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    text = (
        METADATA + "subject_id\tpredicate_id\tobject_id\nSCT:24700007\tskos:exactMatch\tICD:G35\n"
    )
    with pytest.raises(InputError, match="column 'mapping_justification': is missing; a file of"):
        read_text(tmp_path, text)


def test_two_releases_on_one_side_are_refused(tmp_path: Path) -> None:
    text = sssom(
        f"{GOOD} http://hl7.org/fhir/sid/icd-10 2019",
        f"{GOOD} http://hl7.org/fhir/sid/icd-10 2016",
        more="object_source object_source_version",
    )
    with pytest.raises(InputError, match=r"object_source names two releases, .* 2019 and .* 2016"):
        read_text(tmp_path, text)
