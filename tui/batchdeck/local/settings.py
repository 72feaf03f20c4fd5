"""How fast the embedded account lives, and what runs its jobs.

The settings are a module-level value because moto creates a backend by itself on the
first request to its account and region: there is no constructor of ours to hand them to.
"""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.local.runners.runner import NoRunner, Runner


@dataclass(frozen=True, slots=True)
class Pace:
    """Minimum seconds that things take."""

    submitted: float
    """A job stays SUBMITTED, and an environment or queue CREATING."""
    runnable: float
    """A job stays RUNNABLE; for EC2 it stands for the time an instance boots."""
    starting: float
    """A job stays STARTING."""
    reason: float
    """The head of a queue is blocked before it carries AWS's code."""
    tick: float
    """Between two looks at a blocked head."""
    minute: float
    """A minute of what takes many on AWS."""

    @classmethod
    def humane(cls) -> Pace:
        """Every state lasts long enough to be seen."""
        return cls(submitted=1.0, runnable=3.0, starting=2.0, reason=30.0, tick=1.0, minute=1.0)

    @classmethod
    def immediate(cls) -> Pace:
        """For tests: nothing waits."""
        return cls(submitted=0.0, runnable=0.0, starting=0.0, reason=0.0, tick=0.05, minute=0.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """What every backend of this process reads."""

    pace: Pace
    runner: Runner
    remember: float = 7 * 86_400.0
    """Seconds after their end in which jobs are known."""


_current = Settings(Pace.immediate(), NoRunner())


def configure(settings: Settings) -> None:
    """Make `settings` the ones in force, for backends that exist already too."""
    global _current
    _current = settings


def current() -> Settings:
    """The settings in force; without `configure` an account that can run nothing."""
    return _current
