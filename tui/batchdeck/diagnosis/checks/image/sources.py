"""The image a container starts from, and the log group it writes to."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import Apply, Layer, Remedy, Severity, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.image import ecr_image

AT_START = ("RUNNABLE", "STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")


@check(
    "image-ecr-exists",
    layer=Layer.IMAGE,
    statuses=("STARTING", "FAILED"),
    explains=SYMPTOMS,
    prior=0.03,
    remedy=Remedy(
        ("aws ecr describe-images --registry-id {registry} --repository-name {repository}",),
        Apply.NEVER,
    ),
    docs=(pages.PULL,),
)
def image_exists(absent_images: Mapping[str, str]) -> Verdict:
    """The image exists in ECR under its tag or digest."""
    for reference, absence in absent_images.items():
        if absence:
            image = ecr_image(reference)
            registry, repository = (image.registry, image.repository) if image else ("", "")
            evidence = Evidence(reference, "DescribeImages", absence, "an image")
            summary = f"the image {reference} does not exist"
            return failed(summary, evidence, registry=registry, repository=repository)
    return passed("every image exists")


@check(
    "log-group-exists",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=AT_START,
    explains=SYMPTOMS,
    prior=0.01,
    remedy=Remedy(("aws logs create-log-group --log-group-name {group}",), Apply.SAFE),
    docs=(pages.STOPPED,),
)
def log_group_exists(log_groups: Mapping[str, bool]) -> Verdict:
    """The log group that the job names exists.

    Without it the awslogs driver does not start, and neither does the container.
    """
    for name, exists in log_groups.items():
        if not exists:
            evidence = Evidence(name, "logGroups[].logGroupName", "absent", "one that exists")
            return failed(f"the log group {name} does not exist", evidence, group=name)
    return passed("every log group exists")
