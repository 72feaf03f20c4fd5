"""What every test can ask for: the Docker engine, a registry, an embedded account, the AWS CLI."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.local.launcher import LocalAccount
from tests import engine as docker_engine
from tests.accounts import AwsCli, reset, serving
from tests.surroundings import isolate_process

HOME = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is imported: libraries read the environment at import."""
    home = Path(tempfile.mkdtemp(prefix="batchdeck-tests-"))
    config.stash[HOME] = home
    isolate_process(home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the home of this test run."""
    shutil.rmtree(config.stash[HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def engine() -> Iterator[DockerClient]:
    """A client of the Docker engine. Without one: a failure in CI, a skip elsewhere."""
    client = docker_engine.connect()
    yield client
    client.close()


@pytest.fixture(scope="session")
def registry() -> str:
    """The registry for pushes, `localhost:5000`. Without one: as for the engine."""
    return docker_engine.registry()


@pytest.fixture(scope="session")
def local_account() -> Iterator[LocalAccount]:
    """An embedded account of this test process, whose jobs are simulated.

    Started once and never emptied: a test that wants it empty asks for `empty_account`.
    """
    with serving("--engine", "none") as account:
        yield account


@pytest.fixture
def empty_account(local_account: LocalAccount) -> LocalAccount:
    """The embedded account with nothing in it."""
    reset(local_account)
    return local_account


@pytest.fixture(scope="session")
def container_account(engine: DockerClient) -> Iterator[LocalAccount]:
    """An embedded account of this test process, whose jobs are containers."""
    assert engine.ping()
    with serving("--engine", "auto") as account:
        yield account


@pytest.fixture
def aws_cli(local_account: LocalAccount) -> AwsCli:
    """The AWS CLI on `local_account`."""
    return AwsCli(local_account)


@pytest.fixture(autouse=True)
def _engine_for_marked_tests(request: pytest.FixtureRequest) -> None:
    """A test marked `engine` has the engine looked for even when it does not ask for it."""
    if request.node.get_closest_marker("engine"):
        request.getfixturevalue("engine")
