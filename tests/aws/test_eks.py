from __future__ import annotations

from dataclasses import replace

from batchdeck.aws.account import Account
from batchdeck.aws.eks import EksGateway, eks_cluster
from batchdeck.aws.errors import NotFoundError
from batchdeck.domain.eks import EksCluster
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli
from tests.aws.scripted_caller import ScriptedCaller
from tests.screens.console_app import connection_to


async def test_a_cluster() -> None:
    cluster = {
        "name": "c",
        "status": "ACTIVE",
        "version": "1.34",
        "health": {"issues": [{"code": "Unreachable", "message": "no subnet"}, {"code": "X"}]},
        "resourcesVpcConfig": {"endpointPublicAccess": False, "publicAccessCidrs": ["10.0.0.0/8"]},
    }
    script = ScriptedCaller({"cluster": cluster}, NotFoundError("gone"))
    gateway = EksGateway(script.caller)
    found = await gateway.cluster("arn:aws:eks:eu-west-1:1:cluster/c")
    issues = ("no subnet", "X")
    assert found == EksCluster("c", "ACTIVE", "1.34", issues, False, ("10.0.0.0/8",))
    assert script.asked[0] == ("eks", "DescribeCluster", {"name": "c"})
    assert await gateway.cluster("c") is None
    assert eks_cluster({}).reachable


async def test_over_the_wire(empty_account: LocalAccount, aws_cli: AwsCli) -> None:
    role = ("--role-arn", "arn:aws:iam::123456789012:role/eks")
    network = ("--resources-vpc-config", "subnetIds=subnet-1,subnet-2")
    aws_cli("eks", "create-cluster", "--name", "c", *role, *network)
    aws = Account(replace(connection_to(empty_account.endpoint), region=empty_account.region))
    try:
        found, absent = await aws.eks.cluster("c"), await aws.eks.cluster("d")
    finally:
        await aws.close()
    assert found is not None
    assert (found.name, found.status, absent) == ("c", "ACTIVE", None)
