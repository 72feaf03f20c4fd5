"""Starts the embedded account beside the console, and ends it with it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import IO

#: Seconds until the account must be ready; with a long past on a busy machine it takes some.
READY_WITHIN = 60.0
#: Seconds the account has to remove its containers when it is closed.
CLOSE_WITHIN = 10.0
#: Bytes of its standard error that are looked at when it ends.
LAST_WORDS = 4096


class EmbeddedAccountError(Exception):
    """The embedded account did not start, or ended; `str()` says why."""


@dataclass(frozen=True, slots=True)
class LocalAccount:
    """A ready account."""

    endpoint: str
    """Such as `http://127.0.0.1:43210`; takes any credentials."""
    account: str
    region: str
    runner: str
    """What runs the jobs, such as `Docker 20.10.24`."""
    simulated: bool
    """Whether jobs are only pretended, because no engine answers."""


class EmbeddedAccount:
    """A process that serves an account. It ends when this process does, however that ends."""

    def __init__(self, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
        self._process = process
        self._log = log
        self._account: LocalAccount | None = None

    @classmethod
    def start(cls, *arguments: str) -> EmbeddedAccount:
        """Start the process; it is not ready yet.

        `arguments` are those of `python -m batchdeck.local`, such as `--no-demo`. Raises
        EmbeddedAccountError when the system refuses.
        """
        # Its pipe for standard input breaks when this process dies: that ends the account.
        command = [sys.executable, "-P", "-m", "batchdeck.local", "--watch-stdin", *arguments]
        # A file without a name: nothing is left behind however this process ends.
        log = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        except OSError as error:
            log.close()
            raise EmbeddedAccountError(f"the embedded account cannot start: {error}") from error
        return cls(process, log)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ready(self) -> LocalAccount:
        """The account, as soon as it answers. Raises EmbeddedAccountError."""
        if self._account is None:
            self._account = await self._wait()
        return self._account

    def close(self) -> None:
        """End the account and wait until its containers are gone. Harmless when it is over."""
        process = self._process
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(CLOSE_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        self._log.close()

    async def _wait(self) -> LocalAccount:
        try:
            line = await asyncio.wait_for(asyncio.to_thread(self._first_line), READY_WITHIN)
        except TimeoutError as error:
            self._process.kill()
            text = (
                f"the embedded account is not ready after {READY_WITHIN:.0f} s{self._last_words()}"
            )
            raise EmbeddedAccountError(text) from error
        if not line:
            raise EmbeddedAccountError(f"the embedded account ended{self._last_words()}")
        told = json.loads(line)
        return LocalAccount(
            endpoint=told["endpoint"],
            account=told["account"],
            region=told["region"],
            runner=told["runner"],
            simulated=told["simulated"],
        )

    def _first_line(self) -> bytes:
        pipe = self._process.stdout
        return pipe.readline() if pipe else b""

    def _last_words(self) -> str:
        """What the process wrote to stderr at last."""
        size = os.fstat(self._log.fileno()).st_size
        # Not seek and read: the process writes at the same position.
        tail = os.pread(self._log.fileno(), LAST_WORDS, max(0, size - LAST_WORDS))
        lines = tail.decode("utf-8", "replace").strip().splitlines()
        return ": " + " / ".join(lines[-3:]) if lines else ""
