from __future__ import annotations

import json

from batchdeck.domain.job import Container
from batchdeck.domain.resources import JobDefinition
from batchdeck.shipping.checks.roles import check_roles, judge_permissions, needed
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Check, Verdict
from tests.local.cloud import ACCOUNT, EXECUTION_POLICY
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, through

TASKS = "ecs-tasks.amazonaws.com"


def arn(name: str) -> str:
    """Of a role."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


async def looked(dock: Dock, execution: str = "", job: str = "") -> list[Check]:
    """What is found about the roles of a definition."""
    containers = (Container(execution_role=execution, job_role=job),)
    definition = JobDefinition(dock.name, 1, "", "container", "ACTIVE", containers=containers)
    plan = Plan(dock.order(), definition=definition)
    return await check_roles(plan, dock.services())


async def test_roles_that_do(dry_dock: Dock) -> None:
    execution = dry_dock.cloud.role(TASKS, EXECUTION_POLICY)
    found = await looked(dry_dock, arn(execution), arn(dry_dock.cloud.role(TASKS)))
    assert {one.verdict for one in found} == {Verdict.GOOD}
    assert f"{execution} may do what is needed of it" in [one.text for one in found]


async def test_roles_that_do_not(dry_dock: Dock) -> None:
    weak = dry_dock.cloud.role(TASKS)
    found = await looked(dry_dock, arn(weak), arn("gone"))
    texts = {one.text: one.verdict for one in found}
    assert texts[f"{weak} exists"] is Verdict.GOOD
    words = "ecr:GetAuthorizationToken, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"
    assert texts[f"by its policies {weak} may not: {words}"] is Verdict.WARNING
    (gone,) = [one for one in found if "gone" in one.text]
    assert gone.verdict is Verdict.BAD
    stranger = dry_dock.cloud.role("lambda.amazonaws.com")
    (found_stranger,) = [
        one for one in await looked(dry_dock, job=arn(stranger)) if stranger in one.text
    ]
    assert found_stranger.verdict is Verdict.WARNING
    assert TASKS in found_stranger.text


async def test_what_may_not_be_read_is_unknown(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order())
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["/"] = (403, "AccessDenied")
        async with through(dry_dock, line) as services:
            found = await check_roles(plan, services)
    assert [one.verdict for one in found] == [Verdict.UNKNOWN]


async def test_what_we_ourselves_may_do(dry_dock: Dock) -> None:
    iam, name = dry_dock.cloud.iam, dry_dock.name
    iam.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": "batch:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="only-batch", PolicyDocument=document)
    plan = Plan(dry_dock.order())
    principal = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    (found,) = await judge_permissions(dry_dock.services(), principal, needed(plan))
    assert found.verdict is Verdict.WARNING
    assert f"by its policies {name} may not: ecr:CreateRepository" in found.text
    assert "batch:" not in found.text
