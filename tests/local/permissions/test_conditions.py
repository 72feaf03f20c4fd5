from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.permissions.conditions import hold, listed, matches, unanswered

CONTEXT = {
    "aws:currenttime": ["2026-11-26T05:00:00Z"],
    "aws:sourceip": ["10.0.0.7"],
    "ec2:region": ["eu-west-1"],
    "n": ["5"],
    "t": ["a", "b"],
}


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get?", "s3:GetObject", False),
        ("[ab]", "a", False),
        ("*", "a\nb", True),
    ],
)
def test_only_asterisk_and_question_mark_are_special(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"StringEquals": {"EC2:Region": ["us-east-1", "eu-west-1"]}}, True),
        ({"StringNotEquals": {"ec2:Region": "eu-west-1"}}, False),
        ({"StringNotEquals": {"ec2:Region": ["eu-west-1", "x"]}}, False),
        ({"StringEqualsIgnoreCase": {"ec2:Region": "EU-WEST-1"}}, True),
        ({"StringLike": {"ec2:Region": "eu-*"}}, True),
        ({"StringNotLike": {"ec2:Region": "eu-*"}}, False),
        ({"StringEquals": {"absent": "x"}}, False),
        ({"StringNotEquals": {"absent": "x"}}, True),
        ({"StringEqualsIfExists": {"absent": "x"}}, True),
        ({"StringEqualsIfExists": {"ec2:Region": "x"}}, False),
        ({"Null": {"absent": "true"}}, True),
        ({"Null": {"n": "true"}}, False),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
        ({"IpAddress": {"aws:SourceIp": "nonsense"}}, False),
        ({"NumericLessThan": {"n": 6}}, True),
        ({"NumericGreaterThanEquals": {"n": "6"}}, False),
        ({"NumericEquals": {"n": "five"}}, False),
        ({"Bool": {"absent": "false"}}, False),
        ({"Null": {"absent": []}}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2026-12-01T00:00:00Z"}}, True),
        ({"DateGreaterThanEquals": {"aws:CurrentTime": "2026-11-26T05:00:01Z"}}, False),
        ({"DateEquals": {"aws:CurrentTime": "1795669200"}}, True),
        ({"DateNotEquals": {"aws:CurrentTime": "2026-11-26"}}, True),
        ({"DateLessThan": {"aws:CurrentTime": "tomorrow"}}, False),
        ({"BinaryEquals": {"ec2:Region": "eu-west-1"}}, True),
        ({"ForAllValues:StringEquals": {"t": ["a", "b", "c"]}}, True),
        ({"ForAllValues:StringEquals": {"t": ["a"]}}, False),
        ({"ForAllValues:StringEquals": {"absent": ["a"]}}, True),
        ({"ForAnyValue:StringEquals": {"t": ["b"]}}, True),
        ({"StringEquals": {"n": "5", "ec2:Region": "x"}}, False),
        ({"SomethingNew": {"n": "5"}}, False),
        ({}, True),
    ],
)
def test_conditions(conditions: Any, holds: bool) -> None:
    assert hold(conditions, CONTEXT) is holds


def test_what_the_request_does_not_say() -> None:
    assert unanswered({"StringEquals": {"absent": "x", "N": "5"}}, CONTEXT) == {"absent"}


def test_one_value_needs_no_brackets() -> None:
    assert (listed(None), listed("a"), listed(["a"])) == ([], ["a"], ["a"])
