from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.consumable_rules import check_consumables


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"quantity": 1}, "consumableResource is required"),
        ({"consumableResource": "seats"}, "must be at least 1"),
        ({"consumableResource": "seats", "quantity": 0}, "must be at least 1"),
    ],
)
def test_needs_have_a_name_and_a_quantity(entry: Any, text: str) -> None:
    with pytest.raises(ClientError, match=text):
        check_consumables({"consumableResourceList": [entry]})


def test_other_needs_can_be() -> None:
    check_consumables(None)
    check_consumables({"consumableResourceList": [{"consumableResource": "a", "quantity": 1}]})
