"""Where the lines of a container go: a stream of CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class JobLog:
    """The stream of one attempt, in the logs backend of the same process."""

    account_id: str
    region: str
    group: str
    stream: str

    def open(self) -> None:
        """Make the stream, and its group, where they are missing."""
        logs = self._backend()
        logs.ensure_log_group(self.group)
        logs.ensure_log_stream(self.group, self.stream)

    def write(self, batch: Sequence[tuple[int, str]]) -> None:
        """Append lines (ms since the epoch, text). Empty ones are left out, as by the driver.

        One put needs its events in the order of time, which two output streams of a
        container do not promise. A stream that was deleted meanwhile is made again.
        """
        lines = sorted((line for line in batch if line[1]), key=itemgetter(0))
        if lines:
            self.open()
            events = [{"timestamp": at, "message": text} for at, text in lines]
            self._backend().put_log_events(self.group, self.stream, events)

    def _backend(self) -> Any:
        from moto.logs.models import logs_backends

        return logs_backends[self.account_id][self.region]
