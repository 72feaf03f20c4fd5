from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batchdeck.aws.errors import NotFoundError
from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.batch import awaited
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.job import JobDetail
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import QUEUE, environment, job


def child(index: int, **more: Any) -> JobDetail:
    """A child of an array."""
    found = job(array_index=index, **more)
    return replace(found, job=replace(found.job, id=f"j:{index}"))


A, B = environment("a", state="DISABLED"), environment("spot", "FARGATE")
JOB, ETL, SPOT = (
    Subject(Kind.JOB, "j-1"),
    Subject(Kind.QUEUE, "etl"),
    Subject(Kind.ENVIRONMENT, "spot"),
)


def batch(**more: Any) -> Gateway:
    return Gateway(details=(job(),), queues=(QUEUE,), environments=(A, B), **more)


async def test_the_queue_and_the_environments_of_a_job() -> None:
    gateway = batch()
    assert (await ask("queue", batch=gateway, subject=JOB)) is QUEUE
    assert await ask("considered", batch=batch(), subject=JOB) == (B,)
    assert ("details", ["j-1"]) in gateway.calls


async def test_subjects_that_are_no_job() -> None:
    gateway = batch()
    assert (await ask("queue", batch=gateway, subject=ETL)) is QUEUE
    assert await ask("kinds", batch=gateway, subject=SPOT) == {"FARGATE"}
    assert not [call for call in gateway.calls if call[0] == "details"]
    for name, subject in (("job", ETL), ("queue", SPOT), ("instance_environments", SPOT)):
        with pytest.raises(NotApplicableError):
            await ask(name, batch=gateway, subject=subject)


async def test_what_does_not_exist() -> None:
    with pytest.raises(NotFoundError, match="does not know the job"):
        await ask("job", batch=Gateway(details=()), subject=JOB)
    with pytest.raises(NotFoundError, match="nightly"):
        await ask("queue", batch=batch(), subject=Subject(Kind.QUEUE, "nightly"))


async def test_usable_ones_first_and_all_when_there_is_none() -> None:
    both = (A, B)
    assert await ask("candidates", considered=both) == (B,)
    assert await ask("candidates", considered=(A,)) == (A,)
    assert await ask("managed", candidates=both) == both
    assert await ask("fargate_environments", candidates=both) == (B,)
    assert await ask("instance_environments", candidates=both) == (A,)


async def test_dependencies_and_consumables_only_where_there_are_some() -> None:
    gateway = Gateway(details=(job("FAILED"),), consumables=("licences",))
    for name in ("dependencies", "consumables"):
        with pytest.raises(NotApplicableError):
            await ask(name, batch=gateway, job=job())
    assert gateway.calls == []
    waiting = job(depends_on=("j-0",), consumables=(("licences", 1),))
    assert await ask("dependencies", batch=gateway, job=waiting) == (job("FAILED"),)
    assert await ask("consumables", batch=gateway, job=waiting) == ("licences",)


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        (job(depends_on=("j-0", "j-0", "")), ("j-0",)),
        (job(depends_on=("a", "b"), dependency_types=("N_TO_N", "")), ("a", "b")),
        (child(2, depends_on=("a", "b"), dependency_types=("N_TO_N", "")), ("a:2", "b")),
        (child(2, depends_on=("a:2",), dependency_types=("N_TO_N",)), ("a:2",)),
        (child(2, depends_on=("",), dependency_types=("SEQUENTIAL",)), ("j:1",)),
        (child(0, depends_on=("",), dependency_types=("SEQUENTIAL",)), ()),
        (child(1, depends_on=("j:0",)), ("j:0",)),
    ],
)
def test_what_a_job_waits_for(mine: JobDetail, expected: tuple[str, ...]) -> None:
    assert awaited(mine) == expected


async def test_without_a_job_an_instance_needs_nothing() -> None:
    assert await ask("least", described=job()) == Need(2, 4096)
    assert await ask("least", described=None) == Need(0, 0)
