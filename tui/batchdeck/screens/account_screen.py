"""A screen that keeps its picture of an account fresh. It paints nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work
from textual.reactive import var
from textual.screen import Screen

from batchdeck.aws.errors import AwsError
from batchdeck.jobs.listing import Interest, JobsState, list_jobs
from batchdeck.jobs.polling import Trigger, now
from batchdeck.jobs.resources import (
    Resources,
    watch_children,
    watch_definitions,
    watch_environments,
    watch_queues,
)
from batchdeck.settings import Settings
from batchdeck.widgets.header import Freshness, HeaderState

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account
    from batchdeck.domain.job import Job
    from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue

#: Seconds between two looks at who we are: roles change seldom, credentials are renewed.
IDENTITY_EVERY = 300.0
#: The same when the last look failed.
IDENTITY_AGAIN = 15.0
#: Seconds that the first look leaves to the first jobs: two more clients have to be made for it.
IDENTITY_AFTER = 0.3
#: How old what was read may be for a diagnosis, ms.
HELD_FOR = 10_000


class AccountScreen(Screen[None]):
    """Reads who we are, the resources and the jobs, each in a worker of its own."""

    account: var[Account | None] = var(None)
    """The account, once it is open."""
    header: var[HeaderState] = var(HeaderState(connecting="opening the account"))
    """What there is to say about the account."""
    environments: var[Resources[ComputeEnvironment]] = var(Resources())
    """All environments, as last read."""
    queues: var[Resources[JobQueue]] = var(Resources())
    """All queues, as last read."""
    definitions: var[Resources[JobDefinition]] = var(Resources())
    """All active revisions, as last read."""
    jobs: var[JobsState] = var(JobsState())
    """The jobs of all queues, as last read."""
    array: var[Job | None] = var(None)
    """The array job whose children are looked at."""
    children_of_array: var[Resources[Job]] = var(Resources())
    """Its children, as last read."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        """What the user set."""
        self.interest = Interest()
        """The queues whose jobs are read."""
        self.resources = Trigger()
        """Lets environments, queues and definitions be read at once."""

    def watch_account(self, account: Account | None) -> None:
        """Begin to read the account."""
        if account is None:
            return
        connection = account.connection
        self.header = replace(
            self.header,
            connecting="asking who we are",
            read_only=connection.read_only,
            note=connection.note,
        )
        self._read_identity(account)
        self._read_environments(account)
        self._read_queues(account)
        self._read_definitions(account)
        self._read_jobs(account)

    def watch_array(self, _: Job | None, array: Job | None) -> None:
        """Read the children of another array, or of none."""
        self.children_of_array = Resources()
        if array is not None and self.account is not None:
            self._read_children(self.account, array)
        else:
            self.workers.cancel_group(self, "children")

    def freshness(self) -> Freshness:
        """How current the jobs are."""
        problem = self.jobs.problem or self.queues.problem
        return Freshness(
            fetched_at=self.jobs.fetched_at,
            problem="" if problem is None else str(problem),
            paused=self.interest.paused,
            loading=not self.jobs.loaded,
        )

    def held(self) -> Mapping[str, object]:
        """Facts of a diagnosis that were read less than `HELD_FOR` ms ago."""
        both: dict[str, Resources[Any]] = {
            "environments": self.environments,
            "queues": self.queues,
        }
        return {
            name: resources.items
            for name, resources in both.items()
            if resources.problem is None and now() - (resources.fetched_at or 0) < HELD_FOR
        }

    def read_now(self) -> None:
        """Read everything at once instead of at the next turn."""
        self.interest.now()
        self.resources.now()

    def pause(self) -> None:
        """Stop reading, or go on."""
        for trigger in (self.interest, self.resources):
            if trigger.paused:
                trigger.resume()
            else:
                trigger.pause()

    @work(group="identity", exclusive=True)
    async def _read_identity(self, account: Account) -> None:
        await asyncio.sleep(IDENTITY_AFTER)
        while True:
            pause = IDENTITY_EVERY
            try:
                self.header = replace(self.header, identity=await account.identity.read())
            except AwsError as error:
                self.header = replace(self.header, connecting=str(error))
                pause = IDENTITY_AGAIN
            await self.resources.wait(pause, asyncio.sleep)

    @work(group="environments", exclusive=True)
    async def _read_environments(self, account: Account) -> None:
        async for state in watch_environments(account.batch, self.resources):
            self.environments = state

    @work(group="queues", exclusive=True)
    async def _read_queues(self, account: Account) -> None:
        async for state in watch_queues(account.batch, self.resources):
            self.queues = state
            if state.fetched_at is not None:
                self.interest.look_at(queue.name for queue in state.items)

    @work(group="definitions", exclusive=True)
    async def _read_definitions(self, account: Account) -> None:
        async for state in watch_definitions(account.batch, self.resources):
            self.definitions = state

    @work(group="children", exclusive=True)
    async def _read_children(self, account: Account, array: Job) -> None:
        async for state in watch_children(account.batch, array, self.resources):
            self.children_of_array = state

    @work(group="jobs", exclusive=True)
    async def _read_jobs(self, account: Account) -> None:
        interval = self.settings.refresh_seconds
        async for state in list_jobs(account.batch, self.interest, interval=interval):
            self.jobs = state
