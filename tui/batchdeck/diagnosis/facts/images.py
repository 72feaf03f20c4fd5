"""Images and log groups of the job's containers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

from batchdeck.aws.ecr import EcrGateway
from batchdeck.aws.logs import LogsGateway
from batchdeck.diagnosis.check import FARGATE
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.facts.batch import ran
from batchdeck.domain.image import EcrImage, ImageDetail, ImageManifest, ecr_image
from batchdeck.domain.job import JobDetail
from batchdeck.domain.policy import Policy

AWS_MAKES = "/aws/batch/job"
"""The group that Batch makes by itself."""
AT_ONCE = 15_000
"""ms within which a program that the machine cannot read is over."""


@fact
async def images(ecr: EcrGateway, starting: JobDetail) -> Mapping[str, ImageDetail]:
    """The job's images in private ECR of this account, by their references."""
    ours = _ours(starting)
    if not ours:
        raise NotApplicableError("no image lies in ECR of this account and Region")
    found = await asyncio.gather(*map(ecr.detail, ours.values()))
    return dict(zip(ours, found, strict=True))


@fact
async def image_manifests(ecr: EcrGateway, job: JobDetail) -> Mapping[str, ImageManifest]:
    """What these images are made of, as far as that can be the trouble of the job."""
    could_be = job.job.status == "STARTING" or (job.job.status == "FAILED" and job.attempts)
    if not could_be or not _died_at_once(job):
        raise NotApplicableError("the job's images ran, or are not asked for yet")
    ours = _ours(job)
    if not ours:
        raise NotApplicableError("no image lies in ECR of this account and Region")
    found = await asyncio.gather(*map(ecr.manifest, ours.values()))
    return {name: one for name, one in zip(ours, found, strict=True) if one is not None}


@fact
async def config_architectures(
    ecr: EcrGateway,
    image_manifests: Mapping[str, ImageManifest],
    job: JobDetail,
    kinds: frozenset[str],
) -> Mapping[str, tuple[str, ...]]:
    """What those are built for that are single images, which only their configuration tells.

    Not of a job that is starting on Fargate: it would be the only one to need a third round.
    """
    if job.job.status == "STARTING" and kinds <= set(FARGATE):
        raise NotApplicableError("the manifest of an image alone does not tell")
    ours = _ours(job)
    single = [name for name, one in image_manifests.items() if one.config]
    found = await asyncio.gather(
        *(ecr.architecture(ours[name], image_manifests[name].config) for name in single)
    )
    return {name: (one,) for name, one in zip(single, found, strict=True) if one}


@fact
async def image_architectures(
    image_manifests: Mapping[str, ImageManifest],
    config_architectures: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Mapping[str, tuple[str, ...]]:
    """What these images are built for: amd64, arm64; of some it may not be known."""
    listed = {name: one.architectures for name, one in image_manifests.items()}
    return {**listed, **config_architectures}


@fact
async def repository_policies(ecr: EcrGateway, starting: JobDetail) -> Mapping[str, Policy | None]:
    """The policies of the repositories in other accounts, by the images' references."""
    account = _place(starting)[1:]
    foreign = {
        reference: image
        for reference, image in _images(starting).items()
        if account and [image.registry] != account
    }
    if not foreign:
        raise NotApplicableError("no image lies in another account's ECR")
    found = await asyncio.gather(*map(ecr.repository_policy, foreign.values()))
    return dict(zip(foreign, found, strict=True))


@fact
async def log_groups(logs: LogsGateway, job: JobDetail) -> Mapping[str, bool]:
    """The log groups that have to be there before the job, and whether they are."""
    named = {one.log_group for one in job.containers if not one.creates_log_group}
    names = sorted(named - {"", AWS_MAKES})
    if not names:
        raise NotApplicableError("the job logs to a group that is made for it")
    found = await asyncio.gather(*map(logs.has_group, names))
    return dict(zip(names, found, strict=True))


def _ours(job: JobDetail) -> dict[str, EcrImage]:
    """Images of the job in ECR of its own account and Region."""
    place = _place(job)
    return {
        reference: image
        for reference, image in _images(job).items()
        if [image.region, image.registry] == place
    }


def _images(job: JobDetail) -> dict[str, EcrImage]:
    found = {one.image: ecr_image(one.image) for one in job.containers}
    return {reference: image for reference, image in found.items() if image is not None}


def _place(job: JobDetail) -> list[str]:
    """Region and account of a job."""
    return job.job.arn.split(":")[3:5]


def _died_at_once(job: JobDetail) -> bool:
    """Whether it never ran, or ended as fast as a program for another machine does."""
    if not ran(job):
        return True
    spans = [
        one.stopped_at - one.started_at
        for one in job.attempts
        if one.started_at is not None and one.stopped_at is not None
    ]
    return bool(spans) and spans[-1] < AT_ONCE
