"""Which of moto's services are changed, and how each change is put in place.

A service is changed just before its first request, so that nobody waits at the start for
services that are never asked.
"""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.around import (
    caller,
    container_images,
    container_tasks,
    events,
    log_pages,
    lookups,
    placement_groups,
    schedules,
    service_quotas,
    simulation,
    step_functions,
    volumes,
)
from batchdeck.local.around.fleets import activities


def _install_ec2() -> None:
    lookups.install()
    placement_groups.install()
    volumes.install()


def _install_events() -> None:
    events.install()
    schedules.install_rules()


def _install_for_stacks() -> None:
    """A stack's rules and state machines are at work without any request to their services."""
    adapt("events")
    adapt("stepfunctions")


#: By moto's name of the service. Each is called once in a process.
ADAPTATIONS: dict[str, Callable[[], None]] = {
    "autoscaling": activities.install,
    "cloudformation": _install_for_stacks,
    "ec2": _install_ec2,
    "ecr": container_images.install,
    "ecs": container_tasks.install,
    "events": _install_events,
    "iam": simulation.install,
    "logs": log_pages.install,
    "scheduler": schedules.install_scheduler,
    "servicequotas": service_quotas.install,
    "stepfunctions": step_functions.install,
    "sts": caller.install,
}
_adapted: set[str] = set()


def adapt(service: str) -> None:
    """Change a service of moto's where it needs it; again, it does nothing."""
    if service in ADAPTATIONS and service not in _adapted:
        _adapted.add(service)
        ADAPTATIONS[service]()


def adapt_all() -> None:
    """Change all of them now, for accounts that moto's own server serves."""
    for service in ADAPTATIONS:
        adapt(service)
