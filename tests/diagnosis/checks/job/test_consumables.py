from __future__ import annotations

from batchdeck.diagnosis.checks.job.consumables import can_ever_be_met, is_available
from batchdeck.domain.resources import ConsumableResource
from tests.diagnosis.things import job, status_of

LICENCES = (ConsumableResource("licences", "arn:licences", 5, 4),)


def test_what_can_never_be_met() -> None:
    assert status_of(can_ever_be_met(job(consumables=(("licences", 5),)), LICENCES)) == "PASS"
    assert status_of(can_ever_be_met(job(consumables=(("licences", 6),)), LICENCES)) == "FAIL"
    assert status_of(can_ever_be_met(job(consumables=(("other", 1),)), LICENCES)) == "FAIL"


def test_what_is_not_free_now() -> None:
    assert status_of(is_available(job(consumables=(("arn:licences", 1),)), LICENCES)) == "PASS"
    verdict = is_available(job(consumables=(("licences", 3),)), LICENCES)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["missing"] == "2"
