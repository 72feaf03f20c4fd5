from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.local.permissions.policies import Decision, Policy, evaluate

BUCKET = "arn:aws:s3:::reports/today"


def policy(*statements: Any, name: str = "p") -> Policy:
    return Policy(name, "IAM Policy", json.dumps({"Statement": list(statements)}))


def decide(*statements: Any, action: str = "s3:GetObject", **context: list[str]) -> Decision:
    return evaluate([policy(*statements)], action, BUCKET, context).decision


ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "decision"),
    [
        (ALLOW, Decision.ALLOWED),
        ({**ALLOW, "Action": ["ec2:*", "S3:getobject"]}, Decision.ALLOWED),
        ({**ALLOW, "Action": "ec2:*"}, Decision.IMPLICIT_DENY),
        ({**ALLOW, "Resource": "arn:aws:s3:::reports/*"}, Decision.ALLOWED),
        ({**ALLOW, "Resource": "arn:aws:s3:::Reports/*"}, Decision.IMPLICIT_DENY),
        ({**ALLOW, "Effect": "Deny"}, Decision.EXPLICIT_DENY),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, Decision.ALLOWED),
        ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, Decision.IMPLICIT_DENY),
        ({"Effect": "Allow", "Action": "*", "NotResource": BUCKET}, Decision.IMPLICIT_DENY),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:other"}, Decision.ALLOWED),
    ],
)
def test_one_statement(statement: Any, decision: Decision) -> None:
    assert decide(statement) is decision


def test_a_deny_goes_before_every_allow() -> None:
    assert decide(ALLOW, {**ALLOW, "Effect": "Deny"}, ALLOW) is Decision.EXPLICIT_DENY


def test_a_statement_counts_when_its_conditions_hold() -> None:
    conditional = {**ALLOW, "Condition": {"StringEquals": {"team": "shop"}}}
    assert decide(conditional, team=["shop"]) is Decision.ALLOWED
    verdict = evaluate([policy(conditional)], "s3:GetObject", BUCKET, {})
    assert verdict.decision is Decision.IMPLICIT_DENY
    assert verdict.missing == {"team"}


def test_variables_in_a_resource() -> None:
    own = {**ALLOW, "Resource": "arn:aws:s3:::${user}/*"}
    assert decide(own, user=["reports"]) is Decision.ALLOWED
    assert decide(own, user=["others"]) is Decision.IMPLICIT_DENY
    assert decide({**ALLOW, "Resource": "arn:aws:s3:::${*}/*"}) is Decision.ALLOWED


def test_the_policies_that_decided_are_named_once() -> None:
    policies = [policy(ALLOW, ALLOW, name="yes"), policy({**ALLOW, "Action": "x:*"}, name="other")]
    verdict = evaluate(policies, "s3:GetObject", BUCKET, {})
    assert [one.name for one in verdict.by] == ["yes"]


def test_a_document_may_be_parsed_already() -> None:
    parsed = Policy("p", "IAM Policy", {"Statement": ALLOW})
    assert evaluate([parsed], "s3:GetObject", BUCKET, {}).decision is Decision.ALLOWED
