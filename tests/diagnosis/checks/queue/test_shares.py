from __future__ import annotations

import json
from dataclasses import replace

from batchdeck.diagnosis.checks.queue.shares import (
    reservation_leaves_room,
    share_is_served,
    turn_of_others,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.snapshot import Place, QueueSnapshot, SchedulingPolicy
from tests.diagnosis.things import QUEUE, environment, job, status_of

NEED = Need(4, 4096)
HERE = (environment(max_vcpus=64),)
URGENT = replace(QUEUE, name="urgent", priority=9)
FAIR = SchedulingPolicy("fair", "arn:fair", 50, 3600, (("blue", 0.5), ("red", 2.0)))
MINE = job(share="red")


def test_a_queue_of_higher_priority_in_a_full_environment() -> None:
    verdict = turn_of_others(NEED, QUEUE, ((URGENT, 7),), HERE, 62)
    assert status_of(verdict) == "WARN"
    assert "urgent (7 RUNNABLE) comes before" in verdict.summary
    assert dict(verdict.values) == {"queue": "etl", "priority": "9"}
    assert status_of(turn_of_others(NEED, QUEUE, ((URGENT, 7),), HERE, 60)) == "PASS"
    assert status_of(turn_of_others(NEED, QUEUE, ((URGENT, 0),), HERE, 62)) == "PASS"
    off = replace(URGENT, state="DISABLED")
    assert status_of(turn_of_others(NEED, QUEUE, ((off, 7),), HERE, 62)) == "PASS"
    silent = (environment(max_vcpus=None),)
    assert status_of(turn_of_others(NEED, QUEUE, ((URGENT, 7),), silent, 62)) == "UNKNOWN"


def test_the_share_that_has_had_the_most_waits() -> None:
    ahead = QueueSnapshot((Place("other"), Place("j-1")), 2, (("red", 10.0), ("blue", 30.0)))
    verdict = share_is_served(MINE, FAIR, ahead)
    assert (status_of(verdict), verdict.evidence[0].value) == ("WARN", "10 vCPUs x weight 2")
    assert status_of(share_is_served(job(share="blue"), FAIR, ahead)) == "PASS"
    first = replace(ahead, front=(Place("j-1"),))
    assert status_of(share_is_served(MINE, FAIR, first)) == "PASS"
    alone = replace(ahead, usage=(("red", 10.0),))
    assert status_of(share_is_served(MINE, FAIR, alone)) == "PASS"
    assert status_of(share_is_served(job(), FAIR, replace(ahead, front=()))) == "PASS"


def test_what_is_kept_for_others() -> None:
    idle = QueueSnapshot(active_shares=0)
    verdict = reservation_leaves_room(MINE, Need(40, 1), FAIR, idle, HERE)
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[0].value == "50 %, 1 active: 32 of 64 vCPUs left"
    changed = json.loads(str(dict(verdict.values)["fairshare"]))
    assert changed["computeReservation"] == 0
    assert changed["shareDistribution"][0] == {"shareIdentifier": "blue", "weightFactor": 0.5}
    busy = QueueSnapshot(active_shares=2, usage=(("red", 1.0), ("blue", 1.0)))
    assert status_of(reservation_leaves_room(MINE, Need(40, 1), FAIR, busy, HERE)) == "PASS"
    assert status_of(reservation_leaves_room(MINE, Need(99, 1), FAIR, idle, HERE)) == "PASS"
    none = replace(FAIR, reservation=0)
    assert status_of(reservation_leaves_room(MINE, Need(64, 1), none, idle, HERE)) == "PASS"
    silent = (environment(max_vcpus=None),)
    assert status_of(reservation_leaves_room(MINE, NEED, FAIR, idle, silent)) == "UNKNOWN"
