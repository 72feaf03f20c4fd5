"""The adapter between moto and the Batch service.

moto finds `urls` beside a module of this name and resets every backend it knows.
"""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.jobs import Jobs
from batchdeck.local.batch.service import BatchService


class LocalBatchBackend(BaseBackend):
    """One account in one Region, as moto keeps them."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.service = BatchService(account_id, region_name)

    @property
    def account(self) -> Account:
        """What Batch remembers there."""
        return self.service.account

    @property
    def jobs(self) -> Jobs:
        """Its jobs; `service.insert` schedules too."""
        return self.service.account.jobs

    def reset(self) -> None:
        """Forget everything and stop what runs."""
        self.service.scheduler.stop()
        super().reset()


batch_backends = BackendDict(LocalBatchBackend, "batch")
