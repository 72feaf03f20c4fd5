from __future__ import annotations

from batchdeck.domain.key import Key


def test_whose_a_key_is() -> None:
    assert Key("arn:a", "CUSTOMER", "Enabled").is_customers
    assert not Key("arn:a", "AWS", "Enabled").is_customers
