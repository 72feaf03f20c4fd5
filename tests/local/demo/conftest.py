"""The demo, built once in the tests' own process; none of its jobs runs."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from batchdeck.local.around.watching import watch
from batchdeck.local.batch.install import install
from batchdeck.local.demo.account import Demo, build

ACCOUNT = "210987654321"
REGION = "ap-northeast-1"
JOBS = 400


@pytest.fixture(scope="package")
def demo() -> Iterator[Demo]:
    """A demo account of seed 1, in an account that no other test uses. Not to be changed."""
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    install()
    watch()
    built = build(ACCOUNT, REGION, 1, JOBS)
    yield built
    built.service.scheduler.stop()
    built.service.scheduler.engine.join(5)
