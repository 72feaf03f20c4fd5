from __future__ import annotations

import ast

from botocore.loaders import Loader

from batchdeck.aws.permissions import (
    actions_in,
    command_actions,
    policy_of,
    read_actions,
    read_policy,
    write_actions,
    writes_in,
)
from tests.sources import PACKAGE

SERVICES = {"elasticfilesystem": "efs", "servicequotas": "service-quotas"}
MODULE = '''
class Gateway:
    """ListNothing is only mentioned."""

    async def queues(self):
        return await self._answers("DescribeJobQueues", {}, "jobQueues")

    async def who(self):
        return await self._caller.read("sts", "GetCallerIdentity", {}, expects="Arn")

    async def submit(self):
        return await self._caller.write("batch", "SubmitJob", {})

    async def _answers(self, operation, parameters, member):
        return await self._caller.read("batch", operation, parameters, expects=member)
'''


def test_requests_are_found_in_both_ways_to_make_them() -> None:
    found = set(actions_in(ast.parse(MODULE)))
    assert found == {"batch:DescribeJobQueues", "sts:GetCallerIdentity"}


def test_every_action_is_an_operation_of_its_service() -> None:
    loader = Loader()
    for action in read_actions():
        prefix, _, operation = action.partition(":")
        model = loader.load_service_model(SERVICES.get(prefix, prefix), "service-2")
        assert operation in model["operations"], action


def test_the_policy_allows_each_action_once_and_nothing_that_writes() -> None:
    statements = read_policy()["Statement"]
    actions = [action for one in statements for action in one["Action"]]
    assert sorted(actions) == list(read_actions())
    assert {one["Effect"] for one in statements} == {"Allow"}
    assert all(one["Sid"].isalnum() for one in statements)
    assert not any("*" in action for action in actions)


BUILDERS = """
def stop(connection):
    return _write("StopThis", {}, connection)

def make(connection):
    return _write("MakeThat", {}, connection, service="ecr")
"""


def test_writes_are_found_where_they_are_built() -> None:
    assert set(writes_in(ast.parse(BUILDERS))) == {"batch:StopThis", "ecr:MakeThat"}
    found = write_actions()
    assert {"batch:SubmitJob", "batch:TagResource", "ecr:PutImage", "iam:PassRole"} <= set(found)
    assert not set(found) & set(read_actions())


def test_nothing_is_written_that_is_built_elsewhere() -> None:
    """Requests that change something come from one module, or from a line that is read."""
    builders = set()
    for path in PACKAGE.rglob("*.py"):
        if "local" in path.relative_to(PACKAGE).parts[:1]:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Write":
                builders.add(path.relative_to(PACKAGE).as_posix())
    assert builders == {"aws/writes.py", "aws/command_reading.py"}


def test_the_actions_of_command_lines() -> None:
    lines = ["aws efs create-mount-target --file-system-id fs-1", "aws ec2 create-route"]
    assert command_actions(lines) == ("ec2:CreateRoute", "elasticfilesystem:CreateMountTarget")
    anew = "aws batch register-job-definition --cli-input-json <registration>"
    assert command_actions([anew, anew]) == (
        "batch:RegisterJobDefinition",
        "batch:TagResource",
        "iam:PassRole",
    )


def test_roles_are_passed_to_known_services_only() -> None:
    batch, passing = policy_of(("batch:RegisterJobDefinition", "iam:PassRole"), "Operate")
    assert (batch["Sid"], batch["Action"]) == ("OperateBatch", ["batch:RegisterJobDefinition"])
    assert "ecs-tasks.amazonaws.com" in passing["Condition"]["StringEquals"]["iam:PassedToService"]
