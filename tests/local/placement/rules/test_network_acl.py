from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_an_acl_that_keeps_the_answers_out(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    (acl,) = cloud.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    deny = {"NetworkAclId": acl["NetworkAclId"], "RuleNumber": 50, "Egress": False}
    cloud.ec2.create_network_acl_entry(
        **deny,
        Protocol="6",
        RuleAction="deny",
        CidrBlock="0.0.0.0/0",
        PortRange={"From": 1024, "To": 65535},
    )
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert told(cloud, job_id) == "UNDETERMINED"
    cloud.ec2.delete_network_acl_entry(**deny)
    starts(runner, job_id)
