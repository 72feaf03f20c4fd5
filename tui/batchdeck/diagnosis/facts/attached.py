"""Secrets and file systems of the job's containers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.efs import EfsGateway
from batchdeck.aws.secrets import PAGE, SecretsGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.job_access import (
    Place,
    in_secrets_manager,
    parameter_arn,
    place_of,
    secret_arn,
)
from batchdeck.domain.file_system import MountTarget
from batchdeck.domain.job import JobDetail


@fact
async def absent_secrets(secrets: SecretsGateway, starting: JobDetail) -> Mapping[str, str]:
    """The job's secrets and parameters in this account, and why they are absent (empty: not)."""
    place = place_of(starting)
    references = {
        reference
        for one in starting.containers
        for reference in (*one.secrets, one.registry_secret)
        if reference
    }
    if place is None or not references:
        raise NotApplicableError("the job has no secrets")
    managed = sorted({secret_arn(one) for one in references if in_secrets_manager(one)})
    own = [one for one in managed if one.split(":")[3:5] == [place.region, place.account]]
    names = _parameters(references, place)
    absence, known = await asyncio.gather(
        asyncio.gather(*map(secrets.absence, own)), _known(secrets, names)
    )
    missing = {one: "" if _name(one) in known else "absent" for one in names}
    return {**dict(zip(own, absence, strict=True)), **missing}


@fact
async def mount_targets(
    efs: EfsGateway, starting: JobDetail
) -> Mapping[str, tuple[MountTarget, ...] | None]:
    """The mount targets of the job's file systems; None for one that does not exist."""
    names = sorted({name for one in starting.containers for name in one.file_systems})
    if not names:
        raise NotApplicableError("the job mounts no EFS file system")
    found = await asyncio.gather(*map(efs.mount_targets, names))
    return dict(zip(names, found, strict=True))


def _parameters(references: set[str], place: Place) -> list[str]:
    """ARNs of the parameters of this account and Region."""
    arns = {parameter_arn(one, place) for one in references if not in_secrets_manager(one)}
    here = place.arn("ssm", "parameter/")
    return sorted(one for one in arns if one.startswith(here))


async def _known(secrets: SecretsGateway, arns: list[str]) -> frozenset[str]:
    """Names of the parameters that exist, without the first slash."""
    if not arns:
        return frozenset()
    # The ARNs of `user` and `/user` are the same; a name with levels begins with a slash.
    plain = [_name(one) for one in arns if "/" not in _name(one)]
    names = [*plain, *(f"/{_name(one)}" for one in arns)]
    pages = (names[start : start + PAGE] for start in range(0, len(names), PAGE))
    found = await asyncio.gather(*map(secrets.parameters, pages))
    return frozenset(name.removeprefix("/") for each in found for name in each)


def _name(arn: str) -> str:
    return arn.partition(":parameter/")[2]
