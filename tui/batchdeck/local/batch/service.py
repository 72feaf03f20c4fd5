"""AWS Batch of one account in one Region: what it remembers and what moves it on."""

from __future__ import annotations

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.arrays import array_children
from batchdeck.local.batch.nodes import node_children
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.batch.scheduler import Scheduler
from batchdeck.local.placement.surroundings import Surroundings


class BatchService:
    """What every operation is given."""

    def __init__(self, account_id: str, region: str) -> None:
        self.account = Account(account_id, region)
        self.surroundings = Surroundings(account_id, region, self.account.environments)
        self.scheduler = Scheduler(self.account, self.surroundings)

    def submit(self, job: JobRecord) -> None:
        """Add a job that was just submitted, and its children or nodes."""
        with self.account.lock:
            self.insert(job)
            children = node_children(job) if job.is_multi_node else array_children(job)
            for child in children:
                self.insert(child)

    def insert(self, job: JobRecord) -> None:
        """Add a job in any state but STARTING and RUNNING; what is not over is scheduled."""
        with self.account.lock:
            self.account.jobs.insert(job)
            self.scheduler.admit(job)
