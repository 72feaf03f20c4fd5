from __future__ import annotations

from batchdeck.domain.snapshot import Place, QueueSnapshot, SchedulingPolicy


def test_since_when_a_job_has_its_place() -> None:
    snapshot = QueueSnapshot((Place("a", 5), Place("b")))
    assert (snapshot.since("a"), snapshot.since("b"), snapshot.since("c")) == (5, 0, 0)


def test_the_weight_of_a_share() -> None:
    policy = SchedulingPolicy("p", "arn:p", weights=(("blue", 0.5), ("team*", 2.0)))
    assert [policy.weight(one) for one in ("blue", "teamA", "green", "")] == [0.5, 2.0, 1.0, 1.0]
