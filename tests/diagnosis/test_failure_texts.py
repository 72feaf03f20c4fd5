from __future__ import annotations

import pytest

from batchdeck.diagnosis.failure_texts import (
    ENVIRONMENT,
    LAUNCH,
    START,
    Table,
    is_start_failure,
    said_of,
    spoken_for,
)
from tests.diagnosis.things import attempt, container, job


@pytest.mark.parametrize(
    ("text", "table", "first"),
    [
        (
            "CLIENT_ERROR - Not authorized to perform sts:AssumeRole",
            ENVIRONMENT,
            "iam-service-role-exists-trust",
        ),
        ("Invalid IAM Instance Profile name", LAUNCH, "iam-instance-profile-exists"),
        (
            "CLIENT_ERROR - Launch Template UserData is not MIME multipart format",
            ENVIRONMENT,
            "inst-userdata-mime",
        ),
        ("AMI cannot be described", ENVIRONMENT, "ce-ami-available"),
        ("The key pair 'ops' does not exist", LAUNCH, "ce-key-pair-exists"),
        (
            "The specified launch template, lt-1, with version 1, does not exist.",
            LAUNCH,
            "ce-launch-template-exists",
        ),
        ("CannotPullContainerError: write /x: no space left on device", START, "inst-root-volume"),
        ("CannotPullContainerError: dial tcp: i/o timeout", START, "net-egress-path"),
        ("CannotPullContainerError: manifest unknown", START, "image-ecr-exists"),
        ("CannotPull: 429 toomanyrequests: rate limit", START, "image-public-registry"),
        ("CannotPullContainerError: 403 Forbidden", START, "iam-execution-role-permissions"),
        (
            "ResourceInitializationError: unable to retrieve secret from asm: AccessDenied",
            START,
            "secret-exists",
        ),
        (
            "ResourceInitializationError: The task cannot pull registry auth from Amazon ECR",
            START,
            "net-fargate-public-ip",
        ),
        ("ResourceInitializationError: failed to invoke EFS utils", START, "efs-mountable"),
        ("exec /run: exec format error", START, "image-arch-matches"),
    ],
)
def test_texts_speak_for_checks(text: str, table: Table, first: str) -> None:
    assert spoken_for(text, table)[0] == first


def test_other_texts_speak_for_nothing() -> None:
    assert spoken_for("ComputeEnvironment Healthy", ENVIRONMENT) == ()
    assert is_start_failure(["exited", "CannotStartContainerError: no such file"]).startswith(
        "Cannot"
    )
    assert is_start_failure(["Essential container in task exited"]) == ""


def test_the_last_attempt_speaks_first() -> None:
    failed = job(
        "FAILED",
        reason="Essential container in task exited",
        attempts=(attempt("first"), attempt("", container_reason="second")),
        containers=(container(reason="of the container"),),
    )
    assert said_of(failed) == [
        "Essential container in task exited",
        "of the container",
        "second",
        "first",
    ]
