"""Editing a text in the user's own editor, in a file that nobody else can read and that goes.

The console waits meanwhile: the terminal belongs to the editor.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

VARIABLES = ("VISUAL", "EDITOR")
"""Where the editor is read from, in this order."""
USUAL = "vi"
"""The editor where no variable names one."""
LONGEST = 1 << 20
"""Bytes that are read back at most; a definition has 24 KiB."""
PATIENCE = 1.0
"""Seconds that an editor has for leaving after a signal that ends the console."""
_ENDING = (signal.SIGTERM, signal.SIGHUP)


class EditorError(Exception):
    """Nothing came back; `str()` is one line that says why and what would help."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The words of the command that edits. Raises `EditorError`."""
    for variable in VARIABLES:
        value = environment.get(variable, "").strip()
        if not value:
            continue
        try:
            return shlex.split(value)
        except ValueError as error:
            raise EditorError(f"{variable}={value}: a quote is not closed") from error
    return [USUAL]


def edit(content: bytes, name: str, environment: Mapping[str, str]) -> bytes:
    """`content` as the user's editor left it. To be called in the main thread; it waits.

    The file is called `name`, has mode 600 in a directory of mode 700, and is removed with
    everything beside it on every way out; where a signal ends the console meanwhile, the editor
    is ended first. Raises `EditorError`, also when the editor ends with another code than 0.
    """
    command = editor_command(environment)
    editor = Path(command[0]).name
    with _private_directory(environment) as folder:
        path = folder / name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        code = _run([*command, str(path)], environment)
        if code:
            how = f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"
            raise EditorError(f"{editor} {how}: what it left is not taken")
        return _read_back(path, editor)


@contextmanager
def _private_directory(environment: Mapping[str, str]) -> Iterator[Path]:
    """A directory for this user alone, in memory where there is such a place."""
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    place = runtime if runtime and os.access(runtime, os.W_OK | os.X_OK) else None
    try:
        folder = Path(tempfile.mkdtemp(prefix="batchdeck-", dir=place))
    except OSError as error:
        raise EditorError(f"no file can be written for the editor: {error.strerror}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Editing:
    """An editor at work, and the signals that came meanwhile."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.came: list[int] = []

    def end(self, number: int, _: FrameType | None) -> None:
        """Remember a signal that ends the console, and end the editor."""
        self.came.append(number)
        if self.process is not None:
            self.process.terminate()

    def leave_alone(self, number: int, frame: FrameType | None) -> None:
        """Ctrl-c is the editor's. Other than SIG_IGN, a handler is not handed down to it."""

    def wait(self, process: subprocess.Popen[bytes]) -> int:
        """The editor's code once it has ended, by force where it was asked to and does not."""
        self.process = process
        while True:
            try:
                return process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                if self.came:
                    process.kill()


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    with _signals_for_the_editor() as editing:
        try:
            process = subprocess.Popen(command, env=dict(environment))  # noqa: S603 - the user's
        except OSError as error:
            names = " or ".join(VARIABLES)
            words = f"{command[0]} cannot be started: {error.strerror}; set {names}"
            raise EditorError(words) from error
        return editing.wait(process)


@contextmanager
def _signals_for_the_editor() -> Iterator[_Editing]:
    """Hold back the signals that end the console until the editor is gone."""
    editing = _Editing()
    before: dict[int, Any] = {
        signal.SIGINT: signal.signal(signal.SIGINT, editing.leave_alone),
        **{number: signal.signal(number, editing.end) for number in _ENDING},
    }
    wakeup = signal.set_wakeup_fd(-1)  # Whoever counts the seconds to the end need not begin yet.
    try:
        yield editing
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in editing.came:
            signal.raise_signal(number)


def _read_back(path: Path, editor: str) -> bytes:
    """The file's content; a link, a pipe or a directory is not followed, waited for or read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        raise EditorError(f"{editor} left no file to read: {error.strerror}") from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise EditorError(f"{editor} left something else than a file")
        if found.st_size > LONGEST:
            raise EditorError(f"{editor} left {found.st_size} bytes; at most {LONGEST} are read")
        return os.read(descriptor, LONGEST)
    finally:
        os.close(descriptor)
