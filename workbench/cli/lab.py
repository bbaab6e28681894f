"""JupyterLab on a workspace, for one person on one machine.

The server listens on loopback only, asks for a token that is made anew each time, and asks nothing
of the internet: no news, no search for updates, no catalogue of extensions. It runs in this very
process, so that the token stands in no list of processes.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from workbench.errors import WorkspaceError

__all__ = ["has_display", "lab_options", "run_lab"]

_LOOPBACK: Final = "127.0.0.1"
_FIRST_PORT: Final = 8888
_PORTS_TRIED: Final = 50
_TOKEN_BYTES: Final = 24

#: Where JupyterLab notes what is open and where: apart for each workspace, since a person's own
#: layout names files that this one does not hold. It is a cache like all beside it, in the folder
#: that `workbench.workspace.changes.HOME` names, in a module too heavy to begin a command with.
_LAYOUTS: Final = Path(".workbench") / "lab"

#: Defaults of the page where they are not JupyterLab's; a person's own settings win over them.
_SETTINGS: Final = Path(__file__).with_name("lab_settings")


def run_lab(workspace_dir: Path, *, browser: Literal["open", "none"]) -> int:
    """Serve JupyterLab on a workspace until it is interrupted.

    Parameters
    ----------
    workspace_dir
        The workspace's folder, and the topmost one that the page shows.
    browser
        ``open`` opens the page where there is a display; the URL is printed either way.

    Returns
    -------
    int
        0 once the server has been stopped.

    Raises
    ------
    WorkspaceError
        Where the folder is not there, or none of the ports is free.
    """
    if not workspace_dir.is_dir():
        message = f"'{workspace_dir}' is not a folder, so JupyterLab cannot open it."
        raise WorkspaceError(message)

    from jupyterlab.labapp import LabApp

    token = secrets.token_hex(_TOKEN_BYTES)
    show = browser == "open" and has_display()
    options = lab_options(workspace_dir, token=token)
    try:
        server = LabApp.initialize_server([*options, f"--ServerApp.open_browser={show}"])
    except SystemExit as end:
        last = _FIRST_PORT + _PORTS_TRIED
        message = f"JupyterLab did not start; are all ports from {_FIRST_PORT} to {last} in use?"
        raise WorkspaceError(message) from end
    # The loop opens the port first and then comes to this: the URL is printed once it answers.
    address = f"http://{_LOOPBACK}:{server.port}{_first_page(workspace_dir)}?token={token}"
    server.io_loop.add_callback(_announce, address)
    server.start()
    return 0


def _first_page(workspace_dir: Path) -> str:
    """Give the page that is shown: at first a notebook, later what was open when it was left."""
    notebooks = sorted((workspace_dir / "notebooks").glob("*.ipynb"))
    if not notebooks or any((workspace_dir / _LAYOUTS).glob("*")):
        return "/lab"
    return f"/lab/tree/notebooks/{quote(notebooks[0].name)}"


def _announce(url: str) -> None:
    print(f"JupyterLab: {url}\nCtrl-C ends it.", flush=True)


def lab_options(workspace_dir: Path, *, token: str) -> list[str]:
    """Give the options JupyterLab is started with.

    Each is given by its full name, so that it wins over whatever a person's own Jupyter
    configuration says.
    """
    options: dict[str, object] = {
        "ServerApp.ip": _LOOPBACK,
        "ServerApp.port": _FIRST_PORT,
        "ServerApp.port_retries": _PORTS_TRIED,
        "ServerApp.root_dir": workspace_dir.resolve(),
        "ServerApp.answer_yes": True,  # one Ctrl-C is enough
        "ServerApp.log_level": "WARN",
        "LabApp.log_level": "WARN",
        "IdentityProvider.token": token,
        "LabApp.app_settings_dir": _SETTINGS,
        "LabApp.default_url": _first_page(workspace_dir),
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    if os.access(workspace_dir, os.W_OK):
        options["LabApp.workspaces_dir"] = workspace_dir.resolve() / _LAYOUTS
    if _is_root():
        options["ServerApp.allow_root"] = True
    return [f"--{name}={value}" for name, value in options.items()]


def has_display() -> bool:
    """Whether a browser opened here would be seen by the person who asked."""
    if sys.platform in {"win32", "darwin"}:
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
