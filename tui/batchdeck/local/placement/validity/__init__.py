"""What makes an environment INVALID: one module each, a function of that name in it.

A function returns AWS's `statusReason`, without the request id that follows some of them, or
None. `FAULTS` is the order in which they are asked; the first text is the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.active_tasks import active_tasks
from batchdeck.local.placement.validity.dangling_references import dangling_references
from batchdeck.local.placement.validity.one_network import one_network
from batchdeck.local.placement.validity.service_role import service_role
from batchdeck.local.placement.validity.spot_fleet_role import spot_fleet_role
from batchdeck.local.placement.validity.user_data import user_data

Fault = Callable[[ComputeEnvironmentRecord, Surroundings], str | None]

FAULTS: tuple[Fault, ...] = (
    service_role,
    spot_fleet_role,
    dangling_references,
    one_network,
    user_data,
    active_tasks,
)


def fault(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """Why an environment is INVALID; None when nothing speaks against it."""
    for find in FAULTS:
        found = find(environment, surroundings)
        if found is not None:
            return found
    return None
