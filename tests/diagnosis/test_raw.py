from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from batchdeck.aws.calls import Answer
from batchdeck.diagnosis.raw import Raw, answers_in, raw_of
from batchdeck.diagnosis.verdict import Evidence
from tests.diagnosis.things import QUEUE, environment, job

ENVIRONMENT = {
    "computeEnvironmentName": "spot",
    "state": "DISABLED",
    "computeResources": {"type": "SPOT", "maxvCpus": 16, "subnets": ["subnet-1", "subnet-2"]},
    "status": "VALID",
}
TABLE = {
    "RouteTableId": "rtb-1",
    "Routes": [
        {"DestinationCidrBlock": "10.0.0.0/16", "State": "active"},
        {"DestinationCidrBlock": "0.0.0.0/0", "State": "blackhole"},
    ],
}
JOB = {
    "jobId": "j-1",
    "jobDefinition": "arn:aws:batch:eu-west-1:1:job-definition/align:7",
    "attempts": [
        {"container": {"reason": "fine"}},
        {"container": {"reason": 'said "no"'}},
    ],
    "container": {
        "environment": [{"name": "TOKEN", "value": "hunter22"}],
        "image": "genome:7",
    },
    "createdAt": datetime(2026, 1, 1, tzinfo=UTC),
}
ACTIVITIES = {"Activities": [{"AutoScalingGroupName": "spot-asg", "StatusCode": "Failed"}]}
QUOTA = {"Quotas": [{"QuotaCode": "L-1", "Value": 5.0}]}
ANSWERS = tuple(
    Answer(action, {**content, "ResponseMetadata": {"RequestId": "spot"}})
    for action, content in (
        ("batch:DescribeComputeEnvironments", {"computeEnvironments": [ENVIRONMENT]}),
        ("ec2:DescribeRouteTables", {"RouteTables": [TABLE]}),
        ("batch:DescribeJobs", {"jobs": [JOB]}),
        ("autoscaling:DescribeScalingActivities", ACTIVITIES),
        ("servicequotas:ListServiceQuotas", QUOTA),
    )
)


def found(resource: str, field: str, value: str = "") -> tuple[Raw, ...]:
    return raw_of(Evidence(resource, field, value, ""), ANSWERS)


@pytest.mark.parametrize(
    ("resource", "field", "value", "line"),
    [
        ("spot", "state", "DISABLED", '"state": "DISABLED",'),
        ("spot", "maxvCpus", "16", '"maxvCpus": 16,'),
        ("spot", "computeResources.type", "SPOT", '"type": "SPOT",'),
        ("spot", "subnets", "subnet-2", '"subnet-2"'),
        ("rtb-1", "Routes[0.0.0.0/0].State", "blackhole", '"State": "blackhole"'),
        ("j-1", "attempts[].container.reason", 'said "no"', r'"reason": "said \"no\""'),
        ("j-1", "attempts[-1].container.reason", "", r'"reason": "said \"no\""'),
        ("align:7", "image", "genome:7", '"image": "genome:7"'),
        ("spot-asg", "Activities[0].StatusCode", "Failed", '"StatusCode": "Failed"'),
        ("vCPUs (L-1)", "Value", "5", '"Value": 5.0'),
    ],
)
def test_the_field_is_found_and_marked(resource: str, field: str, value: str, line: str) -> None:
    (raw,) = found(resource, field, value)
    (marked,) = (one.text.strip() for one in raw.lines if one.marked)
    assert marked == line


def test_what_stands_around_it_is_shown_and_no_more() -> None:
    (raw,) = found("spot", "state")
    assert raw.action == "batch:DescribeComputeEnvironments"
    assert [one.text for one in raw.lines] == [
        "{",
        '  "computeEnvironmentName": "spot",',
        '  "state": "DISABLED",',
        '  "computeResources": {',
        '    "type": "SPOT",',
    ]
    assert len(found("spot", "state, status, nothing")) == 2


def test_a_field_of_many_lines_is_cut() -> None:
    many: Any = {"vpc": "vpc-1", "Entries": [{"n": n, "m": n} for n in range(50)]}
    (raw,) = raw_of(Evidence("vpc-1", "Entries[]", "none", ""), [Answer("ec2:X", {"a": many})])
    assert len(raw.lines) < 15
    long = Answer("ec2:X", {"name": "x", "text": "y" * 500})
    (raw,) = raw_of(Evidence("x", "text", "", ""), [long])
    assert max(len(one.text) for one in raw.lines) < 150


def test_secrets_are_masked_and_escapes_are_not_obeyed() -> None:
    (raw,) = found("j-1", "environment")
    shown = "\n".join(one.text for one in raw.lines)
    assert "hunter22" not in shown
    assert "******" in shown
    hostile = Answer("batch:X", {"name": "x", "reason": "\x1b]52;c;AA\x07gone"})
    (raw,) = raw_of(Evidence("x", "reason", "", ""), [hostile])
    assert all(one.text.isprintable() for one in raw.lines)


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        ("nobody", "state"),
        ("spot", "absent"),
        ("spot", "SimulatePrincipalPolicy arn:aws:iam::1:role/x"),
        ("", "state"),
        ("j-1", "attempts[].reason"),
        ("spot", ""),
    ],
)
def test_what_no_answer_has_is_not_made_up(resource: str, field: str) -> None:
    assert found(resource, field) == ()


def test_documents_that_were_kept_are_answers_too() -> None:
    kept = (environment(document=json.dumps(ENVIRONMENT)),)
    held = [kept, job(document=json.dumps(JOB, default=str)), (QUEUE,), None]
    actions = [one.action for one in answers_in(held)]
    assert actions == ["batch:DescribeComputeEnvironments", "batch:DescribeJobs"]
    (raw,) = raw_of(Evidence("spot", "state", "", ""), answers_in(held))
    assert any(one.marked for one in raw.lines)
