from __future__ import annotations

import pytest

from batchdeck.diagnosis.verdict import Evidence, Status, failed, passed, skipped, unknown, warned

FIELD = Evidence("spot", "state", "DISABLED", "ENABLED")


def test_nothing_fails_without_evidence() -> None:
    with pytest.raises(ValueError, match="evidence"):
        failed("broken")


def test_values_come_by_name_or_in_a_mapping() -> None:
    verdict = failed("broken", FIELD, known={"ce": "a"}, queue="b")
    assert dict(verdict.values) == {"ce": "a", "queue": "b"}
    assert verdict.evidence == (FIELD,)


def test_the_other_answers() -> None:
    assert [one.status for one in (passed(), warned("w"), skipped("s"))] == [
        Status.PASS,
        Status.WARN,
        Status.SKIP,
    ]
    assert unknown("u", missing_permission="ec2:X").missing_permission == "ec2:X"
