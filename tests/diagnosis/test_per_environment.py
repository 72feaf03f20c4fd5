from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from batchdeck.diagnosis.per_environment import any_environment, any_of, any_of_kind, any_subnet
from batchdeck.diagnosis.verdict import (
    Evidence,
    Verdict,
    failed,
    passed,
    skipped,
    unknown,
    warned,
)
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment
from tests.diagnosis.things import SUBNET, environment, status_of

BAD = failed("bad", Evidence("a", "b", "c", "d"), ce="a")


def of(*verdicts: Verdict) -> Verdict:
    return any_of(verdicts, lambda verdict: verdict)


def test_it_fails_only_when_all_fail() -> None:
    assert status_of(of(BAD, BAD)) == "FAIL"
    assert len(of(BAD, BAD).evidence) == 2
    some = of(BAD, passed())
    assert (status_of(some), some.summary) == ("WARN", "1 of 2 environments: bad")
    assert status_of(of(BAD, skipped("no"))) == "FAIL"


def test_what_is_left_of_the_rest() -> None:
    assert status_of(of()) == "SKIP"
    assert status_of(of(skipped("no"))) == "SKIP"
    assert status_of(of(passed(), unknown("?"))) == "UNKNOWN"
    assert status_of(of(unknown("?"), warned("w"))) == "WARN"
    assert of(passed("a"), passed("b"), passed("a")).summary == "a; b"


def test_environments() -> None:
    assert any_environment((environment(),), lambda one: passed(one.name)).summary == "spot"


def test_a_question_that_only_one_type_raises() -> None:
    spot, other = environment("a", "SPOT"), environment("b")

    def bad(*names: str) -> Callable[[ComputeEnvironment], Verdict]:
        return lambda one: BAD if one.name in names else passed()

    assert status_of(any_of_kind((spot,), "SPOT", bad("a"))) == "FAIL"
    assert status_of(any_of_kind((spot, other), "SPOT", bad("a"))) == "WARN"
    assert status_of(any_of_kind((spot, other), "SPOT", bad("a", "b"))) == "FAIL"
    assert status_of(any_of_kind((spot, other), "SPOT", bad("b"))) == "PASS"
    assert status_of(any_of_kind((other,), "SPOT", bad("b"))) == "SKIP"


def test_every_subnet_of_every_environment_is_looked_at() -> None:
    both = (environment(), environment("b", subnets=("subnet-2",)))
    other = replace(SUBNET, id="subnet-2")
    seen: list[tuple[str, str]] = []

    def judge(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
        seen.append((environment.name, subnet.id))
        return BAD if subnet is other else passed()

    assert status_of(any_subnet(both, (SUBNET, other), judge)) == "WARN"
    assert seen == [("spot", "subnet-1"), ("b", "subnet-2")]
    assert status_of(any_subnet(both, (), judge)) == "SKIP"
