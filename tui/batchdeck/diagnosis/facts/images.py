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
async def absent_images(ecr: EcrGateway, job: JobDetail) -> Mapping[str, str]:
    """The job's images in private ECR of this account, and why they are absent (empty: not)."""
    if job.job.status != "STARTING" and (job.job.status != "FAILED" or _ran(job)):
        raise NotApplicableError("the image was there when the job ran, or is not asked for yet")
    references = {one.image: ecr_image(one.image) for one in job.containers}
    own = job.job.arn.split(":")
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
    """The log groups the job names itself, and whether they exist."""
    names = sorted({one.log_group for one in job.containers} - {"", AWS_MAKES})
    if not names:
        raise NotApplicableError("the job logs to the group that Batch makes")
    found = await asyncio.gather(*map(logs.has_group, names))
    return dict(zip(names, found, strict=True))


def _ran(job: JobDetail) -> bool:
    """Whether some container of the job ended by itself."""
    codes = [job.job.exit_code, *(one.exit_code for one in job.attempts)]
    return any(code is not None for code in codes)
