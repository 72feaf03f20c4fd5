"""The policy that `batchdeck policy read` prints, beside the calls that are really made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from batchdeck.app import BatchdeckApp
from batchdeck.aws.account import Account
from batchdeck.aws.head_start import HeadStart
from batchdeck.aws.permissions import FREE, read_actions
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.connection import Connection
from batchdeck.local.launcher import LocalAccount
from batchdeck.settings import Settings
from tests.accounts import demo
from tests.diagnosis.any_answer import WHOLE
from tests.diagnosis.test_any_answer import AnyAccount
from tests.screens.console_app import WIDE, connection_to, seen, until

ALLOWED = {*read_actions(), *FREE}
PREFIXES = {"efs": "elasticfilesystem", "service-quotas": "servicequotas"}
BY_LOOKING = ("iam:ListAccountAliases", "logs:GetLogEvents", "batch:DescribeJobDefinitions")
"""What only the console calls, not the diagnosis."""
BY_FILTERING = ("logs:FilterLogEvents",)
"""What only `batchdeck logs --filter` calls."""
PATIENCE = 90.0
"""Seconds for the console to get to what it shows."""
MOST = 1_500
"""Made-up accounts that are tried at most until every call was made."""


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """The way to a demo account."""
    with demo("--engine", "none", "--no-traffic") as running:
        yield connection_for(running)


def connection_for(account: LocalAccount) -> Connection:
    """The way to an account in its own Region."""
    return replace(connection_to(account.endpoint), region=account.region)


def made(account: Account) -> set[str]:
    """The actions in the call log, as `@` shows it."""
    return {call.action for call in account.calls.recent()}


async def by_the_console(connection: Connection) -> set[str]:
    """What is called while somebody looks around: tables, a cause, a log."""

    async def connect() -> Connection:
        return connection

    async with BatchdeckApp(Settings(refresh_seconds=1), HeadStart(connect)).run_test(
        size=WIDE
    ) as pilot:
        await seen(pilot, " live ", seconds=PATIENCE)
        app = pilot.app
        assert isinstance(app, BatchdeckApp)
        account = await app._head_start.account()
        await pilot.press("4", "slash", *"status:SUCCEEDED", "enter")
        await seen(pilot, "/status:SUCCEEDED", "SUCCEEDED", seconds=PATIENCE)
        await pilot.press("l")
        await until(lambda: {*BY_LOOKING} <= made(account), PATIENCE)
        await pilot.press("escape", "w")
        await seen(pilot, "is SUCCEEDED: nothing holds it", seconds=PATIENCE)
        return made(account)


async def by_the_diagnosis(connection: Connection) -> set[str]:
    """What is called to diagnose everything that waits in the demo account."""
    account = Account(connection)
    try:
        for queue in await account.batch.queues():
            subjects = [Subject(Kind.QUEUE, queue.name)]
            async for page in account.batch.pages(queue.name, "RUNNABLE"):
                subjects += [Subject(Kind.JOB, job.id) for job in page]
            for subject in subjects:
                async for _ in diagnose(account, subject, time.time_ns() // 1_000_000):
                    pass
        return made(account)
    finally:
        await account.close()


async def test_nothing_is_called_that_the_policy_does_not_allow(connection: Connection) -> None:
    called = await by_the_console(connection) | await by_the_diagnosis(connection)
    assert called - ALLOWED == set()
    assert len(called) > len(ALLOWED) / 2


async def test_nothing_is_allowed_that_is_never_called(monkeypatch: pytest.MonkeyPatch) -> None:
    account = AnyAccount(WHOLE, monkeypatch)
    called: set[str] = set()
    for seed in range(MOST):
        await account.diagnosed(seed)
        called = {named(operation) for operation in account.answered}
        if called | {*BY_LOOKING, *BY_FILTERING} | FREE == ALLOWED:
            return
    assert ALLOWED - FREE - {*BY_LOOKING, *BY_FILTERING} == called


def named(operation: str) -> str:
    """The action of `service:Operation`."""
    service, _, name = operation.partition(":")
    return f"{PREFIXES.get(service, service)}:{name}"
