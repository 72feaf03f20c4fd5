from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.permissions.policies import Policy
from batchdeck.local.permissions.resource_policies import lets

ROLE = "arn:aws:iam::123456789012:role/worker"
CONTEXT = {"aws:securetransport": ["true"]}
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


def allowed(*statements: dict[str, Any], action: str = "s3:GetObject") -> bool:
    policy = Policy("of a thing", "", {"Statement": list(statements)})
    return lets(policy, {ROLE}, action, "arn:aws:s3:::bucket/key", CONTEXT)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, True),
        ({"Principal": {"AWS": ROLE}}, True),
        ({"Principal": {"AWS": ["arn:other", "*"]}}, True),
        ({"Principal": {"AWS": "arn:other"}}, False),
        ({"Principal": {"Service": "ec2.amazonaws.com"}}, False),
        ({"Action": "s3:Put*"}, False),
        ({"Resource": "arn:aws:s3:::bucket/*"}, True),
        ({"Resource": "arn:aws:s3:::another/*"}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "false"}}}, False),
        ({"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, True),
        ({"Effect": "Deny"}, False),
    ],
)
def test_a_statement_counts_for_whom_and_what_it_names(
    members: dict[str, Any], expected: bool
) -> None:
    assert allowed(OPEN | members) == expected


def test_a_denial_goes_before_what_is_allowed_unless_its_condition_is_unknown() -> None:
    deny = OPEN | {"Effect": "Deny"}
    assert not allowed(OPEN, deny)
    assert allowed(OPEN, deny | {"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}})


def test_a_text_that_is_no_policy_allows_nothing() -> None:
    assert not lets(Policy("broken", "", "{"), {ROLE}, "s3:GetObject", "*", CONTEXT)
