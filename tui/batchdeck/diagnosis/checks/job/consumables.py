"""Consumable resources, such as licences, that a job waits for."""

from __future__ import annotations

from batchdeck.diagnosis.check import Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ConsumableResource


@check(
    "job-consumable-resource-satisfiable",
    layer=Layer.JOB,
    explains=("job-consumable-resource-available",),
    remedy=commands(
        "aws batch update-consumable-resource --consumable-resource {name} "
        "--operation SET --quantity {quantity}"
    ),
    docs=(pages.CONSUMABLES,),
)
def can_ever_be_met(job: JobDetail, consumables: tuple[ConsumableResource, ...]) -> Verdict:
    """The consumable resources the job needs exist, and there is enough of each in all."""
    for name, quantity in job.consumables:
        found = _named(name, consumables)
        if found is None:
            evidence = Evidence(name, "consumableResourceName", "absent", "one that exists")
            return failed(f"the consumable resource {name} does not exist", evidence)
        if found.total < quantity:
            evidence = Evidence(found.name, "totalQuantity", str(found.total), f">= {quantity}")
            summary = f"the job needs {quantity} of {found.name}, there are {found.total} in all"
            return failed(summary, evidence, name=found.name, quantity=str(quantity))
    return passed("there is enough of each")


@check(
    "job-consumable-resource-available",
    layer=Layer.JOB,
    remedy=commands(
        "aws batch update-consumable-resource --consumable-resource {name} "
        "--operation ADD --quantity {missing}"
    ),
    docs=(pages.CONSUMABLES,),
)
def is_available(job: JobDetail, consumables: tuple[ConsumableResource, ...]) -> Verdict:
    """The consumable resources the job needs are free.

    Batch gives no reason code for a job that waits for one.
    """
    for name, quantity in job.consumables:
        found = _named(name, consumables)
        free = found.available if found is not None else 0
        if free < quantity:
            evidence = Evidence(name, "totalQuantity - inUseQuantity", str(free), f">= {quantity}")
            summary = f"the job needs {quantity} of {name}, {free} are free"
            return failed(summary, evidence, name=name, missing=str(quantity - free))
    return passed("there is enough of each")


def _named(name: str, known: tuple[ConsumableResource, ...]) -> ConsumableResource | None:
    return next((one for one in known if name in (one.name, one.arn)), None)
