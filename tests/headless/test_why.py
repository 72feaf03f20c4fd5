from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from batchdeck.aws.errors import DeniedError
from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis, Effort
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause, Situation, causes
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Evidence, failed
from batchdeck.domain.job import Job
from batchdeck.headless import why as module
from batchdeck.headless.why import why
from tests.diagnosis.things import NOW, QUEUE, environment, job

BLOCKED = Finding(
    load()["ce-state-enabled"],
    failed("spot is DISABLED", Evidence("spot", "state", "DISABLED", "ENABLED"), ce="spot"),
)
ID = "0a1b2c3d-0000-4000-8000-000000000001"


class Pretended:
    """An account of one queue and one environment."""

    denied = False

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.batch = SimpleNamespace(
            queues=self.queues, environments=self.environments, named=self.named
        )

    async def queues(self) -> Any:
        if self.denied:
            raise DeniedError("batch:DescribeJobQueues is not allowed")
        return (QUEUE,)

    async def environments(self) -> Any:
        return (environment(),)

    async def named(self, queue: str, name: str) -> Any:
        states = {"old": "FAILED", "stuck": "RUNNABLE", "new": "SUCCEEDED"}
        lines = enumerate(states.items())
        return [Job(one, name, queue, status, at) for at, (one, status) in lines if name == "align"]

    async def close(self) -> None:
        pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Subject]:
    """What was diagnosed, each as a running job."""
    subjects: list[Subject] = []

    async def diagnose(_account: Any, subject: Subject, _now: int) -> AsyncIterator[Diagnosis]:
        subjects.append(subject)
        yield Diagnosis(subject, NOW, job("RUNNING"), complete=True)

    monkeypatch.setattr(module, "Account", Pretended)
    monkeypatch.setattr(module, "diagnose", diagnose)
    return subjects


def test_what_a_name_stands_for(asked: list[Subject]) -> None:
    for name in ("etl", "arn:etl", "spot", "align", f"{ID}:3"):
        assert why([name]) == 0
    kinds = [one.kind for one in asked]
    assert kinds == [Kind.QUEUE, Kind.QUEUE, Kind.ENVIRONMENT, Kind.JOB, Kind.JOB]
    assert [one.name for one in asked[-2:]] == ["stuck", f"{ID}:3"]


@pytest.mark.usefixtures("asked")
def test_a_name_that_nothing_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert why(["other"]) == 2
    assert "other is no id of a job, and no queue" in capsys.readouterr().err


@pytest.mark.usefixtures("asked")
def test_the_three_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    why([ID])
    assert capsys.readouterr().out == "PROGRESSING: align is RUNNING: nothing holds it\n"
    why([ID, "--json"])
    assert json.loads(capsys.readouterr().out)["state"] == "PROGRESSING"
    why([ID, "--markdown"])
    assert capsys.readouterr().out.startswith("## PROGRESSING")


@pytest.mark.usefixtures("asked")
def test_what_cannot_be_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pretended, "denied", True)
    assert why(["etl"]) == 2
    assert "batch:DescribeJobQueues is not allowed" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        why([])


def causes_of(finding: Finding) -> tuple[Cause, ...]:
    """What a finding comes to."""
    return causes([finding], Situation(), load())


def in_turn(monkeypatch: pytest.MonkeyPatch, *found: Diagnosis) -> list[Diagnosis]:
    """Let the looks find these, one after the other; what is left of them."""
    left = list(found)

    async def diagnose(*_: Any) -> AsyncIterator[Diagnosis]:
        yield left.pop(0)

    monkeypatch.setattr(module, "Account", Pretended)
    monkeypatch.setattr(module, "diagnose", diagnose)
    monkeypatch.setattr(module, "WATCH", 0.0)
    return left


def looked(status: str, **more: Any) -> Diagnosis:
    """What a look at a job finds; nothing was found out about it."""
    return Diagnosis(Subject(Kind.JOB, ID), NOW, job(status), complete=True, **more)


def test_watching_tells_what_changed_until_the_job_moves_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = looked("RUNNABLE", findings=(BLOCKED,), causes=causes_of(BLOCKED))
    later = replace(stuck, now=NOW + 1, effort=Effort(1, 1, 1.0))
    left = in_turn(monkeypatch, stuck, later, later, looked("RUNNING"), looked("SUCCEEDED"))
    assert why([ID, "--watch", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["state"] for one in lines] == ["BLOCKED", "PROGRESSING"]
    assert len(left) == 1


def test_watching_ends_with_a_job_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = looked("RUNNABLE", findings=(BLOCKED,), causes=causes_of(BLOCKED))
    failed_then = looked("FAILED", findings=(BLOCKED,), causes=causes_of(BLOCKED))
    in_turn(monkeypatch, stuck, failed_then)
    assert why([ID, "--watch"]) == 1


def test_watching_gives_up_when_nothing_answers_any_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Diagnosis(Subject(Kind.JOB, ID), NOW, complete=True, problem="no connection")
    stuck = looked("RUNNABLE", findings=(BLOCKED,), causes=causes_of(BLOCKED))
    in_turn(monkeypatch, stuck, lost, stuck, lost, lost, lost)
    assert why([ID, "--watch"]) == 2
    said = re.findall(r"^([A-Z]+): ", capsys.readouterr().out, re.MULTILINE)
    assert said == ["BLOCKED", "UNKNOWN", "BLOCKED", "UNKNOWN"]
