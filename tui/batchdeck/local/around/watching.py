"""Which services around Batch follow what it does."""

from __future__ import annotations

from batchdeck.local.around.container_tasks import ContainerTasks
from batchdeck.local.around.events import BatchEvents
from batchdeck.local.around.fleets.fleets import Fleets
from batchdeck.local.around.fleets.own_instances import OwnInstances
from batchdeck.local.batch.watcher import FACTORIES


def watch() -> None:
    """Let them follow every account that is made from now on; again, it does nothing."""
    for factory in (Fleets, OwnInstances, ContainerTasks, BatchEvents):
        if factory not in FACTORIES:
            FACTORIES.append(factory)
