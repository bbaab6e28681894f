"""A folder that cannot be made a workspace, or is one that this version cannot read, is told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine, contents

EVERY_QUESTION = (
    ["graph", "ls"],
    ["graph", "add", "files/icd11.csv", "--as", "x"],
    ["graph", "rm", "icd11"],
    ["graph", "show", "icd10", "I10"],
    ["map", "ls"],
    ["map", "add", "files/one.csv", "--as", "x"],
    ["map", "rm", "one"],
    ["map", "translate", "one", "I10"],
    ["impact", "files/usage.csv", "--map", "one"],
    ["lab", "--no-browser"],
)


def test_init_refuses_a_folder_that_holds_anything(call: CommandLine, world: Path) -> None:
    for name in (".", "files", str(world)):
        assert call.refused("init", name).endswith(
            "is not empty; name a new folder or an empty one for the workspace"
        )


def test_init_refuses_a_file(call: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    assert call.refused("init", "note.txt") == (
        "note.txt is a file; name a folder for the workspace"
    )
    assert call.refused("init", "note.txt/below").startswith("note.txt/below cannot be made: ")


@pytest.mark.parametrize("words", EVERY_QUESTION, ids=" ".join)
def test_a_newer_workspace_is_refused_whatever_is_asked(
    call: CommandLine, world: Path, words: list[str]
) -> None:
    manifest = world / "workbench.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("format = 1", "format = 2", 1) + "\n[future]\n")
    said = call.refused(*words)
    assert said == (
        f"{manifest}: a newer version of the workbench wrote this workspace (format 2, this "
        "version knows 1); update the workbench to open it"
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("format = 1", "format = ", "not readable as a workspace's manifest"),
        ("format = 1", "", "'format' is None; expected 1"),
        ("format = 1", 'format = "1"', "'format' is '1'; expected 1"),
        ("format = 1", "format = 0", "'format' is 0; expected 1"),
        ("format = 1", "format = true", "'format' is True; expected 1"),
        ('kind = "csv"\n', "", "'kind'"),
        ("concepts = 18", 'concepts = "18"', "'concepts' is '18'; expected a whole number"),
        ('release = "icd11/2024-01"', 'release = "icd11"', "release 'icd11' is not"),
        ('name = "one"', 'name = "../one"', "name '../one' is not made of"),
        ('name = "one"', 'name = "back"', "'back'"),
        ('sha256 = "', 'sha256 = "../../', "'sha256' is '../../"),
    ],
)
def test_a_damaged_manifest_is_told_by_what_is_wrong_in_it(
    call: CommandLine, world: Path, before: str, after: str, told: str
) -> None:
    manifest = world / "workbench.toml"
    text = manifest.read_text(encoding="utf-8")
    assert before in text
    manifest.write_text(text.replace(before, after, 1), encoding="utf-8")
    for words in (["graph", "ls"], ["map", "rm", "one"]):
        said = call.refused(*words)
        assert str(manifest) in said
        assert told in said


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"format = 1\ngraph = 3\n", b"format = 1\nmap = [1]\n"]
)
def test_a_manifest_that_is_another_file_is_told(
    call: CommandLine, world: Path, content: bytes
) -> None:
    (world / "workbench.toml").write_bytes(content)
    assert call.refused("graph", "ls").startswith(f"{world / 'workbench.toml'}: ")


def test_what_the_cache_has_lost_is_read_again_from_its_source(
    call: CommandLine, world: Path
) -> None:
    before = call.document("graph", "show", "icd10", "I10")
    for path in sorted((world / ".workbench").rglob("*.arrow")):
        path.write_bytes(b"")
    assert call.document("graph", "show", "icd10", "I10") == before


def test_a_lost_cache_whose_source_is_gone_says_how_to_add_it_again(
    call: CommandLine, world: Path
) -> None:
    for path in sorted((world / ".workbench").rglob("*.arrow")):
        path.write_bytes(b"")
    (world / "files" / "icd10.csv").unlink()
    said = call.refused("graph", "show", "icd10", "I10")
    assert "'icd10/who-2019'" in said
    assert "has gone; add it again: workbench graph add PATH --as icd10/who-2019 " in said


def test_asking_changes_nothing(call: CommandLine, world: Path) -> None:
    before = contents(world)
    for words in EVERY_QUESTION:
        if words[1] in {"ls", "show", "translate", "files/usage.csv"}:
            call.text(*words)
            call.document(*words)
    assert contents(world) == before
