"""What the tests of validity share."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import Cloud, eventually


def becomes(cloud: Cloud, environment: str, status: str) -> str:
    """The `statusReason` of an environment, once it has a status."""

    def reason() -> Any:
        answer = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
        (one,) = answer["computeEnvironments"]
        return one["status"] == status and one["statusReason"]

    return str(eventually(reason))
