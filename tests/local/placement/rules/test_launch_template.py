from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner

CONFIGURATION = "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED"


def test_a_template_that_was_deleted(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("template")
    environment = cloud.environment(launchTemplate={"launchTemplateName": name})
    job_id = stuck(cloud, environment)
    assert told(cloud, job_id) == CONFIGURATION
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={"KeyName": ""})
    starts(runner, job_id)


def test_a_version_that_does_not_exist(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("template")
    data = {"InstanceInitiatedShutdownBehavior": "terminate"}
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    template = {"launchTemplateName": name, "version": "2"}
    job_id = stuck(cloud, cloud.environment(launchTemplate=template))
    assert told(cloud, job_id) == CONFIGURATION
    cloud.ec2.create_launch_template_version(LaunchTemplateName=name, LaunchTemplateData=data)
    starts(runner, job_id)


def test_a_template_for_the_one_type_that_is_large_enough(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    usual, large = cloud.name("usual"), cloud.name("large")
    data = {"InstanceInitiatedShutdownBehavior": "terminate"}
    cloud.ec2.create_launch_template(LaunchTemplateName=usual, LaunchTemplateData=data)
    override = {"launchTemplateName": large, "targetInstanceTypes": ["m5.xlarge"]}
    template = {"launchTemplateName": usual, "overrides": [override]}
    environment = cloud.environment(launchTemplate=template)
    starts(runner, cloud.submit(cloud.queue(environment)))
    job_id = stuck(cloud, environment, vcpus="4")
    assert told(cloud, job_id) == CONFIGURATION
    cloud.ec2.create_launch_template(LaunchTemplateName=large, LaunchTemplateData=data)
    starts(runner, job_id)
