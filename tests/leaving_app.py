"""A small app that can be left in every way: `python -m tests.leaving_app`.

Keys: q quits, x raises an exception, b blocks the loop, t starts a thread that hangs and quits.
With `slow` after the grace there is never an app.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from textual.app import App, ComposeResult
from textual.widgets import Static

from batchdeck import exits


class LeavingApp(App[None]):
    """Shows one word, and what keys do is in the module's text."""

    BINDINGS = [("q", "leave"), ("x", "crash"), ("b", "block"), ("t", "hang_a_thread")]

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def action_leave(self) -> None:
        self.exit(return_code=7)

    def action_crash(self) -> None:
        raise ValueError("crashed on purpose")

    def action_block(self) -> None:
        os.write(2, b"\x1b]2;blocked\x07")
        time.sleep(60)

    def action_hang_a_thread(self) -> None:
        asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)
        self.exit(return_code=7)


async def opened() -> LeavingApp:
    if "slow" in sys.argv:
        print("no app yet", flush=True)
        await asyncio.sleep(60)
    return LeavingApp()


if __name__ == "__main__":
    sys.exit(exits.run(opened, mouse=True, grace=float(sys.argv[1])))
