from __future__ import annotations

import pytest

from batchdeck.domain.policy import Policy, Ruling, Statement

GET, KEY = "s3:GetObject", "arn:aws:s3:::layers/x"
ROOT = "arn:aws:iam::1:root"


@pytest.mark.parametrize(
    ("statements", "ruling"),
    [
        ((), Ruling.NO),
        ((Statement(True),), Ruling.YES),
        ((Statement(True, ("S3:get*",), ("arn:aws:s3:::layers/*",), (ROOT,)),), Ruling.YES),
        ((Statement(True, ("s3:PutObject",)),), Ruling.NO),
        ((Statement(True, resources=("arn:aws:s3:::other/*",)),), Ruling.NO),
        ((Statement(True, principals=("arn:aws:iam::2:root",)),), Ruling.NO),
        ((Statement(True, is_conditional=True),), Ruling.PERHAPS),
        ((Statement(True), Statement(False, ("s3:*",))), Ruling.NO),
        ((Statement(True), Statement(False, is_conditional=True)), Ruling.PERHAPS),
        ((Statement(True, ("s3:GetObject",), excepts_actions=True),), Ruling.NO),
        ((Statement(True, resources=("arn:x",), excepts_resources=True),), Ruling.YES),
        ((Statement(True, principals=(ROOT,), excepts_principals=True),), Ruling.NO),
        ((Statement(True, resources=("arn:aws:s3:::layers[x]/*",)),), Ruling.NO),
    ],
)
def test_rulings(statements: tuple[Statement, ...], ruling: Ruling) -> None:
    assert Policy(statements).ruling(GET, KEY, (ROOT,)) is ruling


def test_asked_for_anything_and_anybody() -> None:
    narrow = Policy((Statement(True, ("s3:*",), ("arn:x",), ("arn:y",)),))
    assert narrow.ruling(GET) is Ruling.YES
    assert narrow.ruling("ecs:Poll") is Ruling.NO
