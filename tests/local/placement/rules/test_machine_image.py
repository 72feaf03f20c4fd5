from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_an_image_for_other_processors(cloud: Cloud, runner: ScriptedRunner) -> None:
    arm, x86 = (
        cloud.ec2.describe_images(Filters=[{"Name": "architecture", "Values": [one]}])["Images"][0]
        for one in ("arm64", "x86_64")
    )
    environment = cloud.environment(imageId=arm["ImageId"])
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"imageId": x86["ImageId"]}
    )
    starts(runner, job_id)
