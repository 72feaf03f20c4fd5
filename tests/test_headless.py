from __future__ import annotations

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from batchdeck import headless
from batchdeck.aws.errors import DeniedError
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.things import NOW, QUEUE, environment, job

ID = "0a1b2c3d-0000-4000-8000-000000000001"


class Pretended:
    """An account of one queue and one environment."""

    denied = False

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.batch = SimpleNamespace(queues=self.queues, environments=self.environments)

    async def queues(self) -> Any:
        if self.denied:
            raise DeniedError("batch:DescribeJobQueues is not allowed")
        return (QUEUE,)

    async def environments(self) -> Any:
        return (environment(),)

    async def close(self) -> None:
        pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Subject]:
    """What was diagnosed, each as a running job."""
    subjects: list[Subject] = []

    async def diagnose(_account: Any, subject: Subject, _now: int) -> AsyncIterator[Diagnosis]:
        subjects.append(subject)
        yield Diagnosis(subject, NOW, job("RUNNING"), complete=True)

    monkeypatch.setattr(headless, "Account", Pretended)
    monkeypatch.setattr(headless, "diagnose", diagnose)
    return subjects


def test_what_a_name_stands_for(asked: list[Subject]) -> None:
    for name in ("etl", "arn:etl", "spot", "other", f"{ID}:3"):
        assert headless.why([name]) == 0
    kinds = [one.kind for one in asked]
    assert kinds == [Kind.QUEUE, Kind.QUEUE, Kind.ENVIRONMENT, Kind.JOB, Kind.JOB]
    assert asked[-1].name == f"{ID}:3"


@pytest.mark.usefixtures("asked")
def test_the_three_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    headless.why([ID])
    assert capsys.readouterr().out == "PROGRESSING: align is RUNNING: nothing holds it\n"
    headless.why([ID, "--json"])
    assert json.loads(capsys.readouterr().out)["state"] == "PROGRESSING"
    headless.why([ID, "--markdown"])
    assert capsys.readouterr().out.startswith("## PROGRESSING")


@pytest.mark.usefixtures("asked")
def test_what_cannot_be_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pretended, "denied", True)
    assert headless.why(["etl"]) == 2
    assert "batch:DescribeJobQueues is not allowed" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        headless.why([])
