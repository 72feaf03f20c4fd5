from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner

EVERYTHING = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def test_a_group_that_lets_no_https_out(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    group = cloud.group(subnet)
    cloud.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=EVERYTHING)
    cloud.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=rule(80))
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert told(cloud, job_id) == "UNDETERMINED"
    cloud.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=rule(443))
    starts(runner, job_id)


def rule(port: int) -> list[dict[str, object]]:
    anywhere = [{"CidrIp": "0.0.0.0/0"}]
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": anywhere}]
