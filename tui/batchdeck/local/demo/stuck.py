"""Jobs that wait in RUNNABLE, each for another reason.

local/README.md says how to mend each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.seeded import seeded_uuid
from batchdeck.local.placement.obstacle import (
    ACTION_REQUIRED,
    CAPACITY,
    CONFIGURATION,
    MAX_RESOURCE,
    RESOURCE_REQUIREMENT,
    UNDETERMINED,
)

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class StuckJob:
    """A job, and how long it has been waiting."""

    name: str
    queue: str
    definition: str
    minutes: int
    reason: str
    """What AWS says of it; nothing where it gives no reason."""
    overrides: Document = field(default_factory=dict)
    licences: int = 0
    """How many of LICENCES it needs."""


def _size(vcpus: int, memory: int, gpus: int = 0) -> Document:
    """`containerOverrides`; memory in MiB."""
    needs = [("VCPU", vcpus), ("MEMORY", memory), *([("GPU", gpus)] if gpus else [])]
    return {"resourceRequirements": [{"type": kind, "value": str(n)} for kind, n in needs]}


STUCK = (
    # The environment render-spot is DISABLED.
    StuckJob("thumbnails-backfill", "render", "thumbnails", 40 * 60, ""),
    # research-small has maxvCpus 16.
    StuckJob("ranker-sweep", "research", "train-ranker", 26 * 60, MAX_RESOURCE, _size(32, 32_768)),
    # The largest type that training allows has 32 GiB.
    StuckJob(
        "ranker-full",
        "training-large",
        "train-ranker",
        310,
        RESOURCE_REQUIREMENT,
        _size(8, 120_000),
    ),
    # The subnet of warehouse-private has no NAT route and no endpoints.
    StuckJob("load-2024-q4", "warehouse", "load-warehouse", 95, UNDETERMINED),
    # The instance profile of partner-import does not exist.
    StuckJob("partner-feed", "partner", "etl-orders", 20, UNDETERMINED),
    # EC2 has no Spot capacity for x2idn.
    StuckJob(
        "align-cohort-himem",
        "genome-himem",
        "align-reads",
        7 * 60,
        CAPACITY.format(instance_type="x2idn.16xlarge"),
        _size(16, 120_000),
    ),
    # No type of genome-polish has a GPU.
    StuckJob(
        "polish-contigs",
        "genome-polish",
        "call-variants",
        180,
        RESOURCE_REQUIREMENT,
        _size(4, 12_000, gpus=1),
    ),
    # render-mixed has types of two architectures.
    StuckJob("shot-0427-relight", "render-relight", "render-frame", 75, CONFIGURATION),
    # The launch template of render-nodes was deleted.
    StuckJob("shot-0431-comp", "render-comp", "render-frame", 52, CONFIGURATION),
    # There are fewer licences than it needs.
    StuckJob("shot-0419-denoise", "render-denoise", "render-frame", 33, "", licences=6),
    # The service role of closing was deleted: the environment is INVALID.
    StuckJob("close-books-november", "closing", "close-books", 14 * 60, ACTION_REQUIRED),
    # The security group of audit lets nothing out.
    StuckJob("audit-trail", "audit", "close-books", 48, UNDETERMINED),
    # The account may run no P instances.
    StuckJob(
        "train-foundation",
        "foundation",
        "train-ranker",
        62 * 60,
        UNDETERMINED,
        _size(32, 262_144, gpus=8),
    ),
)
#: Waits only because the job before it in its queue does.
BEHIND = StuckJob("load-2024-q4-verify", "warehouse", "load-warehouse", 80, "")
LICENCES = "denoiser-licences"
_P_INSTANCES = "L-417A185B"


def build_stuck(service: BatchService, random: Random, now: int) -> None:
    """Insert the jobs and what they wait for; `now` in ms since the epoch."""
    service.surroundings.quotas.change(_P_INSTANCES, 0)
    request = {"consumableResourceName": LICENCES, "totalQuantity": 2}
    OPERATIONS["CreateConsumableResource"](service, request)
    for stuck in (*STUCK, BEHIND):
        definition = service.account.definition(stuck.definition)
        queue = service.account.queue(stuck.queue)
        if definition is None or queue is None:
            raise LookupError(f"{stuck.name} needs {stuck.definition} and {stuck.queue}")
        created = now - stuck.minutes * MINUTE
        service.insert(
            JobRecord(
                id=seeded_uuid(random),
                name=stuck.name,
                queue_arn=queue.arn,
                definition=definition,
                created_at=created,
                status="RUNNABLE",
                status_reason=stuck.reason,
                runnable_at=created + 2_000,
                overrides=stuck.overrides,
                consumable_resources=_licences(stuck.licences),
                tags={"team": definition.tags["team"]},
            )
        )


def _licences(number: int) -> Document | None:
    if not number:
        return None
    return {"consumableResourceList": [{"consumableResource": LICENCES, "quantity": number}]}
