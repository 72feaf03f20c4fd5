"""Lets other commands of the same user find the embedded account that a console has open."""

from __future__ import annotations

import json
import os
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from batchdeck.local.launcher import LocalAccount

_PATIENCE = 1.0
"""Seconds that an account on the loopback has to take a connection."""


@contextmanager
def announced(folder: Path, account: LocalAccount) -> Iterator[None]:
    """Keep a note of the account in `folder` as long as this lasts. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    deque(_living(folder), maxlen=0)  # Forgets those that ended without a word.
    note = folder / f"{os.getpid()}.json"
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(account)), encoding="utf-8")
    fresh.replace(note)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def find_announced(folder: Path) -> LocalAccount | None:
    """The account that was announced last and takes connections; None without one."""
    return next(_living(folder), None)


def _living(folder: Path) -> Iterator[LocalAccount]:
    """Accounts that take connections, the newest first; notes of others are removed."""
    for note in sorted(folder.glob("*.json"), key=_written, reverse=True):
        account = _read(note)
        if account is not None and _answers(account):
            yield account
        else:
            note.unlink(missing_ok=True)


def _written(note: Path) -> float:
    try:
        return note.stat().st_mtime
    except FileNotFoundError:  # Its console has just ended.
        return 0.0


def _read(note: Path) -> LocalAccount | None:
    try:
        return LocalAccount(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # Just removed, or of another version.
        return None


def _answers(account: LocalAccount) -> bool:
    address = urlsplit(account.endpoint)
    try:
        with socket.create_connection((address.hostname, address.port), _PATIENCE):
            return True
    except OSError:
        return False
