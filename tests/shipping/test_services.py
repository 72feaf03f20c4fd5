from __future__ import annotations

from batchdeck.aws.account import Account
from batchdeck.domain.connection import Connection
from batchdeck.shipping.services import Services
from tests.shipping.checks.test_image import no_engine


async def test_time_is_that_of_the_system_unless_a_test_brings_its_own() -> None:
    services = Services(Account(Connection()), no_engine)
    began = services.clock()
    await services.sleep(0.01)
    assert services.clock() >= began
    assert services.reads_log
