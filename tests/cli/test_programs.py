"""The command line as a program of its own: exit codes, pipes, signals, terminals."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.calls import contents, environment, program
from tests.cli.invented import big_graph
from tests.cli.schemas import assert_valid

COMMAND = (sys.executable, "-m", "workbench")
PATIENCE_SECONDS = 60.0
_ADDRESS = re.compile(rb"JupyterLab: (http://127\.0\.0\.1:\d+)/lab\?token=\w+$")

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals, pipes and terminals")


@contextmanager
def started(
    *arguments: str | Path,
    cwd: Path,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the program, and see that it has ended afterwards."""
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=cwd, env=environment(), stdout=stdout, stderr=stderr
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(found: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait until something is so, while a process runs."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not found():
        assert process.poll() is None, "it ended too soon"
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def test_an_answer_goes_to_stdout_and_a_mistake_to_stderr(world: Path) -> None:
    good = program("graph", "ls", "--json", cwd=world)
    assert (good.code, good.err) == (0, "")
    assert_valid("graph-ls", json.loads(good.out))
    false = program("graph", "subsumes", "icd10", "I10", "I21", cwd=world)
    assert (false.code, false.out, false.err) == (0, "false\n", "")
    wrong = program("graph", "show", "icd10", "I21.o", "--json", cwd=world)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("workbench: code 'I21.o' is not in icd10/who-2019. Near spellings:")
    assert wrong.err.count("\n") == 1


def test_the_variable_is_read_by_the_program(world: Path, tmp_path: Path) -> None:
    elsewhere = program("map", "ls", "--json", cwd=tmp_path, WORKBENCH_WORKSPACE=str(world))
    assert_valid("map-ls", json.loads(elsewhere.out))
    assert program("map", "ls", cwd=tmp_path).code == 2


def test_arrows_and_marks_are_utf_8_whatever_the_console_is_set_to(world: Path) -> None:
    answer = program(
        "map", "translate", "one", "H36.0", cwd=world, PYTHONIOENCODING="ascii", LC_ALL="C"
    )
    assert answer.out.startswith("H36.0 → 9B71.0Z  Diabetic retina\n")
    shown = program("graph", "show", "icd10", "E11.3", cwd=world, PYTHONUTF8="0", LC_ALL="C")
    assert shown.out.startswith("E11.3†  with eye complications\n")


def test_lab_without_a_workspace_is_refused_like_anything_else(tmp_path: Path) -> None:
    answer = program("lab", "--no-browser", cwd=tmp_path)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_help_needs_no_workspace(tmp_path: Path) -> None:
    answer = program("impact", "--help", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("usage: workbench impact ")


@pytest.mark.parametrize(
    "words",
    [["graph", "descendants", "icd10", "IX"], ["map", "ls", "--json"], ["--help"], ["--version"]],
    ids=" ".join,
)
@posix
def test_a_reader_that_has_had_enough_is_no_mistake(world: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with started(*words, cwd=world, stdout=writing) as process:
        os.close(writing)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_is_full_is_told_in_one_line(world: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [*COMMAND, "graph", "ls"],
            cwd=world,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode == 2
    assert process.stderr == b"workbench: stdout cannot be written: No space left on device\n"


@posix
def test_an_interrupt_ends_with_130_and_one_line(world: Path) -> None:
    dataset = world / "slow.csv"
    os.mkfifo(dataset)
    before = contents(world)
    with started("impact", dataset, "--map", "one", "--json", cwd=world) as process:
        writing = -1

        def is_read() -> bool:
            nonlocal writing
            with suppress(OSError):  # ENXIO until somebody reads
                writing = os.open(dataset, os.O_WRONLY | os.O_NONBLOCK)
            return writing >= 0

        eventually(is_read, process)
        # The file is open, but a signal between that and the read itself would wait for the read.
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=PATIENCE_SECONDS)
        os.close(writing)
    assert (process.returncode, out) == (130, b"")
    assert said == b"workbench: interrupted, nothing changed\n"
    assert contents(world) == before
    assert program("graph", "ls", cwd=world).code == 0


@pytest.mark.slow
@posix
def test_a_bar_is_drawn_on_a_terminal_and_an_interrupt_of_graph_add_changes_nothing(
    world: Path,
) -> None:
    big_graph(world / "big.csv", rows=400_000)
    before = contents(world)
    screen, terminal = _terminal()
    seen = bytearray()

    def shows_a_bar() -> bool:
        seen.extend(_drained(screen))
        return b"reading big.csv" in seen and b"%|" in seen

    words = ("graph", "add", "big.csv", "--as", "icd10/who-2019", "--replace", "--json")
    with started(*words, cwd=world, stderr=terminal) as process:
        eventually(shows_a_bar, process)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
    seen.extend(_drained(screen))
    os.close(terminal)
    os.close(screen)
    assert (process.returncode, out) == (130, b"")
    assert seen.rstrip().endswith(b"workbench: interrupted, nothing changed")
    assert contents(world) == before


@pytest.mark.slow
def test_no_bar_is_drawn_where_there_is_no_terminal(world: Path) -> None:
    big_graph(world / "big.csv", rows=200_000)
    answer = program("graph", "add", "big.csv", "--json", cwd=world)
    assert (answer.code, answer.err) == (0, "")
    assert_valid("graph", json.loads(answer.out))


@posix
def test_init_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    with started("init", "new", cwd=tmp_path) as process:
        eventually(lambda: any(tmp_path.iterdir()), process)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (130, b"")
    assert said == b"workbench: interrupted, nothing changed\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@posix
def test_lab_tells_its_address_beside_the_document_and_an_interrupt_ends_it(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        monkeypatch.setenv(f"JUPYTER_{name}", str(tmp_path / name))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    with started("lab", "--no-browser", "--json", cwd=world) as process:
        assert process.stderr is not None
        told = (_ADDRESS.match(line) for line in iter(process.stderr.readline, b""))
        address = next(found[1] for found in told if found)
        with urllib.request.urlopen(f"{address.decode()}/api", timeout=10):  # noqa: S310 - our own
            process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert json.loads(out) == {"workspace": str(world)}


def _terminal() -> tuple[int, int]:
    """Give the two ends of a terminal of ordinary size; what has no size shows no bar."""
    import fcntl
    import termios

    screen, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.set_blocking(screen, False)
    return screen, terminal


def _drained(screen: int) -> bytes:
    """Give what a terminal shows by now."""
    shown = b""
    while True:
        try:
            part = os.read(screen, 65536)
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.EIO}:
                return shown
            raise
        if not part:
            return shown
        shown += part
