from __future__ import annotations

import json

import pytest

from batchdeck.headless.policy import policy


def test_the_policy_is_one_that_iam_would_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy(["read"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["Version"] == "2012-10-17"
    assert all(set(one) == {"Sid", "Effect", "Action", "Resource"} for one in found["Statement"])
    with pytest.raises(SystemExit):
        policy(["everything"])
