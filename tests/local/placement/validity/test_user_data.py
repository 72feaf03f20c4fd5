from __future__ import annotations

import base64

from batchdeck.local.placement.validity.user_data import NOT_MIME
from tests.local.cloud import Cloud
from tests.local.placement.validity.conditions import becomes

SCRIPT = "#!/bin/sh\nyum install -y jq\n"
ARCHIVE = f"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==BOUNDARY=="

--==BOUNDARY==
Content-Type: text/x-shellscript; charset="us-ascii"

{SCRIPT}
--==BOUNDARY==--
"""


def document(text: str) -> dict[str, str]:
    return {"UserData": base64.b64encode(text.encode()).decode()}


def test_a_plain_script_is_refused_until_a_version_has_an_archive(cloud: Cloud) -> None:
    name = cloud.name("template")
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=document(SCRIPT))
    template = {"launchTemplateName": name, "version": "$Latest"}
    environment = cloud.environment(launchTemplate=template)
    assert becomes(cloud, environment, "INVALID") == NOT_MIME
    cloud.ec2.create_launch_template_version(
        LaunchTemplateName=name, LaunchTemplateData=document(ARCHIVE)
    )
    becomes(cloud, environment, "VALID")


def test_the_user_data_for_some_types_counts_too(cloud: Cloud) -> None:
    usual, other = cloud.name("template"), cloud.name("template")
    for name, text in ((usual, ARCHIVE), (other, SCRIPT)):
        cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=document(text))
    override = {"launchTemplateName": other, "targetInstanceTypes": ["m5.large"]}
    template = {"launchTemplateName": usual, "overrides": [override]}
    environment = cloud.environment(launchTemplate=template)
    assert becomes(cloud, environment, "INVALID") == NOT_MIME
    cloud.batch.update_compute_environment(
        computeEnvironment=environment,
        computeResources={"launchTemplate": {"launchTemplateName": usual}},
    )
    becomes(cloud, environment, "VALID")
