from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.aws.translate_policies import policy
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.policy import Policy, Statement
from tests.aws.answers import hostile, spoiled

DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:a", "1"], "Service": "ecs.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": ["arn:b"],
            "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
        },
        {"Effect": "Deny", "NotPrincipal": "*", "NotAction": ["a"], "NotResource": "b"},
    ],
}


def read(document: Any) -> Policy | None:
    return policy({"Policy": json.dumps(document, indent=1)}, "Policy")


def test_statements() -> None:
    granted = Statement(
        True,
        ("s3:GetObject",),
        ("arn:b",),
        ("arn:a", "1", "ecs.amazonaws.com"),
        is_conditional=True,
    )
    denied = Statement(False, ("a",), ("b",), ("*",), True, True, True)
    assert read(DOCUMENT) == Policy((granted, denied))
    assert read({"Statement": {"Effect": "Allow"}}) == Policy((Statement(True),))


@pytest.mark.parametrize("text", [None, "", "{", "[]", "1", 7])
def test_what_is_no_policy(text: object) -> None:
    assert policy({"Policy": text}, "Policy") is None


def test_odd_documents_raise_nothing_and_every_string_is_clean() -> None:
    for variant in spoiled(DOCUMENT, 200):
        read(variant)
    assert not UNSAFE.search(repr(read(hostile(DOCUMENT))))
