from __future__ import annotations

import base64
from typing import Any

import pytest

from batchdeck.local.placement.launch_templates import LaunchTemplate, references, template_for
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_a_template_is_found_by_name_or_id_in_the_version_that_is_meant(cloud: Cloud) -> None:
    name = cloud.name("template")
    made = cloud.ec2.create_launch_template(
        LaunchTemplateName=name,
        LaunchTemplateData={"UserData": encoded("one"), "SecurityGroupIds": ["sg-1", "sg-2"]},
    )
    template_id = made["LaunchTemplate"]["LaunchTemplateId"]
    cloud.ec2.create_launch_template_version(
        LaunchTemplateName=name,
        LaunchTemplateData={"NetworkInterfaces": [{"DeviceIndex": 0, "Groups": ["sg-3"]}]},
    )
    first = LaunchTemplate("one", ("sg-1", "sg-2"))
    second = LaunchTemplate(None, ("sg-3",))
    find = SURROUNDINGS.launch_templates.find
    assert find({"launchTemplateName": name}) == first
    assert find({"launchTemplateId": template_id, "version": "1"}) == first
    assert find({"launchTemplateId": template_id, "version": "$Latest"}) == second
    assert find({"launchTemplateName": name, "version": "2"}) == second


def test_keys_of_its_volumes_are_told(cloud: Cloud) -> None:
    name = cloud.name("template")
    devices = [
        {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": "alias/one"}},
        {"DeviceName": "/dev/xvdb", "Ebs": {"VolumeSize": 10}},
        {"DeviceName": "/dev/xvdc", "Ebs": {"Encrypted": True, "KmsKeyId": "alias/two"}},
    ]
    cloud.ec2.create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData={"BlockDeviceMappings": devices}
    )
    found = SURROUNDINGS.launch_templates.find({"launchTemplateName": name})
    assert found
    assert found.volume_keys == ("alias/one", "alias/two")


def test_what_does_not_exist_is_not_found(cloud: Cloud) -> None:
    name = cloud.name("template")
    find = SURROUNDINGS.launch_templates.find
    assert find({"launchTemplateName": name}) is None
    assert find({"launchTemplateId": "lt-0123456789abcdef0"}) is None
    data = {"UserData": encoded("one")}
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    assert find({"launchTemplateName": name, "version": "7"}) is None


@pytest.mark.parametrize(
    ("interface", "expected"),
    [({"AssociatePublicIpAddress": True}, True), ({"AssociatePublicIpAddress": False}, False)],
)
def test_an_interface_says_whether_it_gets_a_public_address(
    cloud: Cloud, interface: dict[str, bool], expected: bool
) -> None:
    name, templates = cloud.name("template"), SURROUNDINGS.launch_templates
    data: dict[str, Any] = {"NetworkInterfaces": [{"DeviceIndex": 0, **interface}]}
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    found = templates.find({"launchTemplateName": name})
    assert found is not None
    assert found.public_address is expected


def test_some_types_have_a_template_of_their_own() -> None:
    override = {"launchTemplateName": "large", "targetInstanceTypes": ["m5.xlarge", "c5"]}
    template = {"launchTemplateName": "usual", "overrides": [override]}
    assert references(template) == [template, override]
    assert template_for(template, "c5.large") is override
    assert template_for(template, "m5.large") is template
    assert template_for({"launchTemplateName": "usual"}, "m5.large")
