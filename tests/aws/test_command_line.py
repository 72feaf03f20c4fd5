"""Every line is given to the real AWS CLI's parser."""

from __future__ import annotations

import shlex
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from batchdeck.aws.command_line import command_line, kebab
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import MASK, Secret

CONNECTION = Connection(region="eu-west-1", endpoint_url="http://127.0.0.1:5", profile="")


@cache
def _driver() -> Any:
    return import_module("awscli.clidriver").create_clidriver()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a line in the AWS CLI up to the point where it would send the request."""
    operation_caller = import_module("awscli.clidriver").CLIOperationCaller
    sent: list[Any] = []

    def invoke(_self: Any, service: str, operation: str, parameters: Any, options: Any) -> int:
        sent[:] = [service, operation, parameters, options]
        return 0

    monkeypatch.setattr(operation_caller, "invoke", invoke)

    def run(line: str) -> Any:
        words = shlex.split(line)
        assert words[0] == "aws"
        assert _driver().main(words[1:]) == 0, line
        return sent

    return run


REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("batch", "DescribeComputeEnvironments", {}),
    ("batch", "DescribeJobQueues", {"nextToken": "a/b+c=="}),
    ("batch", "DescribeJobDefinitions", {"status": "ACTIVE", "maxResults": 100}),
    ("batch", "ListJobs", {"jobQueue": "q", "jobStatus": "RUNNING", "maxResults": 1000}),
    ("batch", "ListJobs", {"jobQueue": "q", "filters": [{"name": "JOB_NAME", "values": ["a b"]}]}),
    ("batch", "DescribeJobs", {"jobs": ["0a-1", "0b-2:3"]}),
    ("batch", "DescribeJobs", {"jobs": ["0a-1"]}),
    ("batch", "DescribeJobs", {"jobs": ["-x", "[y", "{z", "file://w"]}),
    ("batch", "CancelJob", {"jobId": "0a", "reason": 'it\'s "wrong" & `old` $HOME 日本'}),
    ("batch", "TerminateJob", {"jobId": "0a", "reason": "--force"}),
    ("batch", "TerminateJob", {"jobId": "0a", "reason": "file:///etc/passwd"}),
    ("batch", "TerminateJob", {"jobId": "0a", "reason": "https://example.com/why"}),
    ("batch", "TerminateJob", {"jobId": "0a", "reason": "two\nlines \x1b]52;c;x\x07 \u202eturned"}),
    (
        "batch",
        "SubmitJob",
        {
            "jobName": "x",
            "jobQueue": "q",
            "jobDefinition": "d:3",
            "parameters": {"input": "s3://bucket/key", "empty": ""},
            "containerOverrides": {
                "command": ["sh", "-c", "echo 'hi' | wc", "\u202e\x07"],
                "resourceRequirements": [{"type": "VCPU", "value": "0.25"}],
            },
            "retryStrategy": {"attempts": 3},
            "timeout": {"attemptDurationSeconds": 600},
            "tags": {"batchdeck:submission": "abc", "team": "é"},
            "propagateTags": True,
        },
    ),
    (
        "batch",
        "SubmitJob",
        {"jobName": "x", "jobQueue": "q", "jobDefinition": "d", "propagateTags": False},
    ),
    (
        "logs",
        "GetLogEvents",
        {
            "logGroupName": "/aws/batch/job",
            "logStreamName": "d/default/0a",
            "limit": 10000,
            "startFromHead": True,
        },
    ),
    (
        "logs",
        "GetLogEvents",
        {"logGroupName": "g", "logStreamName": "s", "startFromHead": False, "nextToken": "f/1"},
    ),
    ("sts", "GetCallerIdentity", {}),
    ("iam", "ListAccountAliases", {}),
]


@pytest.mark.parametrize(("service", "operation", "parameters"), REQUESTS)
def test_the_aws_cli_reads_back_the_same_request(
    aws: Any, service: str, operation: str, parameters: dict[str, Any]
) -> None:
    line = command_line(service, operation, parameters, CONNECTION)
    assert not UNSAFE.search(line)
    sent = aws(line)
    assert (sent[0], sent[1]) == (service, operation)
    assert sent[2] == parameters
    assert sent[3].region == "eu-west-1"
    assert sent[3].endpoint_url == "http://127.0.0.1:5"


def test_values_of_variables_never_stand_in_a_line(aws: Any) -> None:
    variables = [{"name": "TOKEN", "value": "hunter22"}]
    parameters = {
        "jobName": "x",
        "jobQueue": "q",
        "jobDefinition": "d",
        "containerOverrides": {"environment": variables},
    }
    line = command_line("batch", "SubmitJob", parameters, CONNECTION)
    assert "hunter22" not in line
    assert aws(line)[2]["containerOverrides"]["environment"][0]["value"] == MASK
    line = command_line("batch", "SubmitJob", {**parameters, "jobName": "-x"}, CONNECTION)
    assert "hunter22" not in line
    assert aws(line)[2]["jobName"] == "-x"


def test_the_connection_shows_without_its_keys() -> None:
    connection = Connection(profile="my prod", access_key="AKIA1", secret_key=Secret("abc123"))
    line = command_line("batch", "ListJobs", {}, connection)
    assert line == "aws batch list-jobs --profile 'my prod'"


def test_names_are_spelled_as_the_cli_spells_them() -> None:
    names = ["ListJobs", "DescribeJobQueues", "jobQueue", "startFromHead", "EKSThing"]
    assert [kebab(name) for name in names] == [
        "list-jobs",
        "describe-job-queues",
        "job-queue",
        "start-from-head",
        "eks-thing",
    ]
