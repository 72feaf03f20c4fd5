"""What a shipment works with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from batchdeck.aws.account import Account
from batchdeck.docker.engine import Engine
from batchdeck.jobs.polling import Clock, Sleep, now


@dataclass(frozen=True, slots=True)
class Services:
    """The account, the container engine, and time."""

    account: Account
    find_engine: Callable[[], Awaitable[Engine]]
    """Raises `DockerError`s when there is none that can be used."""
    reads_log: bool = True
    """Whether following reads the job's log, too."""
    clock: Clock = now
    sleep: Sleep = asyncio.sleep
