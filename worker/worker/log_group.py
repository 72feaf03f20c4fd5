"""A CloudWatch log group as a place for log lines."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from worker.problems import StorageError

_EVERY = 1.0
"""Seconds between two sendings."""
_MOST_BYTES = 1_000_000
_MOST_EVENTS = 10_000
_OVERHEAD = 26
"""Limits of PutLogEvents: of a request 1 MiB, with so many bytes for each event."""
_LONGEST = 200_000
"""Characters of a line; the service takes 256 KiB."""
_THERE = "ResourceAlreadyExistsException"


def stream_name(environment: Mapping[str, str]) -> str:
    """The stream of an attempt; its name may hold no colon, which the id of a child has."""
    job = environment.get("AWS_BATCH_JOB_ID", "no-job").replace(":", "/")
    return f"worker/{job}/{environment.get('AWS_BATCH_JOB_ATTEMPT', '1')}"


class LogGroup(logging.Handler):
    """Sends lines from a thread of its own. What cannot be sent is said on stdout once: a log that
    does not work is no reason to stop the work."""

    def __init__(self, client: Any, group: str, stream: str, console: logging.Handler) -> None:
        super().__init__()
        self._client = client
        self._group = group
        self._stream = stream
        self._console = console
        self._waiting: list[tuple[int, str]] = []
        self._made = False
        self._complained = False
        self._ending = threading.Event()
        self._sender = threading.Thread(target=self._work, name="log-group", daemon=True)
        self._sender.start()

    @classmethod
    def connected(cls, group: str, stream: str, console: logging.Handler) -> LogGroup:
        """A handler by the ordinary credential chain. Raises StorageError."""
        config = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard"})
        try:
            return cls(boto3.client("logs", config=config), group, stream, console)
        except (BotoCoreError, ValueError) as error:
            raise StorageError(f"LOG_GROUP is {group!r}, but: {error}") from error

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line until it is sent."""
        line = self.format(record)[:_LONGEST]
        self._waiting.append((int(record.created * 1000), line))

    def close(self) -> None:
        """Send the rest."""
        self._ending.set()
        self._sender.join()
        super().close()

    def _work(self) -> None:
        while not self._ending.wait(_EVERY):
            self._send()
        self._send()

    def _send(self) -> None:
        self.acquire()
        waiting, self._waiting = self._waiting, []
        self.release()
        try:
            if waiting and not self._made:
                self._make()
            for batch in batches(waiting):
                self._client.put_log_events(
                    logGroupName=self._group,
                    logStreamName=self._stream,
                    logEvents=[{"timestamp": when, "message": line} for when, line in batch],
                )
        except (BotoCoreError, ClientError) as error:
            self._complain(error)

    def _make(self) -> None:
        """The stream, and the group should there be none; both may be there."""
        names = {"logGroupName": self._group, "logStreamName": self._stream}
        try:
            self._client.create_log_stream(**names)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ResourceNotFoundException":
                self._client.create_log_group(logGroupName=self._group)
                self._client.create_log_stream(**names)
            elif code != _THERE:
                raise
        self._made = True

    def _complain(self, error: Exception) -> None:
        if not self._complained:
            self._complained = True
            text = f"lines cannot be sent to the log group {self._group}: {error}"
            self._console.handle(
                logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, None, None)
            )


def batches(events: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Events in requests that are small enough, in the order of their times."""
    found: list[list[tuple[int, str]]] = []
    size = 0
    for when, line in sorted(events, key=lambda event: event[0]):
        own = len(line.encode()) + _OVERHEAD
        if not found or size + own > _MOST_BYTES or len(found[-1]) == _MOST_EVENTS:
            found.append([])
            size = 0
        found[-1].append((when, line or " "))
        size += own
    return found
