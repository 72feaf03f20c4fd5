"""Builds the demo account. The same seed gives the same account, ids included."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.environment_health import examine
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.cohort import build_cohort
from batchdeck.local.demo.definitions import build_definitions
from batchdeck.local.demo.environments import build_environments
from batchdeck.local.demo.history import History
from batchdeck.local.demo.images import build_images
from batchdeck.local.demo.network import build_network
from batchdeck.local.demo.nights import build_nights
from batchdeck.local.demo.past_turns import build_past_turns
from batchdeck.local.demo.roles import build_roles, lose_role
from batchdeck.local.demo.stuck import build_stuck
from batchdeck.local.demo.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Demo:
    """The account, built but without a job that runs."""

    service: BatchService

    def begin(self, *, traffic: bool) -> None:
        """Submit the first jobs; with `traffic` more follow, and the jobs of the night."""
        jobs = Traffic(self.service)
        jobs.begin()
        if traffic:
            jobs.start(time.sleep)
            build_nights(self.service.account)


def build(account: str, region: str, seed: int, jobs: int, now: int | None = None) -> Demo:
    """Fill an empty account, with so many jobs that have ended by `now`.

    `now` is in ms since the epoch, and the clock's unless given. At another time the same jobs
    come in another order: those of the night have their hours, all others ended so long ago.
    At an immediate pace: nothing here waits for a state.
    """
    from moto.ec2.models import ec2_backends
    from moto.moto_api._internal import mock_random

    from batchdeck.local.batch.models import batch_backends

    # Ids of subnets and the like come from here; a new backend takes some for its default VPC.
    mock_random.seed(f"default VPC {seed}")
    ec2_backends[account][region].describe_vpcs()
    mock_random.seed(seed)
    random = Random(seed)  # noqa: S311
    build_images(account, region)
    network = build_network(account, region)
    roles = build_roles(account)
    service: BatchService = batch_backends[account][region].service
    with service.account.lock:
        build_environments(service, network, roles, random)
        lose_role(account)
        for environment in service.account.environments.values():
            examine(environment, service.surroundings)
        build_definitions(service, roles)
        now = now_ms() if now is None else now
        history = History(service, random, now)
        history.build(jobs)
        build_cohort(service, history, now)
        build_stuck(service, random, now)
        build_past_turns(service, history, now)
    return Demo(service)
