"""Definitions over the wire: read as they can be registered, registered, deregistered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.caller import Caller
from batchdeck.aws.definitions import DefinitionsGateway
from batchdeck.aws.errors import (
    NotFoundError,
    ReadOnlyError,
    RefusedError,
    UncertainError,
)
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from batchdeck.domain.definition_document import images, with_image
from batchdeck.local.launcher import LocalAccount
from tests.aws.misbehaving_server import MisbehavingServer, answer, silence
from tests.local.batch.operations.definition_requests import CONTAINER, NODES, POD, SIZE, TASK
from tests.local.cloud import Cloud
from tests.screens.console_app import connection_to

SECRET = "hunter22"
BUSY: dict[str, Any] = {
    **CONTAINER,
    "command": ["etl", "Ref::date"],
    "environment": [{"name": "TOKEN", "value": SECRET}],
    "ulimits": [{"name": "nofile", "hardLimit": 10, "softLimit": 10}],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/etl"}},
}
SHAPES: dict[str, dict[str, Any]] = {
    "container": {
        "type": "container",
        "containerProperties": BUSY,
        "parameters": {"date": "today"},
        "retryStrategy": {
            "attempts": 3,
            "evaluateOnExit": [{"onExitCode": "1", "action": "retry"}],
        },
        "timeout": {"attemptDurationSeconds": 600},
        "schedulingPriority": 7,
        "propagateTags": True,
    },
    "task": {"type": "container", "ecsProperties": TASK},
    "nodes": {"type": "multinode", "nodeProperties": NODES},
    "pod": {"type": "container", "eksProperties": POD},
}


@pytest.fixture
def cloud(empty_account: LocalAccount) -> Cloud:
    return Cloud(empty_account.endpoint)


@pytest.fixture
async def account(cloud: Cloud) -> AsyncIterator[Account]:
    opened = Account(connection_to(cloud.endpoint))
    yield opened
    await opened.close()


def described(cloud: Cloud, reference: str) -> dict[str, Any]:
    (found,) = cloud.batch.describe_job_definitions(jobDefinitions=[reference])["jobDefinitions"]
    return dict(found)


@pytest.mark.parametrize("shape", SHAPES)
async def test_what_was_read_can_be_registered_again_and_is_the_same(
    shape: str, cloud: Cloud, account: Account
) -> None:
    tags = {"team": "genome"}
    cloud.batch.register_job_definition(jobDefinitionName=shape, tags=tags, **SHAPES[shape])
    definitions = account.definitions
    document = await definitions.document(f"{shape}:1")
    assert SECRET not in repr(document)
    assert not await definitions.problems(document.plain)
    write = definitions.registration(document)
    assert SECRET not in write.line
    assert await definitions.send_registration(write) == f"{shape}:2"
    first, second = described(cloud, f"{shape}:1"), described(cloud, f"{shape}:2")
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"jobDefinitionArn", "revision"}
    assert second["tags"] == tags
    assert await definitions.document(f"{shape}:2") == document
    assert [call.action for call in account.calls.recent()].count(
        "batch:RegisterJobDefinition"
    ) == 1


@pytest.mark.parametrize("shape", SHAPES)
async def test_only_the_image_changes(shape: str, cloud: Cloud, account: Account) -> None:
    cloud.batch.register_job_definition(jobDefinitionName=shape, **SHAPES[shape])
    document = await account.definitions.document(f"{shape}:1")
    (container,) = images(document)
    changed = with_image(document, "etl:2", container=container.container)
    reference = await account.definitions.send_registration(
        account.definitions.registration(changed)
    )
    again = await account.definitions.document(reference)
    assert images(again)[0].image == "etl:2"
    assert with_image(again, container.image) == document


async def test_tags_that_belong_to_aws_are_left_out(
    server: MisbehavingServer, caller: Caller, session: AwsSession, connection: Connection
) -> None:
    definitions = DefinitionsGateway(caller, session, connection)
    revision = {
        "jobDefinitionName": "etl",
        "jobDefinitionArn": "arn:aws:batch:eu-west-1:1:job-definition/etl:3",
        "revision": 3,
        "status": "ACTIVE",
        "type": "container",
        "containerOrchestrationType": "ECS",
        "containerProperties": {"image": "x", "resourceRequirements": SIZE, "command": []},
        "tags": {"aws:cloudformation:stack-name": "s", "team": "genome"},
    }
    server.reply(answer({"jobDefinitions": [revision]}))
    document = await definitions.document("etl:3")
    assert document.plain == {
        "jobDefinitionName": "etl",
        "type": "container",
        "containerProperties": {"image": "x", "resourceRequirements": SIZE, "command": []},
        "tags": {"team": "genome"},
    }
    assert server.requests[0].json == {"jobDefinitions": ["etl:3"]}


async def test_all_revisions_newest_first_also_inactive_ones(
    cloud: Cloud, account: Account
) -> None:
    for _ in range(3):
        cloud.batch.register_job_definition(jobDefinitionName="etl", **SHAPES["container"])
    write = account.definitions.deregistration("etl:2")
    assert "deregister-job-definition --job-definition etl:2" in write.line
    await account.definitions.send(write)
    found = await account.definitions.revisions("etl")
    assert [(one.revision, one.status) for one in found] == [
        (3, "ACTIVE"),
        (2, "INACTIVE"),
        (1, "ACTIVE"),
    ]
    assert set(await account.definitions.documents("etl")) == {1, 3}


async def test_many_revisions_come_page_by_page(
    server: MisbehavingServer, caller: Caller, session: AwsSession, connection: Connection
) -> None:
    definitions = DefinitionsGateway(caller, session, connection)
    pages = [[{"jobDefinitionName": "etl", "revision": n}] for n in (2, 1)]
    server.reply(
        answer({"jobDefinitions": pages[0], "nextToken": "n"}),
        answer({"jobDefinitions": pages[1]}),
    )
    assert [one.revision for one in await definitions.revisions("etl")] == [2, 1]
    asked = {"jobDefinitionName": "etl", "maxResults": 100}
    assert [sent.json for sent in server.requests] == [asked, {**asked, "nextToken": "n"}]


async def test_a_revision_that_is_not_there(account: Account) -> None:
    with pytest.raises(NotFoundError, match="no job definition nope:1"):
        await account.definitions.document("nope:1")


async def test_problems_are_told_and_nothing_is_sent(account: Account) -> None:
    (problem,) = await account.definitions.problems({"jobDefinitionName": "x", "type": "y"})
    assert problem.field == "type"
    assert account.calls.recent() == ()


async def test_a_refusal_and_a_console_that_only_reads(cloud: Cloud, account: Account) -> None:
    cloud.batch.register_job_definition(jobDefinitionName="etl", **SHAPES["container"])
    document = await account.definitions.document("etl:1")
    with pytest.raises(RefusedError):
        await account.definitions.send(account.definitions.deregistration("etl:9"))
    reading = Account(connection_to(cloud.endpoint, read_only=True))
    try:
        with pytest.raises(ReadOnlyError):
            await reading.definitions.send_registration(account.definitions.registration(document))
    finally:
        await reading.close()
    assert len(await account.definitions.revisions("etl")) == 1


async def test_a_lost_answer_is_uncertain_and_sent_once(
    server: MisbehavingServer, caller: Caller, session: AwsSession, connection: Connection
) -> None:
    definitions = DefinitionsGateway(caller, session, connection)
    server.reply(answer({"jobDefinitions": [{"jobDefinitionName": "etl", "type": "container"}]}))
    document = await definitions.document("etl:1")
    server.reply(silence)
    with pytest.raises(UncertainError):
        await definitions.send_registration(definitions.registration(document))
    assert [sent.path for sent in server.requests].count("/v1/registerjobdefinition") == 1
