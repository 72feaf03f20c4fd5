"""Removes what an account could not remove in the time it had for its end.

A process of its own, which outlives the account: `python -m batchdeck.local.runners.cleaner
PROCESS`, with the account's process as its labels name it.
"""

from __future__ import annotations

import subprocess
import sys
import time

from batchdeck.local.runners.docker_engine import find_engine
from batchdeck.local.runners.leftovers import remove_leftovers
from batchdeck.local.runners.owner import Owner, is_gone

#: Seconds in which the account is over, and in which the engine must answer.
_PATIENCE = 30


def leave_to_cleaner() -> None:
    """Have everything removed that this process owns, once it is over. Raises OSError."""
    command = [sys.executable, "-P", "-m", __name__, Owner.this_process().process]
    subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def clean_up_after(process: str) -> bool:
    """Remove what a process leaves, as soon as it is gone; False when it stays."""
    deadline = time.monotonic() + _PATIENCE
    while not is_gone(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    engine = find_engine(_PATIENCE)
    if engine is not None:
        remove_leftovers(engine.client)
    return True


if __name__ == "__main__":
    clean_up_after(sys.argv[1])
