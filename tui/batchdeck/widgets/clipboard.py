"""Copying over SSH: the terminal is asked to put the text into its clipboard.

The escape sequence is OSC 52; tmux and GNU screen pass it on only when it is wrapped. Whether
the terminal obeyed cannot be known, so the text is also put into a file, and that is said.
Source: xterm control sequences (OSC 52); tmux(1), allow-passthrough; screen(1), DCS.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from textual.app import App

MAX_BYTES = 74_994
"""As much as fits into the 100,000 characters that most terminals accept in one sequence."""
SCREEN_CHUNK = 512
"""Screen drops strings longer than 768 characters, so longer ones go in parts."""
FILE = "clipboard.txt"


class Clipboard:
    """Copies texts by a terminal and into a file."""

    def __init__(
        self,
        write: Callable[[str], object],
        *,
        environ: Mapping[str, str] = os.environ,
        folder: Path | None = None,
    ) -> None:
        self._write = write
        self._environ = environ
        self._folder = folder

    @classmethod
    def of(cls, app: App[Any]) -> Clipboard:
        """The clipboard behind the terminal an app runs in."""
        driver = app._driver
        return cls(driver.write if driver is not None else _nowhere)

    async def copy(self, text: str) -> str:
        """Copy `text`; returns in words where it is now. Never raises for a full disk."""
        sent = len(text.encode(errors="replace")) <= MAX_BYTES
        if sent:
            self._write(sequence(text, self._environ))
        outcome = "sent to the terminal's clipboard" if sent else "too long for the terminal"
        try:
            path = await asyncio.to_thread(self._keep, text)
        except OSError as error:
            return f"{outcome}; no file written: {error.strerror}"
        return f"{outcome}; {'also' if sent else 'it is'} in {_short(path)}"

    def _keep(self, text: str) -> Path:
        """Replace the file in one step; only its owner can read it."""
        folder = self._folder or user_cache_path("batchdeck")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return Path(name).replace(folder / FILE)
        except OSError:
            Path(name).unlink()
            raise


def _nowhere(_: str) -> None:
    """An app without a terminal."""


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """What has to be written so that `text` reaches the clipboard of the user's terminal."""
    payload = b64encode(text.encode(errors="replace")).decode()
    plain = f"\x1b]52;c;{payload}\x07"
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith("tmux"):
        # tmux takes the plain one with `set-clipboard on`, the wrapped one with passthrough.
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    wrapped = "".join(f"\x1bP{part}\x1b\\" for part in _parts(plain, SCREEN_CHUNK))
    if environ.get("STY"):
        return wrapped
    if term.startswith("screen"):
        # Over SSH this may be screen, or tmux under its old name.
        return plain + wrapped
    return plain


def _parts(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _short(path: Path) -> str:
    """A path with `~` for the home directory."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
