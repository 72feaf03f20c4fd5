"""The accounts of the tests answer independent clients."""

from __future__ import annotations

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli, reset


def test_the_aws_cli_reads_the_account(empty_account: LocalAccount, aws_cli: AwsCli) -> None:
    assert aws_cli("sts", "get-caller-identity")["Account"] == empty_account.account
    assert aws_cli.line("aws batch describe-job-queues  # all of them") == {"jobQueues": []}


def test_a_reset_leaves_nothing(empty_account: LocalAccount, aws_cli: AwsCli) -> None:
    aws_cli("s3api", "create-bucket", "--bucket", "left", "--region", "us-east-1")
    reset(empty_account)
    assert aws_cli("s3api", "list-buckets")["Buckets"] == []


@pytest.mark.usefixtures("empty_account")
def test_an_error_of_the_cli_fails_the_test(aws_cli: AwsCli) -> None:
    with pytest.raises(AssertionError, match="NoSuchBucket"):
        aws_cli("s3api", "list-objects", "--bucket", "nowhere")


@pytest.mark.engine
def test_jobs_of_the_container_account_are_containers(container_account: LocalAccount) -> None:
    assert not container_account.simulated
    assert container_account.runner.startswith("Docker")
