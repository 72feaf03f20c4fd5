"""The log pane alone, on an account that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

from textual.app import App, ComposeResult

from batchdeck.aws.account import Account
from batchdeck.domain.job import Attempt, ContainerRun, Job, JobDetail, LogLocation
from batchdeck.panes.log import LogPane
from batchdeck.widgets.glyphs import UNICODE
from tests.jobs.scripted_batch import NOON, job
from tests.panes.scripted_account import ScriptedAccount
from tests.screens.console_app import Driver

SIZE = (80, 14)


class LogPaneApp(App[None]):
    """The pane, and what it told."""

    def __init__(self, account: ScriptedAccount) -> None:
        super().__init__()
        self.account = account
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield LogPane(UNICODE, id="log-pane")

    def on_mount(self) -> None:
        self.pane.account = cast("Account", self.account)

    @property
    def pane(self) -> LogPane:
        """The pane."""
        return self.query_one(LogPane)

    def on_log_contents_told(self, message: LogPane.Told) -> None:
        self.told.append(message.words)


@asynccontextmanager
async def log_pane(
    account: ScriptedAccount, size: tuple[int, int] = SIZE
) -> AsyncIterator[tuple[LogPaneApp, Driver]]:
    """The app, following nothing yet."""
    app = LogPaneApp(account)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


def stream(name: str) -> LogLocation:
    """A stream of the usual group."""
    return LogLocation("/aws/batch/job", name)


def tried(account: ScriptedAccount, attempts: int = 2) -> Job:
    """Job `a` has failed so many times; each attempt has its own stream."""
    ended = replace(job("a", "FAILED"), exit_code=attempts, container_reason="no room")
    tries = tuple(
        Attempt(
            NOON - 50_000 + 1000 * n,
            NOON - 49_500 + 1000 * n,
            "exited",
            f"reason {n}",
            n,
            stream(f"try-{n}"),
        )
        for n in range(1, attempts + 1)
    )
    log = stream(f"try-{attempts}")
    account.batch.known["a"] = JobDetail(ended, attempts=tries, log=log)
    for n in range(1, attempts + 1):
        account.logs.write(f"try-{n}", f"attempt {n} speaks", at=NOON - 50_000 + 1000 * n)
    account.first = ended
    return ended


def long_log(account: ScriptedAccount, lines: int = 450) -> Job:
    """Job `a` has ended after so many lines, one a second; the last one at `NOON`."""
    account.logs.streams.clear()
    texts = [f"line {n}" for n in range(lines)]
    account.logs.write("a/default/1", *texts, at=NOON - (lines - 1) * 1000, step=1000)
    known = account.batch.known["a"]
    ended = replace(known.job, status="SUCCEEDED", stopped_at=NOON, started_at=NOON - 900_000)
    account.batch.known["a"] = replace(known, job=ended)
    return ended


def array(account: ScriptedAccount, failed: int = 1, size: int = 5) -> Job:
    """Array `arr`, whose last children have failed and the others succeeded."""
    parent = replace(job("arr", "FAILED"), array_size=size)
    counts = (("FAILED", failed), ("SUCCEEDED", size - failed))
    account.batch.known["arr"] = JobDetail(parent, children=counts)
    for index in range(size):
        status = "FAILED" if index >= size - failed else "SUCCEEDED"
        child = replace(
            job(f"arr:{index}", status),
            name="train",
            array_index=index,
            exit_code=int(status == "FAILED"),
            container_reason="OutOfMemoryError" if status == "FAILED" else "",
        )
        where = stream(f"arr-{index}")
        run = ContainerRun(log=where, exit_code=child.exit_code, reason=child.container_reason)
        account.batch.known[child.id] = JobDetail(child, log=where, runs=(run,))
        account.logs.write(where.stream, f"child {index} speaks", at=NOON - 9000 + index)
    return parent
