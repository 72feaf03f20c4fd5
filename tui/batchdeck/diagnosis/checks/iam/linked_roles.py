"""Roles that AWS's services have for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.cluster import ScalingActivity
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment

_TROUBLE = re.compile(r"service[- ]?linked[- ]?role", re.IGNORECASE)
_SERVICES = (
    (r"spot ?fleet", "spotfleet.amazonaws.com"),
    (r"spot", "spot.amazonaws.com"),
    (r"\becs\b", "ecs.amazonaws.com"),
    (r"auto ?scaling", "autoscaling.amazonaws.com"),
    (r"batch", "batch.amazonaws.com"),
)
"""What a text calls the services that have such a role, the narrower words first."""


@check(
    "iam-service-linked-roles",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=("RUNNABLE", "STARTING", "FAILED"),
    explains=(
        "cap-asg-activity",
        "cap-spot-fleet-history",
        "ce-status-valid",
        "job-start-failure-class",
        "ce-desired-not-scaling",
    ),
    remedy=commands(
        "aws iam create-service-linked-role --aws-service-name {service}", apply=Apply.SAFE
    ),
    docs=(pages.SPOT_ROLE, pages.LINKED_ROLES),
)
def linked_roles_exist(
    candidates: tuple[ComputeEnvironment, ...],
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    described: JobDetail | None,
) -> Verdict:
    """No service misses a service-linked role of its own.

    AWS makes these roles when they are first needed, so that one may well be absent. Only where
    it may not make one does a launch or a start fail, and say so.
    """
    for resource, field, text in _texts(candidates, activities, described):
        if not _TROUBLE.search(text):
            continue
        found = (name for words, name in _SERVICES if re.search(words, text, re.IGNORECASE))
        service = next(found, "")
        evidence = Evidence(resource, field, text, "a role that exists")
        summary = f"a service-linked role is missing: {text}"
        known = {"service": service} if service else {}
        return failed(summary, evidence, settled=True, known=known)
    return passed("nothing says that a service-linked role is missing")


def _texts(
    environments: tuple[ComputeEnvironment, ...],
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    job: JobDetail | None,
) -> Iterator[tuple[str, str, str]]:
    """What AWS says of what did not work: resource, field and text, the newest only."""
    for one in environments:
        if one.status == "INVALID":
            yield one.name, "statusReason", one.reason
        newest = next(iter(activities.get(one.name, ())), None)
        if newest is not None and newest.status in {"Failed", "Cancelled"}:
            yield newest.group, "Activities[0].StatusMessage", newest.message
    if job is not None:
        newest_attempt = job.attempts[-1:]
        texts = [job.job.reason, job.job.container_reason]
        texts += [text for one in newest_attempt for text in (one.container_reason, one.reason)]
        for text in texts:
            yield job.job.id, "statusReason", text
