from __future__ import annotations

from typing import Any

import pytest

from batchdeck.domain.definition_document import MOST_BYTES, DefinitionDocument
from batchdeck.shipping.checks.definition import check_definition, check_platform
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Check, Verdict
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, through

SIZES = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
SAFE = {"timeout": {"attemptDurationSeconds": 60}, "retryStrategy": {"attempts": 2}}
FARGATE_SIZES = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]


async def looked(dock: Dock, **order: Any) -> tuple[Plan, list[Check]]:
    """What is found about the definition of an order."""
    plan = Plan(dock.order(**order))
    return plan, await check_definition(plan, dock.services())


def document(**members: Any) -> DefinitionDocument:
    """A new definition."""
    properties = {"image": "", "resourceRequirements": SIZES}
    usual = {"type": "container", "containerProperties": properties, **SAFE}
    return DefinitionDocument({**usual, **members})


async def test_the_newest_revision_unless_one_is_named(dry_dock: Dock) -> None:
    dry_dock.define(**SAFE)
    newest = dry_dock.define(**SAFE)
    plan, found = await looked(dry_dock)
    assert [one.verdict for one in found] == [Verdict.GOOD]
    assert (plan.base_reference, plan.newest) == (newest, 2)
    plan, _ = await looked(dry_dock, definition=f"{dry_dock.name}:1")
    assert (plan.base_reference, plan.newest) == (f"{dry_dock.name}:1", 2)


async def test_without_timeout_and_retries_it_is_warned_about(dry_dock: Dock) -> None:
    dry_dock.define()
    _, found = await looked(dry_dock)
    warned = [one.text for one in found if one.verdict is Verdict.WARNING]
    assert [text.partition(":")[0] for text in warned] == ["no timeout", "no retries"]
    _, found = await looked(dry_dock, timeout_seconds=60, attempts=2)
    assert [one.verdict for one in found] == [Verdict.GOOD]


async def test_definitions_that_are_not_there(dry_dock: Dock) -> None:
    _, (found,) = await looked(dry_dock)
    assert found.verdict is Verdict.BAD
    assert f"no ACTIVE revision of {dry_dock.name}" in found.text
    dry_dock.define()
    _, (found,) = await looked(dry_dock, definition=f"{dry_dock.name}:7")
    assert found.text == f"{dry_dock.name} has no ACTIVE revision 7; there are: 1"


async def test_a_new_one(dry_dock: Dock) -> None:
    plan, (found,) = await looked(dry_dock, new_definition=document())
    assert found.verdict is Verdict.GOOD
    assert found.text.startswith(f"{dry_dock.name} is new")
    assert plan.base_reference == ""
    dry_dock.define()
    _, (found,) = await looked(dry_dock, new_definition=document())
    assert found.verdict is Verdict.WARNING
    assert f"{dry_dock.name}:1 exists" in found.text


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"jobDefinitionName": "other"}, "the new definition is named other"),
        ({"typ": "container"}, "typ: not known here"),
        ({"parameters": {"a": "b" * MOST_BYTES}}, "AWS takes 24 KiB"),
        ({"containerProperties": None}, "has 0 containers"),
    ],
)
async def test_what_aws_would_refuse(dry_dock: Dock, members: Any, words: str) -> None:
    given = {**document().members, **members}
    kept = {name: value for name, value in given.items() if value is not None}
    _, found = await looked(dry_dock, new_definition=DefinitionDocument(kept))
    assert {one.verdict for one in found} == {Verdict.BAD}
    assert any(words in one.text for one in found)


async def test_several_containers_need_a_name(dry_dock: Dock) -> None:
    one = {"image": "a", "resourceRequirements": SIZES}
    containers = [{**one, "name": "main"}, {**one, "name": "side"}]
    given = {
        "type": "container",
        "ecsProperties": {"taskProperties": [{"containers": containers}]},
        **SAFE,
    }
    _, (found,) = await looked(dry_dock, new_definition=DefinitionDocument(given))
    assert found.verdict is Verdict.BAD
    assert "say which one gets the image: main, side" in found.text
    order = {"new_definition": DefinitionDocument(given), "container": "side"}
    plan, (found,) = await looked(dry_dock, **order)
    assert found.verdict is Verdict.GOOD
    assert plan.difference(plan.revision("b"))[0] == "side: a -> b"


async def test_what_may_not_be_read(dry_dock: Dock) -> None:
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["/v1/describejobdefinitions"] = (403, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            (found,) = await check_definition(Plan(dry_dock.order()), services)
            assert found.verdict is Verdict.BAD
            assert "batch:DescribeJobDefinitions" in found.text
            new = Plan(dry_dock.order(new_definition=document()))
            (found,) = await check_definition(new, services)
            assert found.verdict is Verdict.GOOD


async def test_fargate_has_its_sizes_and_its_queues(dry_dock: Dock) -> None:
    properties = {"image": "", "resourceRequirements": FARGATE_SIZES}
    fargate = document(platformCapabilities=["FARGATE"], containerProperties=properties)
    plan, found = await looked(dry_dock, new_definition=fargate, vcpus=1.0, memory=3000)
    assert [one.verdict for one in found] == [Verdict.GOOD, Verdict.BAD]
    assert "steps of 1024" in found[1].text
    plan.kinds = frozenset({"EC2", "SPOT"})
    (wrong,) = check_platform(plan)
    assert "FARGATE only, and the queue has instances" in wrong.text
    plan.kinds = frozenset({"FARGATE", "FARGATE_SPOT"})
    assert check_platform(plan) == []
    plan, _ = await looked(dry_dock, new_definition=document())
    plan.kinds = frozenset({"FARGATE"})
    (wrong,) = check_platform(plan)
    assert "its platformCapabilities lack FARGATE" in wrong.text
