from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.domain.job import ContainerRun
from batchdeck.logs.reading import LogReader
from tests.jobs.scripted_batch import ScriptedBatch, VirtualTime, job
from tests.logs.reading_steps import FIRST
from tests.logs.scripted_events import ScriptedEvents


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def batch() -> ScriptedBatch:
    """One job that runs and logs to `FIRST`."""
    batch = ScriptedBatch(job("a", "RUNNING"))
    known = batch.known["a"]
    batch.known["a"] = replace(known, log=FIRST, runs=(ContainerRun(log=FIRST),))
    return batch


@pytest.fixture
def logs() -> ScriptedEvents:
    return ScriptedEvents()


@pytest.fixture
def reader(batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime) -> LogReader:
    return LogReader(batch, logs, "a", clock=time.clock, sleep=time.sleep)
