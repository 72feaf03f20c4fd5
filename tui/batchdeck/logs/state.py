"""How reading a log stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from batchdeck.aws.errors import AwsError
from batchdeck.logs.source import LogChoice
from batchdeck.logs.store import LogStore

TO_BEGINNING = 0
"""For `LogFollower.older`: back to the very first line."""


@dataclass(frozen=True, slots=True)
class LogState:
    """How things stand; the lines themselves are in the store of the reader."""

    choices: tuple[LogChoice, ...] = ()
    """All logs there are to choose from; grows when an attempt begins."""
    sources: tuple[LogChoice, ...] = ()
    """Those that are read: `LogLine.source` counts in them. Grows when an attempt begins."""
    first: int = 0
    """Number of the oldest line in the store."""
    end: int = 0
    """Number after that of the newest line in the store."""
    at_beginning: bool = False
    """Whether the oldest line in the store is the first one of the log."""
    loading_older: bool = False
    """Whether older lines are being read; `end - first` is the progress."""
    caught_up: bool = False
    """Whether there is nothing newer, or what comes is new: it is read as it is written."""
    newest_at: int = 0
    """When the newest line was written, ms; 0 while there is none."""
    ingestion: int = 0
    """How long CloudWatch Logs took to take in the newest line, ms."""
    answered_at: int = 0
    """When AWS last answered, ms: how old this picture is. 0 while it has not."""
    reason: str = ""
    """Why there is no line so far, in words."""
    left_out: str = ""
    """What of the logs that were asked for is not read, and why."""
    ended: bool = False
    """Nothing newer will come; older lines can still be asked for."""
    problem: AwsError | None = None
    """Why the newest read failed; reading goes on."""
    storage: str = ""
    """Why no more lines can be kept, such as a full disk; reading goes on once they can."""

    def lag(self, now: int) -> int:
        """How far what is shown is behind what is written, ms.

        Once it has caught up it is the time since AWS said so; before that, the age of the
        newest line.
        """
        since = self.answered_at if self.caught_up else self.newest_at
        return max(0, now - since) if since else 0


class LogFollower(Protocol):
    """What reads logs: one (`reading.LogReader`) or several (`merge.MergedReader`).

    The methods only ask: what comes of it is in the states. Nothing is read while nobody
    takes a state from the generator, and it goes on where it was.
    """

    store: LogStore

    def states(self) -> AsyncIterator[LogState]:
        """The tail at once, then what comes. Ends when nothing newer will come.

        After the end it can be called again, for older lines that have been asked for. Raises
        nothing of AWS: what fails is in the state.
        """

    def older(self, until: int | None = None) -> None:
        """Read a page of older lines; with `until` (ms) on to a line that is not newer.

        `TO_BEGINNING` reads on to the first line.
        """

    def stop_older(self) -> None:
        """No more older lines after the page that is on its way."""

    def now(self) -> None:
        """Ask at once instead of at the next turn."""

    def pause(self) -> None:
        """No more turns until `resume`; older lines are still read when asked for."""

    def resume(self) -> None:
        """Go on at once with all that came meanwhile."""
