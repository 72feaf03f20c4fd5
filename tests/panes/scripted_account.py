"""An account of two jobs for one pane alone, moved by the test."""

from __future__ import annotations

from typing import Any

from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import UnreachableError
from batchdeck.domain.job import (
    Container,
    EnvironmentVariable,
    JobDetail,
    LogLocation,
)
from batchdeck.domain.secret import Secret
from tests.jobs.scripted_batch import ScriptedBatch, job
from tests.logs.scripted_events import ScriptedEvents

STREAM = LogLocation("/aws/batch/job", "a/default/1")
TOKEN = EnvironmentVariable("TOKEN", Secret("hunter22"))


class Unanswering:
    """A gateway that gives no answer to anything."""

    def __getattr__(self, name: str) -> Any:
        async def answer(*_: object) -> None:
            raise UnreachableError("not in this test", action=name)

        return answer


class ScriptedAccount:
    """Two jobs, of which the first runs and has a log; no other service answers."""

    def __init__(self) -> None:
        self.calls = CallLog()
        self.first, self.second = job("a", "RUNNING"), job("b", "RUNNABLE")
        self.batch = ScriptedBatch(self.first, self.second)
        self.batch.known["a"] = JobDetail(
            self.first,
            containers=(Container(image="genome:7", environment=(TOKEN,)),),
            log=STREAM,
            document='{\n  "jobName": "name-a"\n}',
        )
        self.logs = ScriptedEvents(page_size=100)
        self.logs.write(STREAM.stream, "epoch 1", "[red]epoch 2[/]", "epoch 3")

    async def warm_up(self, *_: str) -> None:
        """There is nothing to make."""

    def __getattr__(self, name: str) -> Unanswering:
        return Unanswering()
