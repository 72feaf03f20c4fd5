from __future__ import annotations

import json

import pytest

from batchdeck.headless.policy import policy


def test_the_policy_is_one_that_iam_would_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy(["read"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["Version"] == "2012-10-17"
    assert all(set(one) == {"Sid", "Effect", "Action", "Resource"} for one in found["Statement"])
    assert policy(["operate"]) == 0
    operate = json.loads(capsys.readouterr().out)
    sids = [one["Sid"] for one in operate["Statement"]]
    assert sids[0] == "OperateBatch"
    assert all(one.isalnum() for one in sids)
    assert len(set(sids)) == len(sids)
    actions = [action for one in operate["Statement"] for action in one["Action"]]
    assert len(set(actions)) == len(actions)
    with pytest.raises(SystemExit):
        policy(["everything"])
