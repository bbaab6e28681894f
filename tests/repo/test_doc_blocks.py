"""What the README and the documentation show is what a person sees who types it on the demo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.repo.pages import (
    NOT_HERE,
    ROOT,
    Block,
    Command,
    Session,
    blocks,
    commands,
    pages,
    runs_here,
)

PAGES = [page for page in pages() if any(runs_here(block) for block in blocks(page))]


@pytest.fixture
def session(
    demo_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Session:
    """Stand in a copy of the demo, which the blocks may change."""
    workspace = tmp_path / "build" / "demo"
    shutil.copytree(demo_folder, workspace)
    monkeypatch.chdir(workspace)
    monkeypatch.delenv("WORKBENCH_WORKSPACE", raising=False)
    return Session(call=CommandLine(capsys, workspace).printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_the_demo_answers(page: Path, session: Session) -> None:
    for block in filter(runs_here, blocks(page)):
        session.run(block)


def test_three_transcripts_of_the_readme_show_what_is_printed() -> None:
    shown = [block for block in blocks(ROOT / "README.md") if runs_here(block)]
    answers = [
        block
        for block in shown
        if block.language == "pycon" or all(command.prints for command in commands(block))
    ]
    assert len(answers) == len(shown) >= 3


def test_a_block_that_is_not_run_names_a_file_of_ones_own_or_starts_something() -> None:
    for page in pages():
        for block in blocks(page):
            if block.language in {"console", "pycon", "python"} and not runs_here(block):
                assert "~/" in block.text or any(
                    command.call.startswith(NOT_HERE) for command in commands(block)
                ), str(block)


@pytest.mark.parametrize("language", ["", "sh", "bash", "shell"])
def test_no_command_hides_from_this_test_under_another_language(language: str) -> None:
    for page in pages():
        for block in blocks(page):
            if block.language == language:
                assert "workbench " not in block.text, str(block)


def block(language: str, text: str) -> Block:
    return Block(page="page.md", line=1, language=language, text=text)


def test_another_answer_than_the_page_shows_fails(session: Session) -> None:
    said = "$ workbench graph subsumes icd10 I21 I21.0\n"
    truth = session.call("graph", "subsumes", "icd10", "I21", "I21.0")
    session.run(block("console", said))
    session.run(block("console", said + truth))
    with pytest.raises(AssertionError, match=r"page\.md:1"):
        session.run(block("console", f"{said}not so\n"))


def test_another_result_than_the_page_shows_fails(session: Session) -> None:
    session.run(block("pycon", ">>> two = 1 + 1\n>>> two\n2\n"))
    session.run(block("python", "assert two == 2\n"))
    with pytest.raises(AssertionError, match="Expected"):
        session.run(block("pycon", ">>> two\n3\n"))


def test_a_command_goes_on_in_the_next_line_and_a_remark_is_no_part_of_it() -> None:
    text = "$ workbench map ls  # all\n$ workbench impact a \\\n    --map m\nline one\nline two\n"
    assert commands(block("console", text)) == [
        Command(call="workbench map ls", prints=""),
        Command(call="workbench impact a --map m", prints="line one\nline two"),
    ]
