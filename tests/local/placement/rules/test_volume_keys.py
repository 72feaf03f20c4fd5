from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.placement.rules.volume_keys import FAILURE, OPERATIONS
from tests.local.around.fleets.seen import Seen
from tests.local.cloud import ACCOUNT, Cloud, eventually
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner

LINKED = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role"
SCALING = f"{LINKED}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
FLEET = f"{LINKED}/spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet"


def key(cloud: Cloud, role: str = "") -> str:
    """The ARN of a new key, which a role may launch with."""
    kms = cloud.client("kms")
    arn = str(kms.create_key()["KeyMetadata"]["Arn"])
    if role:
        kms.create_grant(KeyId=arn, GranteePrincipal=role, Operations=sorted(OPERATIONS))
    return arn


def with_volume(cloud: Cloud, kind: str, arn: str, **resources: Any) -> str:
    """The name of an environment whose instances have a volume that is encrypted with a key."""
    volume = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": arn}}
    name = cloud.name("template")
    cloud.ec2.create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData={"BlockDeviceMappings": [volume]}
    )
    return cloud.environment(kind, launchTemplate={"launchTemplateName": name}, **resources)


def test_a_key_that_auto_scaling_may_not_use(cloud: Cloud, runner: ScriptedRunner) -> None:
    arn = key(cloud)
    environment = with_volume(cloud, "EC2", arn)
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "UNDETERMINED"
    (activity,) = eventually(Seen(cloud, environment).activities)
    assert (activity["StatusCode"], activity["StatusMessage"]) == ("Failed", FAILURE)
    cloud.client("kms").create_grant(
        KeyId=arn, GranteePrincipal=SCALING, Operations=sorted(OPERATIONS)
    )
    cloud.batch.describe_job_queues()
    starts(runner, job_id)


def test_a_key_that_is_disabled(cloud: Cloud, runner: ScriptedRunner) -> None:
    arn, kms = key(cloud, SCALING), cloud.client("kms")
    # moto knows it by its id only.
    kms.disable_key(KeyId=arn.rpartition("/")[2])
    job_id = stuck(cloud, with_volume(cloud, "EC2", arn))
    assert told(cloud, job_id) == "UNDETERMINED"
    kms.enable_key(KeyId=arn.rpartition("/")[2])
    starts(runner, job_id)


@pytest.mark.parametrize(
    ("strategy", "role"), [("BEST_FIT", FLEET), ("SPOT_CAPACITY_OPTIMIZED", SCALING)]
)
def test_who_launches_spot_instances_depends_on_the_strategy(
    cloud: Cloud, runner: ScriptedRunner, strategy: str, role: str
) -> None:
    other = {FLEET: SCALING, SCALING: FLEET}[role]
    fleet_role = cloud.role("spotfleet.amazonaws.com")
    more = {"allocationStrategy": strategy, "spotIamFleetRole": fleet_role}
    refused = stuck(cloud, with_volume(cloud, "SPOT", key(cloud, other), **more))
    assert told(cloud, refused) == "UNDETERMINED"
    starts(runner, cloud.submit(cloud.queue(with_volume(cloud, "SPOT", key(cloud, role), **more))))
