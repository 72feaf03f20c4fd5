from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.submission_rules import check_share
from batchdeck.local.batch.records import JobQueueRecord
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

EARLIER: dict[str, Any] = {"jobId": "earlier"}


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"arrayProperties": {"size": 1}}, "Array size must be between 2 and 10,000."),
        ({"arrayProperties": {"size": 10_001}}, "Array size must be between 2 and 10,000."),
        ({"dependsOn": [{"jobId": "nobody"}]}, "Job nobody not found."),
        ({"dependsOn": [{"jobId": "nobody"}] * 21}, "at most 20"),
        ({"dependsOn": [{}]}, "must have a jobId"),
        ({"dependsOn": [{"type": "SEQUENTIAL"}]}, "SEQUENTIAL is for array jobs only."),
        ({"dependsOn": [EARLIER | {"type": "N_TO_N"}]}, "N_TO_N is for array jobs only."),
        (
            {"arrayProperties": {"size": 3}, "dependsOn": [EARLIER | {"type": "N_TO_N"}]},
            "must be an array job of size 3.",
        ),
        (
            {"arrayProperties": {"size": 3}, "dependsOn": [EARLIER | {"type": "SEQUENTIAL"}]},
            "must not have a jobId",
        ),
        (
            {"arrayProperties": {"size": 3}, "dependsOn": [{"type": "N_TO_N"}]},
            "must have a jobId",
        ),
    ],
)
def test_arrays_and_dependencies_that_cannot_be(cloud: Cloud, members: Any, text: str) -> None:
    queue, definition = cloud.queue(), cloud.definition()
    earlier = cloud.submit(queue, definition, arrayProperties={"size": 2})
    for dependency in members.get("dependsOn", []):
        if dependency.get("jobId") == "earlier":
            members = members | {"dependsOn": [dependency | {"jobId": earlier}]}
    with refused(text):
        cloud.submit(queue, definition, **members)


def test_a_job_is_named_from_a_letter_on(cloud: Cloud) -> None:
    with refused("Job name should match valid pattern"):
        cloud.submit(cloud.queue(), name="-x")


def test_a_queue_has_at_most_five_hundred_shares_at_a_time() -> None:
    queue = JobQueueRecord("queue", "arn", 1, [], scheduling_policy_arn="policy")
    active = {str(number) for number in range(500)}
    check_share({"shareIdentifier": "7"}, queue, active)
    with pytest.raises(ClientError, match="at most 500 active share identifiers"):
        check_share({"shareIdentifier": "new"}, queue, active)


@pytest.mark.parametrize("share", ["a-b", "*", "a*b", "x" * 256, "é"])
def test_a_share_is_named_in_letters_and_numbers(share: str) -> None:
    queue = JobQueueRecord("queue", "arn", 1, [], scheduling_policy_arn="policy")
    with pytest.raises(ClientError, match="letters and numbers"):
        check_share({"shareIdentifier": share}, queue, ())
    check_share({"shareIdentifier": "x" * 255}, queue, ())
    check_share({"shareIdentifier": "teamA*"}, queue, ())
