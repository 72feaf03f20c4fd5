"""The image a container starts from, and the log group it writes to."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, warned
from batchdeck.domain.image import ImageDetail, ecr_image

AT_START = ("RUNNABLE", "STARTING", "FAILED")
HUGE = 4 * 2**30
"""Bytes, compressed."""
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")


@check(
    "image-ecr-exists",
    layer=Layer.IMAGE,
    statuses=("STARTING", "FAILED"),
    explains=SYMPTOMS,
    prior=0.03,
    remedy=commands(
        "aws ecr describe-images --registry-id {registry} --repository-name {repository}",
        apply=Apply.NEVER,
    ),
    docs=(pages.PULL,),
)
def image_exists(images: Mapping[str, ImageDetail]) -> Verdict:
    """The image exists in ECR under its tag or digest."""
    for reference, detail in images.items():
        if detail.absence:
            evidence = Evidence(reference, "DescribeImages", detail.absence, "an image")
            return failed(
                f"the image {reference} does not exist", evidence, known=_named(reference)
            )
    return passed("every image exists")


@check(
    "image-ecr-not-archived",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=("STARTING", "FAILED"),
    explains=SYMPTOMS,
    remedy=commands(
        "aws ecr update-image-storage-class --registry-id {registry} "
        "--repository-name {repository} --image-id {which} "
        "--target-storage-class STANDARD"
    ),
    docs=(pages.ARCHIVED,),
)
def image_not_archived(images: Mapping[str, ImageDetail]) -> Verdict:
    """The image is not in ECR's archive.

    An archived image has to be restored before it can be pulled.
    """
    for reference, detail in images.items():
        if detail.status in {"ARCHIVED", "ACTIVATING"}:
            evidence = Evidence(reference, "imageStatus", detail.status, "ACTIVE")
            words = "is archived" if detail.status == "ARCHIVED" else "is still being restored"
            return failed(f"the image {reference} {words}", evidence, known=_named(reference))
    return passed("no image is archived")


@check(
    "image-size",
    layer=Layer.IMAGE,
    severity=Severity.ADVISORY,
    statuses=("STARTING",),
    remedy=commands(
        "aws ecr describe-images --registry-id {registry} --repository-name {repository} "
        "--image-ids {which}",
        apply=Apply.NEVER,
    ),
    docs=(pages.BEST_PRACTICE,),
)
def image_not_huge(images: Mapping[str, ImageDetail]) -> Verdict:
    """The image is not huge: a job is STARTING for as long as the pull takes."""
    for reference, detail in images.items():
        if detail.size is not None and detail.size >= HUGE:
            size = f"{detail.size / 2**30:.1f} GiB"
            evidence = Evidence(reference, "imageSizeInBytes", str(detail.size), f"< {HUGE}")
            return warned(
                f"the image {reference} has {size}: its pull takes long",
                evidence,
                **_named(reference),
            )
    return passed("no image is huge")


@check(
    "log-group-exists",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=AT_START,
    explains=SYMPTOMS,
    prior=0.01,
    remedy=commands("aws logs create-log-group --log-group-name {group}", apply=Apply.SAFE),
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


def _named(reference: str) -> dict[str, str]:
    """The image as commands name it."""
    image = ecr_image(reference)
    if image is None:
        return {}
    which = f"imageDigest={image.digest}" if image.digest else f"imageTag={image.tag}"
    return {"registry": image.registry, "repository": image.repository, "which": which}
