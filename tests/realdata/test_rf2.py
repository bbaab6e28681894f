"""The RF2 sample and a generated release, read here and by independent code: nothing differs."""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.rf2_tables import Release, read_history, read_release, walk
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import read_graph
from workbench.io.result import GraphRead

pytestmark = [pytest.mark.realdata]

SAMPLE = "snomed-uk-sample"
PACKAGE = f"{SAMPLE}/SnomedCT_UKClinicalRF2_SAMPLE_20210317T000001Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """A release as read by the workbench, its graph, and the oracle's view of the same files."""

    found: GraphRead
    graph: CodeGraph
    oracle: Release
    history: set[tuple[str, str, int, str]]


def both(folder: Path) -> Both:
    found = read_graph(folder)
    graph = build_graph(found.nodes, found.edges, release=found.release, side=found.side)
    return Both(found=found, graph=graph, oracle=read_release(folder), history=read_history(folder))


@pytest.fixture(scope="module", params=["sample", "generated"])
def release(request: pytest.FixtureRequest, real_data: Path) -> Both:
    if request.param == "generated":
        return both(request.getfixturevalue("generated_rf2"))
    return both(real_data / SAMPLE)


def test_the_sample_has_the_concepts_and_the_hierarchy_its_files_have(real_data: Path) -> None:
    found = read_graph(real_data / SAMPLE)
    assert (found.kind, str(found.release)) == ("rf2", "snomed/uk-20210317")
    assert (len(found.nodes), len(found.edges)) == (508, 507)
    # 474 rows are active, but one active concept stands twice.
    assert sum(found.nodes["active"].to_pylist()) == 473
    assert {name: len(table) for name, table in found.side.tables().items()} == {
        "terms": 1386,
        "attributes": 722,
        "members": 506,
        "replacements": 199,
    }


def test_the_package_alone_finds_the_history_beside_it(real_data: Path) -> None:
    whole, alone = read_graph(real_data / SAMPLE), read_graph(real_data / PACKAGE)
    assert alone.side.replacements.equals(whole.side.replacements)
    assert (alone.release, alone.sha256) == (whole.release, whole.sha256)


def test_a_package_with_nothing_beside_it_is_read_without_history(
    real_data: Path, tmp_path: Path
) -> None:
    alone = shutil.copytree(real_data / PACKAGE, tmp_path / Path(PACKAGE).name)
    assert len(read_graph(alone).side.replacements) == 0


def test_the_concepts_are_those_of_the_files(release: Both) -> None:
    nodes = release.found.nodes
    states = zip(nodes["code"].to_pylist(), nodes["active"].to_pylist(), strict=True)
    assert dict(states) == release.oracle.active


def test_the_closure_of_every_concept_is_that_of_an_independent_walk(release: Both) -> None:
    parents = release.oracle.parents
    children: dict[str, set[str]] = defaultdict(set)
    for child, above in parents.items():
        for parent in above:
            children[parent].add(child)
    for code in release.oracle.active:
        assert set(release.graph.ancestors(code)) == walk(parents, code)
        assert set(release.graph.descendants(code)) == walk(children, code)


def test_every_concept_is_called_what_independent_code_calls_it(release: Both) -> None:
    oracle = release.oracle
    named = {code: release.graph.term(code) for code in oracle.active}
    assert named == {code: oracle.preferred(code) for code in oracle.active}
    fsns = dict(
        zip(*(release.found.nodes[name].to_pylist() for name in ("code", "fsn")), strict=True)
    )
    assert fsns == {code: oracle.fsns[code][0] for code in oracle.active}


def test_every_term_in_use_is_there_once(release: Both) -> None:
    oracle = release.oracle
    terms = [(row["code"], row["term"]) for row in release.found.side.terms.to_pylist()]
    expected = [(code, term) for code, several in oracle.fsns.items() for term in several]
    expected += [(code, term) for code, several in oracle.synonyms.items() for *_, term in several]
    assert sorted(terms) == sorted(expected)


