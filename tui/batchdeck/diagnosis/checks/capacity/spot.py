"""Spot: what an environment pays for it, and how many kinds of it would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from batchdeck.diagnosis.check import Apply, Severity, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.capacity import capacity_check
from batchdeck.diagnosis.checks.capacity.launches import newest_launch
from batchdeck.diagnosis.facts.identities import needs_fleet_role
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_of_kind
from batchdeck.diagnosis.reason_codes import NO_CAPACITY, code_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.capacity import FleetEvent
from batchdeck.domain.cluster import ScalingActivity
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
TOO_LOW = "SpotMaxPriceTooLow"
TYPES, ZONES = 3, 2
"""Fewer pools than these are often empty all at once."""


@capacity_check(
    "cap-spot-price",
    severity=Severity.LIKELY,
    applies_to=("SPOT",),
    explains=(
        "cap-asg-activity",
        "cap-insufficient-capacity-reason",
        "cap-spot-fleet-history",
        "job-status-reason-code",
    ),
    prior=0.02,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources bidPercentage=100"
    ),
    docs=(pages.SPOT,),
)
def spot_price(
    described: JobDetail | None,
    instance_environments: Environments,
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    now: int,
) -> Verdict:
    """The environment pays the price of Spot.

    `bidPercentage` is the most it pays, in percent of the On-Demand price. Spot never costs
    more than On-Demand, so 100, or no value at all, cannot be too low. Whether less is too low
    at the moment is what the launches tell.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        pays = environment.bid_percentage
        if environment.kind != "SPOT" or not pays or pays >= 100:
            return passed(f"{environment.name} pays up to the On-Demand price")
        evidence = Evidence(environment.name, "bidPercentage", str(pays), "100")
        newest = newest_launch(activities.get(environment.name, ()), now)
        summary = f"Spot costs more than the {pays} % of On-Demand that {environment.name} pays"
        if newest is not None and TOO_LOW in newest.message:
            said = Evidence(newest.group, "Activities[0]", newest.message, "Successful")
            return failed(summary, evidence, said, settled=True, ce=environment.name)
        if described is not None and code_of(described.job.reason) == NO_CAPACITY:
            return warned(f"perhaps {summary}", evidence, ce=environment.name)
        return passed(f"{environment.name} pays {pays} % of On-Demand; no launch failed for that")

    return any_of_kind(instance_environments, "SPOT", judge)


@capacity_check(
    "cap-spot-fleet-history",
    applies_to=("SPOT",),
    explains=("ce-desired-not-scaling", "job-status-reason-code"),
    remedy=commands(
        "aws ec2 describe-spot-fleet-request-history --spot-fleet-request-id {fleet} "
        "--event-type error --start-time {since}",
        apply=Apply.NEVER,
    ),
    docs=(pages.RUNNABLE, pages.SPOT_ROLE),
)
def fleet_launches(
    instance_environments: Environments, fleet_events: Mapping[str, tuple[FleetEvent, ...]]
) -> Verdict:
    """The Spot Fleet of an environment launches instances.

    Only Spot with the strategy BEST_FIT uses a Spot Fleet; its failures are in no Auto Scaling
    activity, but in the fleet's own history.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if not needs_fleet_role(environment):
            return skipped(f"{environment.name} uses no Spot Fleet")
        telling = [one for one in fleet_events.get(environment.name, ()) if one.telling]
        newest = max(telling, key=lambda one: one.at, default=None)
        if newest is None or not newest.failed:
            return passed(f"no launch of {environment.name} failed in the last hour")
        words = " ".join(filter(None, (newest.subtype, newest.description)))
        evidence = Evidence(newest.fleet, "HistoryRecords[].EventInformation", words, "launched")
        since = datetime.fromtimestamp(newest.at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        summary = f"the Spot Fleet of {environment.name} starts no instances: {words}"
        return failed(summary, evidence, settled=True, fleet=newest.fleet, since=since)

    return any_of_kind(instance_environments, "SPOT", judge)


@capacity_check(
    "cap-spot-diversification",
    severity=Severity.ADVISORY,
    applies_to=("SPOT",),
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources instanceTypes={more_types}"
    ),
    docs=(pages.STRATEGIES,),
)
def diversified(
    least: Need,
    instance_environments: Environments,
    instance_types: Mapping[str, tuple[InstanceType, ...]],
    subnets: tuple[Subnet, ...],
) -> Verdict:
    """A Spot environment may take several types in several zones.

    Each type in each zone is a pool of its own: the more of them, the less likely it is that
    all are empty.
    """
    zone_of = {one.id: one.zone for one in subnets}

    def judge(environment: ComputeEnvironment) -> Verdict:
        fitting = [one for one in instance_types.get(environment.name, ()) if least.may_fit(one)]
        if environment.kind != "SPOT" or not fitting:
            return skipped(f"{environment.name} has no Spot that is large enough")
        zones = {zone_of[one] for one in environment.subnets if one in zone_of}
        value = f"{len(fitting)} types, {len(zones)} zones"
        if len(fitting) >= TYPES and len(zones) >= ZONES:
            return passed(f"{environment.name}: {value}")
        expected = f">= {TYPES} types, >= {ZONES} zones"
        evidence = Evidence(environment.name, "instanceTypes, subnets", value, expected)
        summary = f"{environment.name} can take Spot from few pools only: {value}"
        return warned(summary, evidence, ce=environment.name)

    return any_of_kind(instance_environments, "SPOT", judge)
