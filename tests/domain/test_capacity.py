from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.capacity import FleetEvent, SpotFleet


def test_whose_a_spot_fleet_may_be() -> None:
    fleet = SpotFleet("sfr-1", "arn:role", "active", "", ("subnet-1", "subnet-2"))
    assert fleet.may_serve("arn:role", ("subnet-2",))
    assert not fleet.may_serve("arn:role", ("subnet-3",))
    assert not fleet.may_serve("arn:other", ("subnet-2",))
    assert not replace(fleet, state="cancelled_running").may_serve("arn:role", ("subnet-2",))


def test_what_tells_whether_instances_can_be_launched() -> None:
    error = FleetEvent("sfr-1", "error", "iamFleetRoleInvalid")
    launched = FleetEvent("sfr-1", "instanceChange", "launched")
    other = FleetEvent("sfr-1", "information", "launchSpecUnusable")
    assert [one.telling for one in (error, launched, other)] == [True, True, False]
    assert [one.failed for one in (error, launched)] == [True, False]
