"""Everything a person does to this repository, in one place: ``python make.py COMMAND``.

The Makefile and ``.ci/run`` only call this script, so a laptop without make, or without the right
to install it, has the same commands. Standard library only, since it runs before anything is
installed; and no syntax newer than Python 3.8 outside annotations, so that an old Python still
gets as far as the sentence that says which one is needed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["COMMANDS", "main"]

ROOT = Path(__file__).resolve().parent
DEMO = ROOT / "build" / "demo"
REQUIREMENTS = ROOT / "requirements"
OLDEST, NEWEST = (3, 11), (3, 13)
INTERRUPTED = 130

#: What a program that Ctrl-C ended gives; on Windows, STATUS_CONTROL_C_EXIT.
CTRL_C = (-signal.SIGINT, 0xC000013A, 0xC000013A - 2**32)
LARGEST_CODE = 255

#: A lock, and what it is made from besides pyproject.toml. The others are held to the first.
LOCKS = {
    "all": ("--all-extras",),
    "lab": ("--constraint", "requirements/all.txt"),
    "test": ("--extra", "test", "--extra", "docs", "--constraint", "requirements/all.txt"),
}

#: A lock is as good as installed where one that holds all of it is.
COVERED_BY = {"lab": ("lab", "test"), "test": ("test",)}

#: Names under which a suitable Python may be found, after the one that runs this script.
PYTHONS = (
    ("python3",),
    ("python3.13",),
    ("python3.12",),
    ("python3.11",),
    ("python",),
    ("py", "-3.13"),
    ("py", "-3.12"),
    ("py", "-3.11"),
)


class Stop(Exception):  # noqa: N818 - not always an error
    """The end of the run, with what to say and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def say(message: str) -> None:
    """Print a line now, so that it stands before what the next program prints."""
    print(message, flush=True)


def stop(message: str, code: int = 2) -> NoReturn:
    """End the run with one sentence."""
    raise Stop(message, code)


def exit_code(returncode: int) -> int:
    """Give the exit code that passes on how a program ended, as a shell would."""
    if returncode in CTRL_C:
        return INTERRUPTED
    if returncode < 0:
        return 128 - returncode
    return returncode if returncode <= LARGEST_CODE else 1


def run(
    *command: object,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    stdout: int | None = None,
) -> None:
    """Run a program; where it fails, end with its exit code (it has said why).

    Ctrl-C reaches the program as well; it is waited for, since JupyterLab has kernels to end and
    pytest a summary to print.
    """
    words = [str(word) for word in command]
    env = {**os.environ, **(env or {})}
    try:
        program = subprocess.Popen(words, cwd=cwd, env=env, stdout=stdout)
    except OSError as error:
        stop(f"'{words[0]}' could not be started: {error.strerror}")
    while program.returncode is None:
        with contextlib.suppress(KeyboardInterrupt):
            program.wait()
    if program.returncode != 0:
        stop("", exit_code(program.returncode))


def succeeds(*command: object) -> bool:
    """Whether a program is there and ends with exit code 0."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


# Python and its environment


def is_suitable(*python: object) -> bool:
    """Whether a command starts a Python of the versions this project runs on."""
    check = f"import sys; raise SystemExit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return succeeds(*python, "-c", check)


def find_python() -> tuple[str, ...]:
    """Give the command of a suitable Python: the one that runs this, or the first found."""
    for command in ((sys.executable,), *PYTHONS):
        if is_suitable(*command):
            return command
    here = ".".join(str(part) for part in sys.version_info[:3])
    stop(f"Python 3.11, 3.12 or 3.13 is needed and none was found (this is Python {here}).")


def is_root_on_debian() -> bool:
    """Whether packages of the system can be installed here without asking anybody."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install_system_package(package: str, why: str) -> None:
    """Install one of Debian's packages, and say so first."""
    say(f"Installing the Debian package {package}: {why}.")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package, env=quiet)


