"""What EC2 does not give, and what it is asked for in vain."""

from __future__ import annotations

import base64
from typing import Any

from tests.diagnosis.e2e.case import Case, in_zone, stuck, stuck_in
from tests.local.cloud import Cloud


def nothing_to_give(cloud: Cloud) -> Case:
    subnet = tagged(cloud, "batchdeck:no-capacity", "*")
    return stuck(cloud, cloud.environment(subnets=[subnet]), "cap-insufficient-capacity-reason")


def spot_too_dear(cloud: Cloud) -> Case:
    subnet = tagged(cloud, "batchdeck:spot-price-percent", "60")
    environment = cloud.environment("SPOT", subnets=[subnet], bidPercentage=40)
    return stuck(cloud, environment, "cap-spot-price")


def types_of_two_architectures(cloud: Cloud) -> Case:
    environment = cloud.environment(instanceTypes=["m5.large", "m6g.large"])
    return stuck(cloud, environment, "ce-arch-consistent")


def type_of_another_zone(cloud: Cloud) -> Case:
    """A GPU type that only other zones of the Region have."""
    pages = cloud.ec2.get_paginator("describe_instance_type_offerings").paginate(
        LocationType="availability-zone"
    )
    zones: dict[str, set[str]] = {}
    for page in pages:
        for one in page["InstanceTypeOfferings"]:
            zones.setdefault(one["InstanceType"], set()).add(one["Location"])
    everywhere = set().union(*zones.values())
    home, elsewhere = min(
        (zone, name)
        for name, there in zones.items()
        for zone in everywhere - there
        if name[0] in "cmr"
    )
    subnet = in_zone(cloud, home)
    environment = cloud.environment(subnets=[subnet], instanceTypes=[elsewhere], maxvCpus=256)
    return stuck(cloud, environment, "ce-instance-types-offered")


def template_deleted(cloud: Cloud) -> Case:
    template = launch_template(cloud, {"EbsOptimized": True})
    environment = cloud.environment(launchTemplate={"launchTemplateId": template})
    queue = cloud.queue(environment)
    cloud.ec2.delete_launch_template(LaunchTemplateId=template)
    return stuck_in(cloud, queue, "ce-launch-template-exists")


def key_pair_deleted(cloud: Cloud) -> Case:
    name = cloud.name("key")
    cloud.ec2.create_key_pair(KeyName=name)
    environment = cloud.environment(ec2KeyPair=name)
    queue = cloud.queue(environment)
    cloud.ec2.delete_key_pair(KeyName=name)
    return stuck_in(cloud, queue, "ce-key-pair-exists", mended=True)


def user_data_no_multipart(cloud: Cloud) -> Case:
    """A bare script in the newest version, which the environment is then told to use."""
    template = launch_template(cloud, {"EbsOptimized": True})
    environment = cloud.environment(launchTemplate={"launchTemplateId": template})
    queue = cloud.queue(environment)
    script = base64.b64encode(b"#!/bin/bash\necho hello\n").decode()
    cloud.ec2.create_launch_template_version(
        LaunchTemplateId=template, LaunchTemplateData={"UserData": script}
    )
    newest = {"launchTemplateId": template, "version": "$Latest"}
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"launchTemplate": newest}
    )
    return stuck_in(cloud, queue, "inst-userdata-mime", mended=True)


def launch_template(cloud: Cloud, content: Any) -> str:
    """The id of a new launch template."""
    made = cloud.ec2.create_launch_template(
        LaunchTemplateName=cloud.name("template"), LaunchTemplateData=content
    )
    return str(made["LaunchTemplate"]["LaunchTemplateId"])


def tagged(cloud: Cloud, key: str, value: str) -> str:
    """A subnet that works but for what its tag says."""
    subnet = cloud.subnet()
    cloud.ec2.create_tags(Resources=[subnet], Tags=[{"Key": key, "Value": value}])
    return subnet


BROKEN = (
    nothing_to_give,
    spot_too_dear,
    types_of_two_architectures,
    type_of_another_zone,
    template_deleted,
    key_pair_deleted,
    user_data_no_multipart,
)
