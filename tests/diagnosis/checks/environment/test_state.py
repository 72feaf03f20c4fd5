from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks.environment.state import (
    environment_enabled,
    environment_settled,
    environment_valid,
)
from tests.diagnosis.things import environment, status_of


def test_all_of_them_disabled_fails_one_of_them_warns() -> None:
    off, on = environment("a", state="DISABLED"), environment("b")
    assert status_of(environment_enabled((on,))) == "PASS"
    assert status_of(environment_enabled((off, on))) == "WARN"
    verdict = environment_enabled((off,))
    assert status_of(verdict) == "FAIL"
    assert verdict.summary == "the environment a is DISABLED"
    assert status_of(environment_enabled(())) == "SKIP"


def test_an_invalid_one_fails_with_what_aws_says() -> None:
    broken = environment(status="INVALID", reason="CLIENT_ERROR - role")
    verdict = environment_valid((broken,))
    assert status_of(verdict) == "FAIL"
    assert "CLIENT_ERROR - role" in verdict.evidence[0].value
    assert status_of(environment_valid((environment(status="NEW_ONE"),))) == "PASS"


@pytest.mark.parametrize(
    ("status", "expected"), [("VALID", "PASS"), ("UPDATING", "WARN"), ("DELETING", "FAIL")]
)
def test_one_on_its_way_somewhere(status: str, expected: str) -> None:
    assert status_of(environment_settled((environment(status=status),))) == expected
