"""Whose a container is, and whether that account still lives.

The labels of a container name the process of its account, so that what a killed account
left behind can be told from what a living one runs.
"""

from __future__ import annotations

import os
import platform
import uuid
from dataclasses import dataclass
from pathlib import Path

ACCOUNT_LABEL = "batchdeck.account"
PROCESS_LABEL = "batchdeck.process"
JOB_LABEL = "batchdeck.job"


@dataclass(frozen=True, slots=True)
class Owner:
    """An account, as long as its process runs."""

    account: str
    """Unique for each start of an account."""
    process: str
    """Host, process id and start time: a process id alone is used again."""

    @classmethod
    def this_process(cls) -> Owner:
        """The account that runs here, under a new name."""
        return cls(uuid.uuid4().hex, _mark(os.getpid()))

    @staticmethod
    def host() -> str:
        """Where process ids are those of this process, with which every mark begins.

        A container may have this host's name and its engine, and other process ids.
        """
        try:
            return f"{platform.node()}:{Path('/proc/self/ns/pid').readlink()}"
        except OSError:
            return platform.node()

    def labels(self, job_id: str) -> dict[str, str]:
        """What the container of a job carries."""
        return {ACCOUNT_LABEL: self.account, PROCESS_LABEL: self.process, JOB_LABEL: job_id}


def is_gone(process: str) -> bool:
    """Whether the process of a label ran on this host and runs no more."""
    host, _, rest = process.rpartition("/")[0].rpartition("/")
    if host != Owner.host() or not rest.isdecimal():
        return False
    return _mark(int(rest)) != process


def _mark(pid: int) -> str:
    return f"{Owner.host()}/{pid}/{_started(pid)}"


def _started(pid: int) -> str:
    """Start time in clock ticks since boot, where the system tells (Linux); see proc(5)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "running" if _runs(pid) else "gone"
    state, *fields = stat.rpartition(")")[2].split()
    return "gone" if state == "Z" else fields[18]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
