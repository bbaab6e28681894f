"""A whole RF2 release, read into the tables of a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import (
    DOSE,
    FEVER,
    INTERNATIONAL,
    ISLAND,
    MARSH,
    MARSH_FEVER,
    OLD_FEVER,
    SEASONAL,
    SITE,
    TOP,
    concept,
    concept_id,
    description,
    description_id,
    file,
    member,
    relationship,
    table,
)
from tests.io.samples import laid_out, zipped
from workbench.core.codes import parse_release
from workbench.core.snomed import FSN, INFERRED, PREFERRED, STATED
from workbench.errors import GraphStructureError, InputError
from workbench.graph.build import build_graph
from workbench.io.reading import read_graph
from workbench.io.result import GraphRead

if TYPE_CHECKING:
    import pyarrow as pa

SAME_AS = "900000000000527005"


def read(tmp_path: Path, files: dict[str, str]) -> GraphRead:
    return read_graph(laid_out(tmp_path / "release", files))


def rows(tabled: pa.Table, *columns: str) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in columns) for row in tabled.to_pylist()}


def names(found: GraphRead) -> dict[str, str]:
    return dict(zip(*(found.nodes[name].to_pylist() for name in ("code", "term")), strict=True))


def test_a_release_is_its_concepts_and_the_inferred_is_a_between_them(tmp_path: Path) -> None:
    found = read(tmp_path, rf2.international())
    assert (found.kind, found.release) == ("rf2", parse_release("snomed/int-20310131"))
    columns = ("code", "term", "fsn", "active", "semantic_tag")
    assert rows(found.nodes, *columns) == {
        (TOP, "Everything", "Everything (disorder)", True, "disorder"),
        (FEVER, "Pyrexia", "Fever (disorder)", True, "disorder"),
        (MARSH_FEVER, "Marsh fever", "Marsh fever (of old) (disorder)", True, "disorder"),
        (OLD_FEVER, "Swamp fever", "Swamp fever (disorder)", False, "disorder"),
        (MARSH, "Marsh", "Marsh (place)", True, "place"),
    }
    assert rows(found.edges, "child", "parent") == {
        (FEVER, TOP),
        (MARSH_FEVER, FEVER),
        (MARSH, TOP),
    }
    further = ("kind", "module", "definition_status", "effective_time")
    assert rows(found.nodes, *further) == {("concept", rf2.CORE, "primitive", "20310131")}


def test_terms_attributes_members_and_history_come_beside_the_hierarchy(tmp_path: Path) -> None:
    side = read(tmp_path, rf2.international()).side
    assert rows(side.terms, "code", "term", "use") == {
        (TOP, "Everything (disorder)", "fsn"),
        (FEVER, "Fever (disorder)", "fsn"),
        (FEVER, 'Hot "fever"', "synonym"),
        (FEVER, "Pyrexia", "preferred"),
        (MARSH_FEVER, "Marsh fever (of old) (disorder)", "fsn"),
        (MARSH_FEVER, "Marsh fever", "preferred"),
        (OLD_FEVER, "Swamp fever (disorder)", "fsn"),
        (MARSH, "Marsh (place)", "fsn"),
    }
    assert rows(side.attributes, "source", "type", "target", "value", "role_group") == {
        (MARSH_FEVER, SITE, MARSH, None, 1),
        (FEVER, DOSE, None, "#38.5", 0),
    }
    assert side.members.to_pylist() == [
        {"refset": SAME_AS, "member": OLD_FEVER},
        {"refset": SEASONAL, "member": MARSH_FEVER},
    ]
    assert side.replacements.to_pylist() == [
        {
            "code": OLD_FEVER,
            "replacement": MARSH_FEVER,
            "association": "same_as",
            "ambiguity": None,
            "fsn": None,
        }
    ]


def test_packages_side_by_side_are_one_release_of_the_uk(tmp_path: Path) -> None:
    found = read(tmp_path, {**rf2.international(), **rf2.united_kingdom()})
    assert str(found.release) == "snomed/uk-20310131"
    assert names(found)[ISLAND] == "Fever of the islands"
    assert (ISLAND, FEVER) in rows(found.edges, "child", "parent")


def test_the_uks_preferred_term_goes_before_gb_english_and_that_before_us(tmp_path: Path) -> None:
    files = rf2.international()
    assert names(read(tmp_path / "int", files))[FEVER] == "Pyrexia"
    both = {**files, **rf2.united_kingdom()}
    assert names(read(tmp_path / "both", both))[FEVER] == 'Hot "fever"'
    american = [member(1, rf2.EN_US, description_id(103), PREFERRED)]
    files[file("Language")] = table("Language", american)
    assert names(read(tmp_path / "us", files))[FEVER] == 'Hot "fever"'


def test_without_a_language_refset_a_concept_is_called_by_its_name_without_tag(
    tmp_path: Path,
) -> None:
    files = rf2.international()
    del files[file("Language")]
    found = read(tmp_path, files)
    assert names(found) == {
        TOP: "Everything",
        FEVER: "Fever",
        MARSH_FEVER: "Marsh fever (of old)",
        OLD_FEVER: "Swamp fever",
        MARSH: "Marsh",
    }
    assert "preferred" not in set(found.side.terms["use"].to_pylist())


def test_a_preference_for_an_inactive_description_does_not_count(tmp_path: Path) -> None:
    files = rf2.international()
    preferred = [member(1, rf2.EN_GB, description_id(107), PREFERRED)]
    files[file("Language")] = table("Language", preferred)
    assert names(read(tmp_path, files))[MARSH_FEVER] == "Marsh fever (of old)"


def test_a_concept_nobody_has_described_is_called_by_its_code(tmp_path: Path) -> None:
    files = rf2.international()
    del files[file("Description")], files[file("Language")]
    found = read(tmp_path, files)
    assert all(code == term for code, term in names(found).items())
    assert found.nodes["fsn"].null_count == found.nodes["semantic_tag"].null_count == 5


def test_only_concepts_are_needed(tmp_path: Path) -> None:
    files = rf2.international()
    found = read(tmp_path, {file("Concept"): files[file("Concept")]})
    assert len(found.nodes) == 5
    assert len(found.edges) == 0
    assert found.side.tables() == {}


def test_of_an_id_that_repeats_the_latest_row_counts_be_it_active_or_not(tmp_path: Path) -> None:
    files = rf2.international()
    files[file("Concept")] += concept(MARSH, active=0, date="20310201") + "\r\n"
    files[file("Relationship")] += (
        relationship(101, FEVER, TOP, active=0, date="20300131")
        + "\r\n"
        + relationship(103, MARSH, TOP, active=0, date="20310201")
        + "\r\n"
    )
    found = read(tmp_path, files)
    assert (MARSH, False) in rows(found.nodes, "code", "active")
    assert len(found.nodes) == 5
    assert rows(found.edges, "child", "parent") == {(FEVER, TOP), (MARSH_FEVER, FEVER)}


def test_an_id_that_repeats_in_the_package_beside_counts_once_too(tmp_path: Path) -> None:
    files = {**rf2.international(), **rf2.united_kingdom()}
    files[file("Concept", rf2.UK)] += concept(OLD_FEVER, date="20310201") + "\r\n"
    assert (OLD_FEVER, True) in rows(read(tmp_path, files).nodes, "code", "active")


def test_stated_relationships_make_no_hierarchy(tmp_path: Path) -> None:
    files = rf2.international()
    stated = relationship(120, MARSH, FEVER, characteristic=STATED)
    files[file("Relationship")] += f"{stated}\r\n"
    files[file("StatedRelationship")] = table("StatedRelationship", [stated])
    assert (MARSH, FEVER) not in rows(read(tmp_path, files).edges, "child", "parent")


def test_columns_that_rf2_does_not_know_are_kept_with_the_concepts(tmp_path: Path) -> None:
    files = rf2.international()
    lines = files[file("Concept")].splitlines()
    wider = [f"{lines[0]}\tstyle\tterm", *(f"{line}\tx{n}\tt" for n, line in enumerate(lines[1:]))]
    files[file("Concept")] = "\r\n".join([*wider, ""])
    found = read(tmp_path, files)
    assert rows(found.nodes, "code", "style", "rf2_term") == {
        (code, f"x{n}", "t") for n, code in enumerate((TOP, FEVER, MARSH_FEVER, MARSH, OLD_FEVER))
    }


def test_a_zip_gives_what_its_folder_gives(tmp_path: Path) -> None:
    files = {**rf2.international(), **rf2.united_kingdom()}
    folder, archive = read(tmp_path, files), read_graph(zipped(tmp_path / "r.zip", files))
    assert archive.nodes.equals(folder.nodes)
    assert archive.edges.equals(folder.edges)
    assert {name: t.equals(archive.side.tables()[name]) for name, t in folder.side.tables().items()}
    assert (archive.release, archive.sha256) == (folder.release, folder.sha256)


def test_text_saved_elsewhere_reads_alike(tmp_path: Path) -> None:
    files = rf2.international()
    plain = read(tmp_path / "a", files)
    saved = {name: "\ufeff" + content.replace("\r\n", "\n") for name, content in files.items()}
    again = read(tmp_path / "b", saved)
    assert again.nodes.equals(plain.nodes)
    assert again.side.terms.equals(plain.side.terms)


def test_a_part_of_a_package_is_called_after_the_whole(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, rf2.international())
    later = folder / INTERNATIONAL.replace("20310131", "20310222")
    (folder / INTERNATIONAL).rename(later)
    assert str(read_graph(later / "Snapshot").release) == "snomed/int-20310222"


def test_where_no_folder_is_named_the_files_date_the_release(tmp_path: Path) -> None:
    files = {
        name.replace(INTERNATIONAL, "here"): text for name, text in rf2.international().items()
    }
    assert str(read(tmp_path, files).release) == "snomed/int-20310131"


def test_a_release_without_a_date_has_to_be_named(tmp_path: Path) -> None:
    name = "sct2_Concept_Snapshot.txt"
    folder = laid_out(tmp_path / "release", {name: rf2.international()[file("Concept")]})
    named = parse_release("snomed/mine")
    assert read_graph(folder, release=named).release == named
    with pytest.raises(InputError, match="neither its folder nor its files are named with a date"):
        read_graph(folder)


def test_a_release_is_not_called_one_of_another_system(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "release", rf2.international())
    with pytest.raises(InputError, match="'icd10/mine' is not one of SNOMED CT"):
        read_graph(folder, release=parse_release("icd10/mine"))


def test_a_module_of_the_uk_makes_a_release_the_uks(tmp_path: Path) -> None:
    files = rf2.international()
    files[file("Concept")] += concept(concept_id(150), module=rf2.UK_MODULE) + "\r\n"
    assert str(read(tmp_path, files).release) == "snomed/uk-20310131"


def test_an_extension_of_another_country_is_called_after_it(tmp_path: Path) -> None:
    files = {name.replace("_INT_", "_NZ1000210_"): t for name, t in rf2.international().items()}
    assert str(read(tmp_path, files).release) == "snomed/nz-20310131"


def test_a_member_may_be_a_description_and_stands_once(tmp_path: Path) -> None:
    files = rf2.international()
    again = [(21, MARSH_FEVER), (22, MARSH_FEVER), (23, description_id(104))]
    every = [member(n, SEASONAL, code) for n, code in again]
    gone = member(24, SEASONAL, FEVER, active=0)
    files[file("Simple")] = table("Simple", [*every, gone])
    assert rows(read(tmp_path, files).side.members, "refset", "member") == {
        (SAME_AS, OLD_FEVER),
        (SEASONAL, MARSH_FEVER),
        (SEASONAL, description_id(104)),
    }


def test_of_several_names_the_english_one_is_shown(tmp_path: Path) -> None:
    files = rf2.international()
    spanish = description(100, MARSH, "Marisma (lugar)", kind=FSN, language="es")
    files[file("Description")] += f"{spanish}\r\n"
    assert names(read(tmp_path, files))[MARSH] == "Marsh"


def test_parents_that_run_in_a_circle_are_refused_when_the_graph_is_built(tmp_path: Path) -> None:
    files = rf2.international()
    files[file("Relationship")] += relationship(130, TOP, MARSH_FEVER) + "\r\n"
    found = read(tmp_path, files)
    with pytest.raises(GraphStructureError, match="run in a circle of 3 codes"):
        build_graph(found.nodes, found.edges, release=found.release)


def test_an_attribute_is_inferred_or_none(tmp_path: Path) -> None:
    files = rf2.international()
    kinds = {131: INFERRED, 132: STATED, 133: "900000000000227009"}
    more = [
        relationship(n, FEVER, MARSH, kind=SITE, group=n, characteristic=kind)
        for n, kind in kinds.items()
    ]
    files[file("Relationship")] = table("Relationship", more)
    found = read(tmp_path, files).side.attributes
    assert rows(found, "source", "role_group") == {(FEVER, 131), (FEVER, 0)}