def test_attributes_and_members_are_those_of_the_files(release: Both) -> None:
    attributes = [tuple(row.values()) for row in release.found.side.attributes.to_pylist()]
    assert set(attributes) == release.oracle.attributes
    members = [tuple(row.values()) for row in release.found.side.members.to_pylist()]
    assert sorted(members) == sorted(release.oracle.members)
    for refset in {refset for refset, _ in members}:
        held = {code for of, code in release.oracle.members if of == refset}
        assert set(release.graph.members_of(refset)) == held & set(release.oracle.active)


def test_every_replacement_is_offered_and_no_other(release: Both) -> None:
    offered: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for old, new, word in release.oracle.associations:
        offered[old].add((new, word, None, None))
    for old, new, level, name in release.history:
        offered[old].add((new, "uk_substitution", level, name))
    assert offered
    columns = ("replacement", "association", "ambiguity", "fsn")
    for old in {*offered, *release.oracle.active}:
        rows = release.graph.replacements_of(old).to_pylist()
        assert {tuple(row[name] for name in columns) for row in rows} == offered[old]
        assert len(rows) == len(offered[old])


def test_what_the_uks_table_calls_old_stays_active_where_the_concept_file_says_so(
    real_data: Path,
) -> None:
    sample = both(real_data / SAMPLE)
    old = {code for code, *_ in sample.history}
    active = [code for code in old if sample.oracle.active.get(code)]
    assert len(active) == 4
    assert all(sample.graph.lookup(code).active for code in active)


def _slip(data: bytes) -> bytes:
    """Change the last digit of the identifier that the second row ends or begins with."""
    lines = data.split(b"\r\n")
    fields = lines[2].split(b"\t")
    place = len(fields) - 1 if b"-" in fields[0] else 0
    digit = (int(fields[place][-1:]) + 1) % 10
    fields[place] = fields[place][:-1] + str(digit).encode()
    lines[2] = b"\t".join(fields)
    return b"\r\n".join(lines)


def _without_column(data: bytes, place: int) -> bytes:
    rows = [line.split(b"\t") for line in data.split(b"\r\n")]
    # The history table can do without its second column: there the first goes.
    place = 0 if rows[0][0].isupper() else place
    return b"\r\n".join(b"\t".join([*row[:place], *row[place + 1 :]]) for row in rows)


def _twice(data: bytes) -> bytes:
    header, _, rest = data.partition(b"\r\n")
    return header + b"\t" + header.split(b"\t")[0] + b"\r\n" + rest


#: What is done to a file, and a piece of what is then said.
DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in mid-row": (lambda data: data[: len(data) * 2 // 3 + 1], "cut"),
    "a digit changed": (_slip, "fails its check digit: expected "),
    "a column dropped": (lambda data: _without_column(data, 1), ":1, column '"),
    "a heading twice": (_twice, "stands twice in the header"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "is UTF-16; save it as UTF-8"),
    "another encoding": (lambda data: data[:-9] + b"\xe9" + data[-8:], "is not UTF-8"),
}
READ = (
    "sct2_Concept_UKCL",
    "sct2_Description_UKCL",
    "sct2_Relationship_UKCL",
    "der2_Refset_SimpleUKCL",
    "xres2_HistorySubstitutionTable",
)


@pytest.mark.parametrize("start", READ)
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused_by_its_name(
    real_data: Path, tmp_path: Path, start: str, damage: str
) -> None:
    folder = shutil.copytree(
        real_data / SAMPLE, tmp_path / "release", copy_function=shutil.copyfile
    )
    path = next(folder.rglob(f"{start}*.txt"))
    spoil, said = DAMAGE[damage]
    path.parent.chmod(0o755)
    path.write_bytes(spoil(path.read_bytes()))
    archive = tmp_path / "release.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("*.txt")):
            packed.write(file, file.relative_to(folder))
    lines = set()
    for given in (folder, archive):
        with pytest.raises(InputError) as refused:
            read_graph(given)
        lines.add(str(refused.value))
    assert len(lines) == 1
    line = lines.pop()
    assert line.startswith(path.name)
    assert said in line
    assert "\n" not in line
