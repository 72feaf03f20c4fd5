from __future__ import annotations

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.consumables import lacking
from batchdeck.local.batch.job_container import demand
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.stuck import BEHIND, LICENCES, STUCK
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.check import obstacle
from batchdeck.local.placement.launch_quota import launch_quota

HOUR = 60 * 60 * 1000


def waiting(demo: Demo) -> dict[str, JobRecord]:
    return {job.name: job for job in demo.service.account.jobs if job.status == "RUNNABLE"}


def test_at_least_twelve_wait_in_queues_of_their_own_and_one_is_behind(demo: Demo) -> None:
    found = waiting(demo)
    assert {stuck.name for stuck in STUCK} | {BEHIND.name} == found.keys()
    assert len({stuck.queue for stuck in STUCK}) == len(STUCK) >= 12
    ages = sorted(now_ms() - job.created_at for job in found.values())
    assert ages[0] >= HOUR / 3
    assert ages[-1] >= 40 * HOUR
    assert [stuck.name for stuck in STUCK if stuck.queue == BEHIND.queue] == ["load-2024-q4"]


def test_each_is_held_by_another_obstacle_and_tells_what_aws_tells(demo: Demo) -> None:
    service = demo.service
    details = set()
    for stuck in STUCK:
        queue = service.account.queue(stuck.queue)
        assert queue
        job = waiting(demo)[stuck.name]
        environment = service.account.environments[queue.environments[0]]
        wanted = demand(job)
        found = obstacle(environment, wanted, service.surroundings) or launch_quota(
            candidates(environment, wanted), service.surroundings, spot=environment.kind == "SPOT"
        )
        if stuck.licences:
            assert found is None
            assert lacking(service.account, job) == [LICENCES]
            continue
        assert found
        assert found.reason == stuck.reason == job.status_reason
        details.add(found.detail)
    assert len(details) == len(STUCK) - 1
