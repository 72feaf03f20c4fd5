from __future__ import annotations

from batchdeck.local.placement.validity.spot_fleet_role import SPOT_FLEET, spot_fleet_role
from tests.local.batch.builders import environment
from tests.local.cloud import ACCOUNT, Cloud, trust
from tests.local.placement.places import SURROUNDINGS


def test_best_fit_on_spot_needs_a_role_that_the_fleet_may_assume(cloud: Cloud) -> None:
    role = cloud.role("ec2.amazonaws.com")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    record = environment("SPOT", spotIamFleetRole=arn)
    assert "SpotFleetRequestConfig.IamFleetRole" in (spot_fleet_role(record, SURROUNDINGS) or "")
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust(SPOT_FLEET))
    assert spot_fleet_role(record, SURROUNDINGS) is None


def test_other_strategies_and_kinds_need_none() -> None:
    chosen = environment("SPOT", allocationStrategy="SPOT_PRICE_CAPACITY_OPTIMIZED")
    assert spot_fleet_role(chosen, SURROUNDINGS) is None
    assert spot_fleet_role(environment("EC2"), SURROUNDINGS) is None
