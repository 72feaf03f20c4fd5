"""An account with something in it, for the screens."""

from __future__ import annotations

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.local.cloud import Cloud
from tests.shipping.conftest import dock, dry_dock

__all__ = ["cloud", "dock", "dry_dock"]


@pytest.fixture
def cloud(empty_account: LocalAccount) -> Cloud:
    """The embedded account of this test process, emptied."""
    return Cloud(empty_account.endpoint)
