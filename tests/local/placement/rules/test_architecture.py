from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner

ARM = {"runtimePlatform": {"cpuArchitecture": "ARM64"}}


def test_types_of_two_architectures_cannot_be_mixed(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large", "m6g.large"])
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m5.large"]}
    )
    starts(runner, job_id)


def test_a_job_for_arm_waits_for_arm(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    job_id = stuck(cloud, environment, container=ARM)
    assert told(cloud, job_id) == "UNDETERMINED"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m6g.large"]}
    )
    starts(runner, job_id)
