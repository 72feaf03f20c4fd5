from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from batchdeck.aws import translate_launches as translate
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.launch import BlockDevice, LaunchTemplateReference, TemplateInterface
from tests.aws.answers import hostile, spoiled

DEVICES = [
    {
        "DeviceName": "/dev/xvda",
        "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True, "KmsKeyId": "key"},
    },
    {"DeviceName": "/dev/sdb", "NoDevice": ""},
]
TEMPLATE: dict[str, Any] = {
    "LaunchTemplateId": "lt-1",
    "LaunchTemplateName": "nodes",
    "VersionNumber": 3,
    "LaunchTemplateData": {
        "ImageId": "ami-1",
        "KeyName": "ops",
        "InstanceType": "m5.large",
        "IamInstanceProfile": {"Name": "ecs"},
        "InstanceMarketOptions": {"MarketType": "spot"},
        "DisableApiTermination": True,
        "Placement": {"GroupName": "near"},
        "SecurityGroupIds": ["sg-1"],
        "NetworkInterfaces": [
            {"SubnetId": "subnet-1", "Groups": ["sg-2"], "AssociatePublicIpAddress": True},
            {"DeviceIndex": 1},
        ],
        "BlockDeviceMappings": DEVICES,
        "MetadataOptions": {
            "HttpEndpoint": "disabled",
            "HttpTokens": "required",
            "HttpPutResponseHopLimit": 1,
        },
        "UserData": base64.encodebytes(b"#!/bin/sh\necho " + 60 * b"long " + b"\n").decode(),
    },
}
IMAGE = {
    "ImageId": "ami-1",
    "State": "available",
    "Name": "al2023",
    "OwnerId": "1",
    "ImageOwnerAlias": "amazon",
    "DeprecationTime": "2026-01-31T00:00:00.000Z",
    "Architecture": "x86_64",
    "RootDeviceName": "/dev/xvda",
    "BlockDeviceMappings": DEVICES,
}
GROUP = {"GroupName": "near", "State": "available", "Strategy": "cluster"}
HEALTH = {
    "InstanceId": "i-1",
    "InstanceStatus": {"Status": "impaired"},
    "SystemStatus": {"Status": "ok"},
    "AttachedEbsStatus": {"Status": "initializing"},
}
ALL = [
    (translate.launch_template, TEMPLATE),
    (translate.machine_image, IMAGE),
    (translate.placement_group, GROUP),
    (translate.instance_health, HEALTH),
]


def test_a_launch_template() -> None:
    found = translate.launch_template(TEMPLATE)
    assert (found.id, found.name, found.version) == ("lt-1", "nodes", 3)
    assert (found.image, found.key_pair, found.instance_type) == ("ami-1", "ops", "m5.large")
    assert (found.instance_profile, found.market, found.protected) == ("ecs", "spot", True)
    assert (found.placement_group, found.security_groups) == ("near", ("sg-1",))
    assert found.interfaces == (
        TemplateInterface("subnet-1", ("sg-2",), True),
        TemplateInterface(),
    )
    assert found.devices == (
        BlockDevice("/dev/xvda", 30, "gp3", True, "key"),
        BlockDevice("/dev/sdb"),
    )
    metadata = (found.metadata_endpoint, found.metadata_tokens, found.metadata_hops)
    assert metadata == ("disabled", "required", 1)


def test_user_data_is_text_with_its_lines() -> None:
    found = translate.launch_template(TEMPLATE).user_data
    assert found is not None
    assert found.splitlines()[0] == "#!/bin/sh"
    assert found.splitlines()[1].startswith("echo long")
    assert user_data(b"a\x1b[31mb\n\tc") == "ab\n    c"
    assert user_data(gzip.compress(b"x")) is None
    assert (
        translate.launch_template({"LaunchTemplateData": {"UserData": "no base64!"}}).user_data
        is None
    )
    assert translate.launch_template({}).user_data == ""


def user_data(content: bytes) -> str | None:
    """What becomes of some user data."""
    encoded = base64.b64encode(content).decode()
    return translate.launch_template({"LaunchTemplateData": {"UserData": encoded}}).user_data


def test_what_an_environment_says_of_launch_templates() -> None:
    override = {
        "launchTemplateId": "lt-2",
        "version": "$Latest",
        "targetInstanceTypes": ["g5"],
    }
    resources = {"launchTemplate": {"launchTemplateName": "nodes", "overrides": [override, {}]}}
    assert translate.references(resources) == (
        LaunchTemplateReference("nodes", "$Default"),
        LaunchTemplateReference("lt-2", "$Latest", ("g5",)),
    )
    assert translate.references({}) == ()


def test_an_image() -> None:
    found = translate.machine_image(IMAGE)
    assert (found.id, found.state, found.owner, found.allowed) == (
        "ami-1",
        "available",
        "amazon",
        True,
    )
    assert found.root == BlockDevice("/dev/xvda", 30, "gp3", True, "key")
    assert found.deprecated_at.startswith("2026-01-31")
    assert not translate.machine_image({"ImageAllowed": False}).allowed
    assert translate.machine_image({}).root is None


def test_health_of_an_instance() -> None:
    found = translate.instance_health(HEALTH)
    assert (found.instance, found.impaired) == ("i-1", ("InstanceStatus",))


def test_lines() -> None:
    assert translate.lines({"Output": "a\r\n\x1b[32mb"}, "Output") == ("a", "b")
    assert translate.lines({}, "Output") == ()


@pytest.mark.parametrize(("translation", "source"), ALL)
def test_odd_answers_break_nothing(translation: Any, source: dict[str, Any]) -> None:
    for variant in spoiled(source, 200):
        translation(variant)
    assert UNSAFE.search(repr(translation(hostile(source)))) is None
