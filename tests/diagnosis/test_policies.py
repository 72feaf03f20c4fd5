from __future__ import annotations

import json

import pytest

from batchdeck.diagnosis.job_access import Access
from batchdeck.diagnosis.policies import allowing, letting_pull, trusting

OLD = {"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:*"}
ASSUME = {
    "Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


@pytest.mark.parametrize("before", [[OLD], OLD])
def test_whoever_was_trusted_is_trusted_still(before: object) -> None:
    document = json.dumps({"Version": "2008-10-17", "Id": "x", "Statement": before})
    assert trusting("ec2.amazonaws.com", document).content == {
        "Version": "2008-10-17",
        "Id": "x",
        "Statement": [OLD, ASSUME],
    }


@pytest.mark.parametrize("nothing", ["", "{}", "[]", '{"Statement": null}', '{"Statement": ["x"]}'])
def test_a_new_role_trusts_nobody_else(nothing: str) -> None:
    assert trusting("ec2.amazonaws.com", nothing).content["Statement"] == [ASSUME]


def test_a_repository_gives_its_images_to_one_more() -> None:
    found = letting_pull("arn:aws:iam::1:root", json.dumps({"Statement": [OLD]})).content
    assert found["Statement"][0] == OLD
    assert found["Statement"][1]["Principal"] == {"AWS": "arn:aws:iam::1:root"}
    assert "ecr:BatchGetImage" in found["Statement"][1]["Action"]


def test_only_what_is_needed_is_allowed() -> None:
    needed = [
        Access("a:One", ("arn:1", "*"), "x"),
        Access("a:Two", ("arn:2",), "x"),
        Access("a:Three", ("arn:1", "*"), "x"),
        Access("a:One", ("arn:1", "*"), "y"),
    ]
    assert allowing(needed).content["Statement"] == [
        {"Effect": "Allow", "Action": ["a:One", "a:Three"], "Resource": "arn:1"},
        {"Effect": "Allow", "Action": ["a:Two"], "Resource": "arn:2"},
    ]
