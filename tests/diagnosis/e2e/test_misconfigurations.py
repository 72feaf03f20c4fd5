"""Misconfigurations made through the API: the cause comes first, what works is not accused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from batchdeck.aws.account import Account
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli, reset
from tests.diagnosis.e2e import (
    capacities,
    environments,
    healthy,
    identities,
    jobs,
    launches,
    networks,
    permissions,
    shares,
)
from tests.diagnosis.e2e.case import Case, Make
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAYERS = (environments, identities, networks, capacities, shares, launches, jobs, permissions)
BROKEN = [make for layer in LAYERS for make in layer.BROKEN]
UPPER_BOUND = 60.0
"""Seconds for what the account does by itself: a state, a reason, an instance."""


@pytest.fixture
def cloud(local_account: LocalAccount) -> Cloud:
    """The account of this test process, emptied for each case: it takes 50 environments."""
    reset(local_account)
    return Cloud(local_account.endpoint, local_account.region)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aws(local_account: LocalAccount) -> AsyncIterator[Account]:
    """The same account as the diagnosis sees it."""
    there = replace(connection_to(local_account.endpoint), region=local_account.region)
    account = Account(there)
    yield account
    await account.close()


async def diagnosed(aws: Account, case: Case) -> Diagnosis:
    """The diagnosis, once it names nothing but the cause; after a while whatever it names."""
    deadline, pause = time.monotonic() + UPPER_BOUND, 0.2
    while True:
        stream = diagnose(aws, case.subject, time.time_ns() // 1_000_000)
        whole = [one async for one in stream][-1]
        if named(whole) == expected(case) or time.monotonic() > deadline:
            return whole
        await asyncio.sleep(pause)
        pause *= 1.5


def named(diagnosis: Diagnosis) -> list[str]:
    """The checks that it accuses."""
    return [one.finding.check.id for one in diagnosis.causes]


def expected(case: Case) -> list[str]:
    """The only one that it may accuse."""
    return [case.cause] if case.cause else []


@pytest.mark.parametrize("make", BROKEN, ids=lambda make: make.__name__)
async def test_the_cause_comes_first_and_its_fix_starts_the_job(
    make: Make, cloud: Cloud, aws: Account, local_account: LocalAccount
) -> None:
    case = await asyncio.to_thread(make, cloud)
    found = await diagnosed(aws, case)
    assert named(found) == expected(case), found.summary
    assert found.state in {State.BLOCKED, State.DONE}
    assert found.exit_code == 1
    assert found.effort.rounds <= 3
    if case.starts:
        job = case.starts
        for command in found.causes[0].exact_commands:
            answer = await asyncio.to_thread(AwsCli(local_account).line, command)
            job = (answer or {}).get("jobId", job)
        await asyncio.to_thread(cloud.wait, job, "RUNNING", "SUCCEEDED")


@pytest.mark.parametrize(
    "make",
    [*healthy.HEALTHY, *launches.HEALTHY, *shares.HEALTHY, *permissions.HEALTHY],
    ids=lambda make: make.__name__,
)
async def test_what_works_is_not_accused(make: Make, cloud: Cloud, aws: Account) -> None:
    case = await asyncio.to_thread(make, cloud)
    found = await diagnosed(aws, case)
    assert named(found) == [], found.summary
    assert found.state is not State.BLOCKED
    assert found.exit_code != 1
