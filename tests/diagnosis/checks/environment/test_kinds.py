from __future__ import annotations

from batchdeck.diagnosis.checks.environment.kinds import not_best_fit, type_known
from tests.diagnosis.things import environment, status_of


def test_a_type_that_aws_has_added() -> None:
    new = environment(kind="ECS_MANAGED_INSTANCES")
    verdict = type_known((new,))
    assert (status_of(verdict), verdict.evidence[0].value) == ("WARN", "ECS_MANAGED_INSTANCES")
    for kind in ("EC2", "FARGATE_SPOT", "UNMANAGED"):
        assert status_of(type_known((environment(kind=kind),))) == "PASS"


def test_the_oldest_strategy_waits_for_one_type() -> None:
    for strategy in ("", "BEST_FIT"):
        verdict = not_best_fit((environment(allocation_strategy=strategy),))
        assert status_of(verdict) == "WARN"
    for strategy in ("BEST_FIT_PROGRESSIVE", "SPOT_NEWER_THAN_THIS"):
        verdict = not_best_fit((environment(allocation_strategy=strategy),))
        assert status_of(verdict) == "PASS"