def require_venv_module(python: Sequence[str]) -> None:
    """See that this Python can make virtual environments; mend it or say how."""
    if succeeds(*python, "-c", "import ensurepip, venv"):
        return
    version = subprocess.run(
        [*python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    package = f"python{version}-venv"
    if is_root_on_debian():
        install_system_package(package, f"Python {version} cannot make virtual environments")
        return
    stop(
        f"Python {version} here cannot make virtual environments: its venv module is missing. "
        f"On Debian or Ubuntu: sudo apt-get install {package}. Then run this again."
    )


def venv_folder() -> Path:
    """Give the environment's folder: ``.venv``, or what WORKBENCH_VENV names."""
    return ROOT / os.environ.get("WORKBENCH_VENV", ".venv")


def venv_python() -> Path:
    """Give the environment's Python."""
    windows = os.name == "nt"
    return venv_folder() / ("Scripts/python.exe" if windows else "bin/python")


def digest(lock: str) -> str:
    """Give a number that changes with whatever an installation depends on."""
    texts = (REQUIREMENTS / f"{lock}.txt", ROOT / "pyproject.toml")
    parts = [path.read_bytes() for path in texts] + [str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp(lock: str) -> Path:
    """Give the file that says which state of a lock is installed."""
    return venv_folder() / f"installed-{lock}"


def half_removed() -> Path:
    """Give the file that says that `clean` could not remove all of the environment."""
    return venv_folder() / "half-removed"


def is_installed(lock: str) -> bool:
    """Whether the environment works and holds a lock as it is today."""
    fresh = (
        stamp(name).is_file() and stamp(name).read_text("utf-8") == digest(name)
        for name in COVERED_BY[lock]
    )
    return is_suitable(venv_python()) and any(fresh)


def prepare(lock: str) -> None:
    """Make the environment where there is none, and install a lock and the project into it."""
    if is_installed(lock):
        return
    if half_removed().exists() or not is_suitable(venv_python()):
        python = find_python()
        require_venv_module(python)
        say(f"Making {venv_folder().name} …")
        run(*python, "-m", "venv", "--clear", venv_folder())
    say(f"Installing requirements/{lock}.txt into {venv_folder().name} (minutes, the first time) …")
    pip = (venv_python(), "-m", "pip", "--disable-pip-version-check", "install", "-qq")
    run(*pip, "--require-hashes", "-r", REQUIREMENTS / f"{lock}.txt")
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp(lock).write_text(digest(lock), encoding="utf-8")


# Commands


#: What a move to ICD-11 would change in the demo: where from, then five lines.
DEMO_ANSWER = """
import workbench
from workbench.report import source_line

impact = workbench.open(".").impact(
    "notebooks/demo-usage.csv",
    map="icd10-icd11",
    alternatives="icd10-icd11-alternatives",
    back="icd11-icd10",
    foundation="icd10-foundation",
)
print(source_line(impact), *workbench.five_lines(impact), sep="\\n")
"""


def lab(_arguments: Sequence[str]) -> None:
    """Make the demo, print its answer, open JupyterLab on it (LAB=0: all but the last)."""
    prepare("lab")
    workbench = (venv_python(), "-m", "workbench")
    if not (DEMO / "workbench.toml").is_file():
        say("Making the demo in build/demo …")
        run(*workbench, "init", DEMO, stdout=subprocess.DEVNULL)  # it says to start the lab
    say("What a move to ICD-11 would change in the demo:")
    run(venv_python(), "-c", DEMO_ANSWER, cwd=DEMO, env={"PYTHONIOENCODING": "utf-8"})
    if os.environ.get("LAB", "").strip() == "0":  # cmd's `set LAB=0 && …` gives "0 "
        return
    run(*workbench, "lab", cwd=DEMO)


def find_browser() -> str:
    """Give the path of a browser the tests can drive; empty where there is none."""
    ask = "from workbench.cli.doctor import find_browser; print(find_browser() or '')"
    found = subprocess.run(
        [str(venv_python()), "-c", ask], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


def test(arguments: Sequence[str]) -> None:
    """Run all tests, the fast ones first; words after ``test`` go to pytest."""
    prepare("test")
    if not find_browser():
        if is_root_on_debian():
            install_system_package("chromium", "the browser tests drive it")
        else:
            say(
                "The browser tests are skipped: they need Chromium, Chrome or Edge and found none. "
                "On Debian or Ubuntu: sudo apt-get install chromium. A browser in an unusual place "
                "is named by the environment variable CHROMIUM."
            )
    required = {"WORKBENCH_REQUIRE_BROWSER": "1"} if find_browser() else {}
    run(venv_python(), "-m", "pytest", *arguments, env=required)


def lint(_arguments: Sequence[str]) -> None:
    """Check style and format, and that notebooks hold no outputs."""
    prepare("test")
    run(venv_python(), "-m", "ruff", "check", ".")
    run(venv_python(), "-m", "ruff", "format", "--check", ".")
    notebooks = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    if notebooks:
        run(venv_python(), "-m", "nbstripout", "--verify", *notebooks)


def types(_arguments: Sequence[str]) -> None:
    """Check types."""
    prepare("test")
    run(venv_python(), "-m", "mypy")


def layers(_arguments: Sequence[str]) -> None:
    """Check that imports point down only."""
    prepare("test")
    check = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run(venv_python(), "-c", check)


def bench(arguments: Sequence[str]) -> None:
    """Measure what has a promised time; words after ``bench`` go to the benchmarks."""
    prepare("test")
    run(venv_python(), ROOT / "benchmarks" / "run.py", *arguments)


def docs(_arguments: Sequence[str]) -> None:
    """Build the documentation into build/docs; a broken link is an error."""
    prepare("test")
    quiet = {"NO_MKDOCS_2_WARNING": "true"}
    run(venv_python(), "-m", "mkdocs", "build", "--strict", "--quiet", env=quiet)
    say(f"The documentation is in {DEMO.parent.name}/docs: open index.html.")


def lock(arguments: Sequence[str]) -> None:
    """Make the locks anew, keeping what still fits; ``--upgrade`` takes the newest (needs uv)."""
    uv = shutil.which("uv")
    if uv is None:
        stop("Making the locks anew needs uv, which is not on the PATH: pip install uv.")
    for name, options in LOCKS.items():
        run(
            *(uv, "pip", "compile", "pyproject.toml", "requirements/build.in", *options),
            *("--universal", "--generate-hashes", "--python-version", "3.11", "--no-config"),
            *("--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments),
            *("--custom-compile-command", "python make.py lock"),
            *("--output-file", f"requirements/{name}.txt"),
        )


def clean(_arguments: Sequence[str]) -> None:
    """Remove what can be made again; the demo stays, since it may hold work."""
    caches = (".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")
    folders = [ROOT / name for name in ("dist", "build/docs", *caches)]
    folders += ROOT.glob("*/**/__pycache__")
    venv = venv_folder()
    if venv.resolve().parent == ROOT:
        folders.append(venv)
        for name in LOCKS:  # first, since half an environment is not an installed one
            with contextlib.suppress(FileNotFoundError):
                stamp(name).unlink()
    elif venv.exists():
        say(f"{venv} is left, since it stands elsewhere.")
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    if venv in folders and venv.is_dir():
        half_removed().touch()
    if DEMO.exists():
        say("build/demo is left, since it may hold your work; delete the folder to start anew.")
    left = [folder.relative_to(ROOT).as_posix() for folder in folders if folder.exists()]
    if left:
        stop(f"could not be removed whole: {', '.join(left)}. End what uses it; run this again.", 1)


COMMANDS: dict[str, Callable[[Sequence[str]], None]] = {
    command.__name__: command
    for command in (lab, test, lint, types, layers, bench, docs, lock, clean)
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # `…` on a terminal that has none
    commands = "\n".join(f"  {name:8}{COMMANDS[name].__doc__}" for name in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="make.py", epilog=commands, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    told = "lab, where none is given"
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=told)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="passed on")
    chosen = parser.parse_args(arguments or ["lab"])
    try:
        COMMANDS[chosen.command](chosen.rest)
    except Stop as end:
        if str(end):
            print(f"make.py: {end}", file=sys.stderr)
        return end.code
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
