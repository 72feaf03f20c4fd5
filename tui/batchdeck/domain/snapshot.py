"""Who stands where in a queue, and who has how much of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A job among the first of a queue."""

    job: str
    """Id."""
    since: int = 0
    """`earliestTimeAtPosition`, ms; 0 where AWS does not tell."""


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """The front of a queue and its shares (`GetJobQueueSnapshot`)."""

    front: tuple[Place, ...] = ()
    """The first 100 RUNNABLE jobs in the order they will be placed."""
    active_shares: int | None = None
    """How many shares have jobs in a place; None without a fair-share policy."""
    usage: tuple[tuple[str, float], ...] = ()
    """vCPUs of the up to 20 largest shares, by `shareIdentifier`."""
    vcpus: float | None = None
    """vCPUs that its jobs have which start or run; None where AWS does not tell."""

    def since(self, job: str) -> int:
        """When the job of that id got its place, ms; 0 when it is not at the front."""
        return next((one.since for one in self.front if one.job == job), 0)


@dataclass(frozen=True, slots=True)
class SchedulingPolicy:
    """A fair-share policy (`DescribeSchedulingPolicies`)."""

    name: str
    arn: str
    reservation: int = 0
    """`computeReservation`, percent."""
    decay_seconds: int = 0
    weights: tuple[tuple[str, float], ...] = ()
    """`weightFactor` by `shareIdentifier`, which may end with `*`."""

    def weight(self, share: str) -> float:
        """How heavily what a share uses counts: more weight is less room. 1 unless it is said."""
        for name, weight in self.weights:
            if name == share or (name.endswith("*") and share.startswith(name[:-1])):
                return weight
        return 1.0
