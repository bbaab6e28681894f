"""What a page asks for, and what goes wrong in it: every browser test watches both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STAYS_HERE: Final = (
    "about:",
    "blob:",
    "data:",
    "file:",
    "http://127.0.0.1:",
    "http://localhost:",
    "ws://127.0.0.1:",
    "ws://localhost:",
)


class Watch:
    """Watches a page from now on.

    Attributes
    ----------
    outside
        Addresses asked for that are not on this machine.
    errors
        Exceptions and rejected promises of the page that nobody caught.
    """

    def __init__(self, page: Page) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def _asked(self, url: str) -> None:
        if not url.startswith(_STAYS_HERE):
            self.outside.append(url)

    def check(self) -> None:
        """Nothing may have left the machine or gone wrong."""
        assert self.outside == [], self.outside
        assert self.errors == [], self.errors
