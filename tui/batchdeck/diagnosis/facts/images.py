"""Images and log groups of the job's containers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.ecr import EcrGateway
from batchdeck.aws.logs import LogsGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.domain.image import ecr_image
from batchdeck.domain.job import JobDetail

AWS_MAKES = "/aws/batch/job"
"""The group that Batch makes by itself."""


@fact
async def absent_images(ecr: EcrGateway, starting: JobDetail) -> Mapping[str, str]:
    """The job's images in private ECR of this account, and why they are absent (empty: not)."""
    references = {one.image: ecr_image(one.image) for one in starting.containers}
    own = starting.job.arn.split(":")
    ours = {
        reference: image
        for reference, image in references.items()
        if image is not None and [image.region, image.registry] == own[3:5]
    }
    if not ours:
        raise NotApplicableError("no image lies in ECR of this account and Region")
    found = await asyncio.gather(*map(ecr.absence, ours.values()))
    return dict(zip(ours, found, strict=True))


@fact
async def log_groups(logs: LogsGateway, job: JobDetail) -> Mapping[str, bool]:
    """The log groups that have to be there before the job, and whether they are."""
    named = {one.log_group for one in job.containers if not one.creates_log_group}
    names = sorted(named - {"", AWS_MAKES})
    if not names:
        raise NotApplicableError("the job logs to a group that is made for it")
    found = await asyncio.gather(*map(logs.has_group, names))
    return dict(zip(names, found, strict=True))
