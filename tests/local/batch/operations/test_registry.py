from __future__ import annotations

import pytest

from batchdeck.local.batch import routes
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.operations.registry import operation


def test_every_registered_name_is_aws_s() -> None:
    assert OPERATIONS
    assert set(OPERATIONS) <= set(routes.model().operation_names)


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="SubmitJob"):
        operation("SubmitJob")(OPERATIONS["SubmitJob"])
