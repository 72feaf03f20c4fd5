"""Whether the account's vCPU quotas let EC2 launch instances. They count whole ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from batchdeck.local.placement.instance_types import InstanceType, expand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.quotas import Quota, quota_of
from batchdeck.local.placement.surroundings import Surroundings

#: What EC2 Auto Scaling says of a launch that EC2 refused with `VcpuLimitExceeded`.
EXCEEDED = (
    "You have requested more vCPU capacity than your current vCPU limit of {limit:g} allows "
    "for the instance bucket that the specified instance type belongs to. Please visit "
    "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. "
    "Launching EC2 instance failed."
)
SPOT_EXCEEDED = (
    "Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance "
    "count exceeded. Launching EC2 instance failed."
)


def launch_quota(
    types: Iterable[InstanceType], surroundings: Surroundings, *, spot: bool
) -> Obstacle | None:
    """What keeps EC2 from launching one instance of each of these types, all of them.

    Instances of every environment count against the quota of their family as long as they run,
    with jobs or without.
    """
    wanted: Counter[Quota] = Counter()
    for one in types:
        quota = quota_of(one.name, spot=spot)
        if quota is not None:
            wanted[quota] += one.vcpus
    for quota, vcpus in wanted.items():
        limit = surroundings.quotas.value(quota)
        running = _running(quota, surroundings)
        if running + vcpus > limit:
            detail = f"{quota.code} allows {limit:g} vCPUs, {running} run, {vcpus} are wanted"
            failure = SPOT_EXCEEDED if spot else EXCEEDED.format(limit=limit)
            return Obstacle(detail, UNDETERMINED, failure)
    return None


def _running(quota: Quota, surroundings: Surroundings) -> int:
    """vCPUs of the instances that count against a quota."""
    return sum(
        one.vcpus * number
        for environment in list(surroundings.environments.values())
        for name, number in environment.instances.items()
        if quota_of(name, spot=environment.kind == "SPOT") == quota
        for one in expand((name,))
    )
