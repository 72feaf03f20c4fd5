"""Fronts of queues and fair-share policies: from botocore's dicts to the domain."""

from __future__ import annotations

import math

from batchdeck.aws.shapes import Document, child, children, short_name, text, whole
from batchdeck.domain.snapshot import Place, QueueSnapshot, SchedulingPolicy


def queue_snapshot(source: Document) -> QueueSnapshot:
    """The answer of `GetJobQueueSnapshot`."""
    utilization = child(source, "queueUtilization")
    fair = child(utilization, "fairshareUtilization")
    return QueueSnapshot(
        front=tuple(
            Place(short_name(text(one, "jobArn")), whole(one, "earliestTimeAtPosition") or 0)
            for one in children(child(source, "frontOfQueue"), "jobs")
        ),
        active_shares=whole(fair, "activeShareCount"),
        usage=tuple(
            (text(one, "shareIdentifier"), sum(map(_quantity, children(one, "capacityUsage"))))
            for one in children(fair, "topCapacityUtilization")
        ),
        vcpus=_vcpus(utilization),
    )


def scheduling_policy(source: Document) -> SchedulingPolicy:
    """A policy of `DescribeSchedulingPolicies`."""
    fair = child(source, "fairsharePolicy")
    return SchedulingPolicy(
        name=text(source, "name"),
        arn=text(source, "arn"),
        reservation=whole(fair, "computeReservation") or 0,
        decay_seconds=whole(fair, "shareDecaySeconds") or 0,
        weights=tuple(
            (text(one, "shareIdentifier"), _number(one, "weightFactor", 1.0))
            for one in children(fair, "shareDistribution")
        ),
    )


def _vcpus(utilization: Document) -> float | None:
    found = [
        _quantity(one)
        for one in children(utilization, "totalCapacityUsage")
        if text(one, "capacityUnit").upper() == "VCPU"
    ]
    return sum(found) if found else None


def _quantity(source: Document) -> float:
    return _number(source, "quantity", 0.0)


def _number(source: Document, name: str, otherwise: float) -> float:
    value = source.get(name)
    if isinstance(value, (int, float)) and math.isfinite(value):
        return float(value)
    return otherwise
