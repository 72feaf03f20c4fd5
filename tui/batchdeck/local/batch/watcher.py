"""Who is told what Batch does: this is how the services around it hear of it."""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import ComputeEnvironmentRecord, JobQueueRecord, JobRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings


class Watcher:
    """Is told everything and does nothing.

    Every method is called in the engine's thread with the account's lock held.
    """

    def has_room(self, environment: ComputeEnvironmentRecord, demand: Demand) -> bool:
        """Whether a job of that size finds an instance, or one may be started for it."""
        return True

    def refused(
        self, environment: ComputeEnvironmentRecord, demands: list[Demand]
    ) -> Obstacle | None:
        """What keeps instances from being started for jobs of these sizes, which have room."""
        return None

    def placed(self, job: JobRecord, environment: ComputeEnvironmentRecord, demand: Demand) -> None:
        """A job got its place; it starts when its instance is up."""

    def host(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> str:
        """ARN of the container instance that a placed job starts on; empty: none."""
        return ""

    def left(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """A job gave its place back."""

    def lost(self) -> list[tuple[str, str]]:
        """Jobs whose instance is gone, by id, and how AWS says so; each is told once."""
        return []

    def replace(self, environment: ComputeEnvironmentRecord, patience: float) -> None:
        """New instances are to take the place of all; jobs may go on for so many seconds."""

    def is_replacing(self, environment: ComputeEnvironmentRecord) -> bool:
        """Whether instances are left that are to be replaced."""
        return False

    def kept_out(
        self, environment: ComputeEnvironmentRecord, demand: Demand, obstacle: Obstacle
    ) -> None:
        """The job at a queue's head cannot start in an environment; told at every turn."""

    def moved(self, job: JobRecord) -> None:
        """A job is in another state."""

    def blocked(self, queue: JobQueueRecord, head: JobRecord) -> None:
        """The head of a queue was given the reason why it is blocked."""

    def turned(self) -> None:
        """All that was to be done at the moment is done."""


class Watchers(Watcher):
    """Tells several."""

    def __init__(self, members: tuple[Watcher, ...]) -> None:
        self._members = members

    def has_room(self, environment: ComputeEnvironmentRecord, demand: Demand) -> bool:
        """Whether nobody objects."""
        return all(one.has_room(environment, demand) for one in self._members)

    def refused(
        self, environment: ComputeEnvironmentRecord, demands: list[Demand]
    ) -> Obstacle | None:
        """What the first says who knows of something."""
        found = (one.refused(environment, demands) for one in self._members)
        return next((one for one in found if one is not None), None)

    def placed(self, job: JobRecord, environment: ComputeEnvironmentRecord, demand: Demand) -> None:
        """A job got its place."""
        for one in self._members:
            one.placed(job, environment, demand)

    def host(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> str:
        """What the first says who knows one."""
        return next(filter(None, (one.host(job, environment) for one in self._members)), "")

    def left(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """A job gave its place back."""
        for one in self._members:
            one.left(job, environment)

    def lost(self) -> list[tuple[str, str]]:
        """Jobs of which anybody knows that their instance is gone."""
        return [job for one in self._members for job in one.lost()]

    def replace(self, environment: ComputeEnvironmentRecord, patience: float) -> None:
        """New instances are to take the place of all."""
        for one in self._members:
            one.replace(environment, patience)

    def is_replacing(self, environment: ComputeEnvironmentRecord) -> bool:
        """Whether anybody has one left."""
        return any(one.is_replacing(environment) for one in self._members)

    def kept_out(
        self, environment: ComputeEnvironmentRecord, demand: Demand, obstacle: Obstacle
    ) -> None:
        """The job at a queue's head cannot start in an environment."""
        for one in self._members:
            one.kept_out(environment, demand, obstacle)

    def moved(self, job: JobRecord) -> None:
        """A job is in another state."""
        for one in self._members:
            one.moved(job)

    def blocked(self, queue: JobQueueRecord, head: JobRecord) -> None:
        """The head of a queue was given the reason why it is blocked."""
        for one in self._members:
            one.blocked(queue, head)

    def turned(self) -> None:
        """All that was to be done at the moment is done."""
        for one in self._members:
            one.turned()


#: Makes a watcher for an account; whoever watches registers here before there is one.
FACTORIES: list[Callable[[Account, Surroundings], Watcher]] = []


def watchers_of(account: Account, surroundings: Surroundings) -> Watcher:
    """Everybody who watches an account."""
    return Watchers(tuple(make(account, surroundings) for make in FACTORIES))
