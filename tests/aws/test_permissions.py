from __future__ import annotations

import ast

from botocore.loaders import Loader

from batchdeck.aws.permissions import actions_in, read_actions, read_policy

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
