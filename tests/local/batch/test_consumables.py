from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch import consumables
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.nodes import node_children
from batchdeck.local.batch.records import ConsumableResourceRecord
from tests.local.batch.builders import definition, job, nodes_definition


@pytest.fixture
def account() -> Account:
    return Account("123456789012", "eu-west-1")


def resource(account: Account, total: int, *, replenishable: bool = True) -> Any:
    arn = account.arn("consumable-resource/licence")
    record = ConsumableResourceRecord("licence", arn, total, 0, replenishable)
    account.consumables[arn] = record
    return record


def needing(*quantities: tuple[str, int]) -> dict[str, Any]:
    entries = [{"consumableResource": name, "quantity": number} for name, number in quantities]
    return {"consumableResourceList": entries}


def test_a_job_needs_what_it_says_or_else_what_its_definition_says(account: Account) -> None:
    record = resource(account, 9)
    both = definition(consumableResourceProperties=needing(("licence", 2), (record.arn, 1)))
    assert consumables.quantity(account, job(definition=both), record) == 3
    own = job(definition=both, consumable_resources=needing(("other", 1)))
    assert consumables.requirements(own) == {"other": 1}
    assert consumables.quantity(account, job(), record) == 0


def test_jobs_hold_and_give_back(account: Account) -> None:
    record = resource(account, 5)
    first = job("first", consumable_resources=needing(("licence", 3)))
    assert consumables.lacking(account, first) == []
    consumables.take(account, first)
    assert (record.in_use, record.available) == (3, 2)
    assert consumables.lacking(account, first) == ["licence"]
    consumables.give_back(account, first)
    assert (record.total, record.in_use, record.available) == (5, 0, 5)


def test_what_cannot_be_used_again_is_gone(account: Account) -> None:
    record = resource(account, 5, replenishable=False)
    first = job(consumable_resources=needing(("licence", 3)), status="RUNNABLE")
    consumables.take(account, first)
    consumables.give_back(account, first)
    assert (record.total, record.in_use) == (5, 0), "it had not begun"
    consumables.take(account, first)
    first.status = "RUNNING"
    consumables.give_back(account, first)
    assert (record.total, record.in_use, record.available) == (2, 0, 2)


def test_a_resource_that_is_unknown_is_lacking(account: Account) -> None:
    first = job(consumable_resources=needing(("nobody", 1)))
    assert consumables.lacking(account, first) == ["nobody"]
    consumables.take(account, first)
    consumables.give_back(account, first)


def test_a_resource_named_twice_is_needed_twice(account: Account) -> None:
    record = resource(account, 2)
    first = job(consumable_resources=needing(("licence", 1), (record.arn, 2)))
    assert consumables.lacking(account, first) == ["licence", record.arn]
    record.total = 3
    assert consumables.lacking(account, first) == []


def test_a_multi_node_job_needs_what_its_nodes_need(account: Account) -> None:
    record = resource(account, 9)
    container = {"image": "busybox", "vcpus": 1, "memory": 64}
    every = {"targetNodes": "0:", "container": container}
    some = {**every, "targetNodes": "1:", "consumableResourceProperties": needing(("licence", 2))}
    nodes = nodes_definition(3, every, some)
    nodes.document["consumableResourceProperties"] = needing(("licence", 1))
    parent = job(definition=nodes, nodes=3)
    assert consumables.quantity(account, parent, record) == 5
    found = [consumables.quantity(account, node, record) for node in node_children(parent)]
    assert found == [0, 2, 2]
