"""An account in the tests' own process: fast to fill, its jobs run by a script."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest

from batchdeck.local import settings
from batchdeck.local.around.adaptations import adapt_all
from batchdeck.local.around.watching import watch
from batchdeck.local.batch.install import install
from batchdeck.local.settings import Pace, Settings
from tests.local.cloud import Cloud, served
from tests.local.scripted_runner import ScriptedRunner


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The account's endpoint, one for all tests of the process."""
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    install()
    adapt_all()
    watch()
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def _clients(endpoint: str) -> Cloud:
    return Cloud(endpoint)


@pytest.fixture
def runner() -> Iterator[ScriptedRunner]:
    """What runs the jobs of `cloud`, at immediate pace."""
    before = settings.current()
    scripted = ScriptedRunner()
    settings.configure(Settings(Pace.immediate(), scripted))
    yield scripted
    settings.configure(before)


@pytest.fixture
def cloud(_clients: Cloud, runner: ScriptedRunner) -> Iterator[Cloud]:
    """The account, with an empty Batch in it."""
    yield _clients
    scheduler = _clients.backend.service.scheduler
    _clients.backend.reset()
    scheduler.engine.join(5)
