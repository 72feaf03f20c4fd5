"""Batch acts by the environment's service role."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error

BATCH = "batch.amazonaws.com"


def service_role(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """The role must exist and trust Batch.

    Source: AWS Batch user guide, "INVALID compute environment".
    """
    role = environment.service_role
    if surroundings.identities.trusts(role, BATCH):
        return None
    message = f"User: {BATCH} is not authorized to perform: sts:AssumeRole on resource: {role}"
    return client_error(message, "AWSSecurityTokenService", 403, "AccessDenied")
