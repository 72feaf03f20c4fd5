from __future__ import annotations

from batchdeck.aws.translate_snapshot import queue_snapshot, scheduling_policy
from batchdeck.domain.snapshot import Place, QueueSnapshot, SchedulingPolicy

TOP = {"shareIdentifier": "blue", "capacityUsage": [{"capacityUnit": "VCPU", "quantity": 12.0}]}
ARN = "arn:aws:batch:eu-west-1:1:job/"


def test_the_front_of_a_queue_and_its_shares() -> None:
    places = [{"jobArn": f"{ARN}a:3", "earliestTimeAtPosition": 5}, {"jobArn": f"{ARN}b"}]
    fair = {"activeShareCount": 2, "topCapacityUtilization": [TOP, {"shareIdentifier": "red"}]}
    source = {
        "frontOfQueue": {"jobs": places},
        "queueUtilization": {"fairshareUtilization": fair},
    }
    assert queue_snapshot(source) == QueueSnapshot(
        (Place("a:3", 5), Place("b")), 2, (("blue", 12.0), ("red", 0.0))
    )
    assert queue_snapshot({}) == QueueSnapshot()
    total = [{"capacityUnit": "VCPU", "quantity": 7.5}, {"capacityUnit": "OTHER", "quantity": 1}]
    assert queue_snapshot({"queueUtilization": {"totalCapacityUsage": total}}).vcpus == 7.5
    odd = {**TOP, "capacityUsage": [{"quantity": "many"}, {"quantity": float("nan")}]}
    strange = {"queueUtilization": {"fairshareUtilization": {"topCapacityUtilization": [odd]}}}
    assert queue_snapshot(strange).usage == (("blue", 0.0),)


def test_a_fair_share_policy() -> None:
    shares = [{"shareIdentifier": "blue", "weightFactor": 0.5}, {"shareIdentifier": "red*"}]
    fair = {"computeReservation": 40, "shareDecaySeconds": 3600, "shareDistribution": shares}
    found = scheduling_policy({"name": "p", "arn": "arn:p", "fairsharePolicy": fair})
    weights = (("blue", 0.5), ("red*", 1.0))
    assert found == SchedulingPolicy("p", "arn:p", 40, 3600, weights)
    assert scheduling_policy({}) == SchedulingPolicy("", "")
