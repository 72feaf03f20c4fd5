from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.reason_codes import BOOT, CHECKS_OF, code_of, counts


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("UNDETERMINED - Batch job is blocked", "UNDETERMINED"),
        (
            "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch",
            "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS",
        ),
        ("Essential container in task exited", ""),
        ("", ""),
    ],
)
def test_the_code_of_a_reason(reason: str, code: str) -> None:
    assert code_of(reason) == code


def test_a_passing_code_counts_only_after_a_while() -> None:
    passing = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    assert not counts(passing, BOOT - 1)
    assert counts(passing, BOOT)
    assert counts("UNDETERMINED", 0)
    assert not counts("", BOOT)


def test_every_code_has_checks_that_exist() -> None:
    known = load()
    assert all(set(checks) & set(known) for checks in CHECKS_OF.values())
