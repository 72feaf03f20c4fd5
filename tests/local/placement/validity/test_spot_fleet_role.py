from __future__ import annotations

from batchdeck.local.placement.validity.spot_fleet_role import SPOT_FLEET, spot_fleet_role
from tests.local.batch.builders import environment
from tests.local.cloud import ACCOUNT, Cloud, trust
from tests.local.placement.places import SURROUNDINGS, starts, told
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


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


def test_an_environment_waits_for_its_fleets_role(cloud: Cloud, runner: ScriptedRunner) -> None:
    role = cloud.role(SPOT_FLEET)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    environment = cloud.environment("SPOT", allocationStrategy="BEST_FIT", spotIamFleetRole=arn)
    queue = cloud.queue(environment)
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust("ec2.amazonaws.com"))
    assert "SpotFleetRequestConfig.IamFleetRole" in becomes(cloud, environment, "INVALID")
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust(SPOT_FLEET))
    starts(runner, job_id)
