from __future__ import annotations

from batchdeck.domain.role import Permission


def test_only_allowed_is_allowed() -> None:
    assert Permission("a:B", "allowed").allowed
    assert not Permission("a:B", "explicitDeny").allowed
    assert not Permission("a:B", "").allowed
