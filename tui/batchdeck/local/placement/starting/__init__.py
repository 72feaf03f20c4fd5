"""Why a task that was placed does not start: one module each, a function of that name in it.

A function returns what AWS shows as `attempts[].container.reason`, or None. `FAILURES` is
the order in which they are asked, which is the order in which the ECS agent meets them.
"""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.placement.starting.endpoint_policies import endpoint_policies
from batchdeck.local.placement.starting.image_access import image_access
from batchdeck.local.placement.starting.log_driver import log_driver
from batchdeck.local.placement.starting.log_group import log_group
from batchdeck.local.placement.starting.roles import roles
from batchdeck.local.placement.starting.secrets import secrets
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.starting.task_network import task_network
from batchdeck.local.placement.surroundings import Surroundings

Failure = Callable[[Task, Surroundings], str | None]

FAILURES: tuple[Failure, ...] = (
    roles,
    task_network,
    secrets,
    image_access,
    endpoint_policies,
    log_driver,
    log_group,
)


def start_failure(task: Task, surroundings: Surroundings) -> str | None:
    """What keeps a task from starting; None when its image and program decide."""
    for find in FAILURES:
        found = find(task, surroundings)
        if found is not None:
            return found
    return None
