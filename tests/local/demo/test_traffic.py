from __future__ import annotations

from collections.abc import Iterator

import pytest

from batchdeck.local.demo.account import Demo, build
from batchdeck.local.demo.traffic import PASSING, REST, STANDING, Traffic
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner

ACCOUNT = "321098765432"


@pytest.fixture
def living(cloud: Cloud, runner: ScriptedRunner) -> Iterator[Demo]:
    """A demo account whose jobs are run by `runner`."""
    from moto.autoscaling.models import autoscaling_backends
    from moto.ec2.models import ec2_backends
    from moto.ecr.models import ecr_backends
    from moto.ecs.models import ecs_backends
    from moto.iam.models import iam_backends
    from moto.logs.models import logs_backends

    from batchdeck.local.batch.models import batch_backends

    built = build(ACCOUNT, "us-east-2", 1, 20)
    yield built
    built.service.scheduler.stop()
    built.service.scheduler.engine.join(5)
    around = (ec2_backends, ecr_backends, ecs_backends, autoscaling_backends, iam_backends)
    for backends in (batch_backends, logs_backends, *around):
        backends.pop(ACCOUNT, None)


def names(demo: Demo, *statuses: str) -> list[str]:
    with demo.service.account.lock:
        return [job.name for job in demo.service.account.jobs if job.status in statuses]


def name_of(demo: Demo, run: ScriptedRun) -> str:
    job = demo.service.account.jobs.get(run.request.job_id)
    assert job is not None
    return job.name


def next_of(demo: Demo, runner: ScriptedRunner, *wanted: str) -> ScriptedRun:
    """The next attempt of a job of one of these names."""
    while name_of(demo, run := runner.next()) not in wanted:
        pass
    return run


def standing(demo: Demo, runner: ScriptedRunner) -> list[ScriptedRun]:
    """The first attempts of the standing jobs."""
    wanted = [visitor.name for visitor in STANDING]
    return [next_of(demo, runner, *wanted) for _ in STANDING]


def test_the_first_jobs_run_without_any_traffic(living: Demo, runner: ScriptedRunner) -> None:
    living.begin(traffic=False)
    started = standing(living, runner)
    for run in started:
        run.events.started()
    expected = sorted(visitor.name for visitor in STANDING)
    eventually(lambda: sorted(names(living, "RUNNING")) == expected)


def test_a_job_that_ended_is_submitted_again(living: Demo, runner: ScriptedRunner) -> None:
    traffic = Traffic(living.service)
    traffic.begin()
    runs = standing(living, runner)
    first = next(run for run in runs if name_of(living, run) == STANDING[0].name)
    traffic.turn(1)
    first.finish()
    eventually(lambda: STANDING[0].name in names(living, "SUCCEEDED"))
    traffic.turn(2)
    again = next_of(living, runner, STANDING[0].name)
    assert again.request.job_id != first.request.job_id


def test_small_jobs_pass_in_their_turn(living: Demo, runner: ScriptedRunner) -> None:
    runner.script = lambda run: run.finish()
    traffic = Traffic(living.service)
    for number in range(1, len(PASSING) * REST + 1):
        traffic.turn(number)
    with living.service.account.lock:
        submitted = [job.name for job in living.service.account.jobs]
    assert submitted[-len(PASSING) :] == [visitor.name for visitor in PASSING]


def test_it_ends_with_the_account_and_outlives_a_disabled_queue(living: Demo) -> None:
    turns = 0

    def wait(_seconds: float) -> None:
        nonlocal turns
        turns += 1
        for queue in living.service.account.queues.values():
            queue.state = "DISABLED"
        if turns > 20:
            living.service.scheduler.stop()

    traffic = Traffic(living.service)
    traffic.begin()
    traffic._run(wait)
    assert turns == 21
