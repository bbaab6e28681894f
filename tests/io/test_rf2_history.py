"""What is offered in place of a concept no longer used: associations and the UK's table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import (
    FEVER,
    HISTORY_FILE,
    MARSH,
    MARSH_FEVER,
    OLD_FEVER,
    QUERY_TABLE,
    TOP,
    UK,
    concept_id,
    file,
    member,
    table,
)
from tests.io.samples import laid_out, zipped
from workbench.core.snomed import ASSOCIATIONS, MOVED_TO
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.io.reading import read_graph
from workbench.io.result import GraphRead

GONE = concept_id(300)
UK_TABLE = f"{QUERY_TABLE}/{HISTORY_FILE}"
ROWS = (
    (GONE, FEVER, "2", "Dampness (disorder)"),
    (GONE, MARSH_FEVER, "2", "Dampness (disorder)"),
    (MARSH, TOP, "0", "Marsh (place)"),
)
READ = [
    (GONE, FEVER, "uk_substitution", 2, "Dampness (disorder)"),
    (GONE, MARSH_FEVER, "uk_substitution", 2, "Dampness (disorder)"),
    (MARSH, TOP, "uk_substitution", 0, "Marsh (place)"),
]


def british(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """Give packages of the UK with its table, without any association."""
    files = {**rf2.international(), **rf2.united_kingdom(), UK_TABLE: rf2.history(*rows)}
    del files[file("Association")]
    return files


def replaced(found: GraphRead) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in found.side.replacements.to_pylist()]


def test_every_association_that_offers_a_replacement_is_read(tmp_path: Path) -> None:
    files = rf2.international()
    refsets = [*ASSOCIATIONS, MOVED_TO, "900000000000525002"]
    every = [member(n, refset, OLD_FEVER, FEVER) for n, refset in enumerate(refsets)]
    files[file("Association")] = table("Association", every)
    assert sorted(replaced(read_graph(laid_out(tmp_path / "release", files)))) == sorted(
        (OLD_FEVER, FEVER, word, None, None) for word in ASSOCIATIONS.values()
    )


def test_an_association_no_longer_active_offers_nothing(tmp_path: Path) -> None:
    files = rf2.international()
    gone = member(1, "900000000000527005", OLD_FEVER, FEVER, active=0)
    files[file("Association")] = table("Association", [gone])
    assert replaced(read_graph(laid_out(tmp_path / "release", files))) == []


def test_a_chain_of_replacements_stays_as_the_source_has_it(tmp_path: Path) -> None:
    files = rf2.international()
    chain = ((GONE, OLD_FEVER), (OLD_FEVER, MARSH_FEVER))
    rows = [member(n, "900000000000526001", old, new) for n, (old, new) in enumerate(chain)]
    files[file("Association")] = table("Association", rows)
    assert replaced(read_graph(laid_out(tmp_path / "release", files))) == [
        (old, new, "replaced_by", None, None) for old, new in chain
    ]


def test_the_uks_table_is_taken_from_inside_what_is_given(tmp_path: Path) -> None:
    files = british(*ROWS)
    assert replaced(read_graph(laid_out(tmp_path / "release", files))) == READ
    assert replaced(read_graph(zipped(tmp_path / "release.zip", files))) == READ


def test_the_uks_table_is_taken_from_beside_the_package_given(tmp_path: Path) -> None:
    mono = {
        name: text.replace(FEVER, MARSH) if "Relationship" in name else text
        for name, text in rf2.united_kingdom().items()
    }
    mono[file("Concept", UK)] += rf2.concept(MARSH) + "\r\n"
    folder = laid_out(tmp_path / "uk", {**mono, UK_TABLE: rf2.history(*ROWS)})
    for given in (folder / UK, folder / UK / "Snapshot"):
        assert replaced(read_graph(given)) == READ
    packed = zipped(folder / f"{UK}.zip", mono)
    assert replaced(read_graph(packed)) == READ
    (folder / UK_TABLE).rename(folder / HISTORY_FILE)
    assert replaced(read_graph(folder / UK)) == READ


def test_a_zipped_query_table_beside_the_package_is_taken_too(tmp_path: Path) -> None:
    files = {**rf2.international(), **rf2.united_kingdom()}
    del files[file("Association")]
    given = laid_out(tmp_path / "uk" / "release", files)
    zipped(tmp_path / "uk" / f"{QUERY_TABLE}.zip", {UK_TABLE: rf2.history(*ROWS)})
    assert replaced(read_graph(given)) == READ


def test_an_international_release_does_not_take_the_uks_table_from_beside_it(
    tmp_path: Path,
) -> None:
    files = {**rf2.international(), UK_TABLE: rf2.history(*ROWS)}
    folder = laid_out(tmp_path / "both", files)
    alone = read_graph(folder / rf2.INTERNATIONAL)
    assert replaced(alone) == [(OLD_FEVER, MARSH_FEVER, "same_as", None, None)]


def test_of_two_tables_the_one_of_the_releases_date_is_taken(tmp_path: Path) -> None:
    files = british(*ROWS)
    files[UK_TABLE.replace("20310131", "20300731")] = rf2.history()
    assert replaced(read_graph(laid_out(tmp_path / "dated", files))) == READ
    files[f"older/{UK_TABLE}"] = rf2.history()
    with pytest.raises(InputError, match="several history substitution tables are there"):
        read_graph(laid_out(tmp_path / "several", files))


def test_what_was_called_old_stays_active_and_what_is_gone_is_still_answered(
    tmp_path: Path,
) -> None:
    found = read_graph(laid_out(tmp_path / "release", british(*ROWS)))
    graph = build_graph(found.nodes, found.edges, release=found.release, side=found.side)
    assert graph.lookup(MARSH).active
    for old, number in ((GONE, 2), (MARSH, 1), (FEVER, 0)):
        assert len(graph.replacements_of(old)) == number


def test_a_row_that_stands_twice_is_offered_once(tmp_path: Path) -> None:
    files = british(ROWS[0], ROWS[0])
    assert replaced(read_graph(laid_out(tmp_path / "release", files))) == READ[:1]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            (GONE, FEVER, "4", ""),
            "column 'ISAMBIGUOUS': '4' is not a level of ambiguity; expected 0, 1, 2 or 3",
        ),
        (
            (GONE, "", "0", ""),
            "column 'NEWCONCEPTID': '' is not an SCTID; expected 6 to 18 digits, the first not 0",
        ),
        (
            (rf2.description_id(101), FEVER, "0", ""),
            (
                f"column 'OLDCONCEPTID': SCTID '{rf2.description_id(101)}' names a description "
                "(partition 01), expected a concept (partition 00 or 10)"
            ),
        ),
    ],
)
def test_a_value_of_the_table_that_is_wrong_is_named(
    tmp_path: Path, row: tuple[str, str, str, str], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_graph(laid_out(tmp_path / "release", british(*ROWS, row)))
    assert str(refused.value) == f"{HISTORY_FILE}:5, {said}"
