from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch import consumables
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import ConsumableResourceRecord
from tests.local.batch.builders import definition, job


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
