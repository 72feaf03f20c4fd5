"""Docks on the embedded accounts that all tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio
from docker import DockerClient

from batchdeck.aws.account import Account
from batchdeck.local.launcher import LocalAccount
from tests.accounts import reset
from tests.docker.kitchen import unique
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to
from tests.shipping.dock import Dock


@pytest_asyncio.fixture
async def dock(
    container_account: LocalAccount, engine: DockerClient, registry: str, tmp_path: Path
) -> AsyncIterator[Dock]:
    """A dock whose jobs are containers."""
    assert registry
    reset(container_account)
    made = _dock(container_account, tmp_path)
    made.client = engine
    yield made
    await made.close()


@pytest_asyncio.fixture
async def dry_dock(empty_account: LocalAccount, tmp_path: Path) -> AsyncIterator[Dock]:
    """A dock that needs no engine; its jobs are simulated."""
    made = _dock(empty_account, tmp_path)
    yield made
    await made.close()


def _dock(account: LocalAccount, parent: Path) -> Dock:
    cloud = Cloud(account.endpoint, account.region)
    connection = replace(connection_to(account.endpoint), region=account.region)
    folder = parent / "context"
    folder.mkdir()
    dock = Dock(cloud, Account(connection), folder, unique("ship"), cloud.queue())
    dock.write()
    return dock
