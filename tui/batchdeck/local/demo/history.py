"""The demo's past: jobs that have ended, and the logs of the newest."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import accumulate
from random import Random

from batchdeck.local.batch import job_container, reasons
from batchdeck.local.batch.records import AttemptRecord, JobRecord
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.habits import HABITS, NIGHTLY, Habit, Words
from batchdeck.local.demo.history_logs import write_log
from batchdeck.local.demo.outcomes import FAILURES, SUCCESS, Outcome
from batchdeck.local.demo.seeded import seeded_hex, seeded_uuid

DAYS = 4
#: Jobs that still have their logs.
WITH_LOGS = 60
_Outcomes = tuple[list[Outcome], tuple[int, ...]]
"""What can happen to a job, and the sums of the weights."""
_SECOND = 1000
_HOUR = 60 * 60 * _SECOND
_DAY = 24 * _HOUR
_HABITS_TO = tuple(accumulate(one.weight for one in HABITS))


class History:
    """Invents jobs that have ended. Times are ms since the epoch."""

    def __init__(self, service: BatchService, random: Random, now: int) -> None:
        self._service = service
        self._random = random
        self._now = now
        self._tags: dict[str, dict[str, str]] = {}
        """By definition: its jobs share them."""
        self._parameters: dict[str, dict[str, str]] = {}
        """By what they say, shared too."""
        self._outcomes: dict[str, _Outcomes] = {}
        """By definition."""

    def build(self, jobs: int) -> None:
        """Insert so many jobs, oldest first, and write the logs of the newest."""
        nights = [self._night(habit, days) for days in range(DAYS) for habit in NIGHTLY][:jobs]
        lived = [*nights, *(self._any_life() for _ in range(jobs - len(nights)))]
        lived.sort(key=lambda one: one[0].created_at)
        for number, (job, outcome) in enumerate(lived):
            self._service.insert(job)
            if number >= jobs - WITH_LOGS and job.log_stream:
                write_log(self._service.account, job, outcome)

    def _night(self, habit: Habit, days: int) -> tuple[JobRecord, Outcome]:
        """A job that was submitted at its hour, so many days before the newest of its kind."""
        job = self.job(habit)
        outcome = self._outcome(job)
        self.live(job, habit, outcome, self._now)
        hour = int((habit.hour or 0) * _HOUR)
        newest = (job.created_at - hour) // _DAY * _DAY + hour
        _shift(job, newest - days * _DAY - job.created_at)
        self._call(job, habit)
        return job, outcome

    def _any_life(self) -> tuple[JobRecord, Outcome]:
        """A job, and how it ended."""
        stopped = self._now - int(self._random.random() ** 2 * DAYS * _DAY)
        habit = self._random.choices(HABITS, cum_weights=_HABITS_TO)[0]
        job = self.job(habit)
        outcome = self._outcome(job)
        self.live(job, habit, outcome, stopped)
        return job, outcome

    def job(self, habit: Habit) -> JobRecord:
        """A job that nothing has happened to."""
        account = self._service.account
        definition = account.definition(habit.definition)
        queue = account.queue(habit.queue)
        if definition is None or queue is None:
            raise LookupError(f"no {habit.definition} or no {habit.queue}")
        return JobRecord(
            id=seeded_uuid(self._random),
            name=habit.definition,
            queue_arn=queue.arn,
            definition=definition,
            created_at=0,
            environment_arn=queue.environments[0],
            tags=self._tags.setdefault(habit.definition, {"team": definition.tags["team"]}),
        )

    def _outcome(self, job: JobRecord) -> Outcome:
        """One that can happen to this job."""
        name = job.definition.name
        if name not in self._outcomes:
            possible = self._possible(job)
            self._outcomes[name] = possible, tuple(accumulate(one.weight for one in possible))
        possible, weights = self._outcomes[name]
        return self._random.choices(possible, cum_weights=weights)[0]

    def _possible(self, job: JobRecord) -> list[Outcome]:
        """What can happen to jobs like this one."""
        spot = self._service.account.environments[job.environment_arn].kind == "SPOT"
        endless = job_container.timeout_seconds(job) is None
        possible = [SUCCESS]
        for failure in FAILURES:
            timed_out = failure.status_reason == reasons.TIMED_OUT
            if (spot or not failure.lost) and not (endless and timed_out):
                possible.append(failure)
        return possible

    def live(self, job: JobRecord, habit: Habit, outcome: Outcome, stopped: int) -> None:
        """Give a job its attempts and times, from its end back to its start."""
        job.attempts = self._attempts(job, habit, outcome, stopped)
        begun = stopped
        if job.attempts:
            begun = job.attempts[0].started_at or stopped - self._seconds(15, 40)
            _copy_newest(job)
        job.created_at = begun - self._seconds(35, 240)
        job.runnable_at = job.created_at + 2 * _SECOND
        job.stopped_at = stopped
        job.status = "SUCCEEDED" if job.exit_code == 0 else "FAILED"
        job.stop_reason = outcome.stopped_by
        job.status_reason = outcome.stopped_by or job.status_reason
        job.is_terminated = bool(outcome.stopped_by) and outcome.runs
        job.is_cancelled = bool(outcome.stopped_by) and not outcome.runs
        self._call(job, habit)

    def _call(self, job: JobRecord, habit: Habit) -> None:
        """Give a job its name and its parameters."""
        words = Words(self._random, datetime.fromtimestamp(job.created_at / _SECOND, UTC))
        job.name = habit.name.format_map(words)
        chosen = {name: value.format_map(words) for name, value in habit.parameters.items()}
        job.parameters = self._parameters.setdefault(str(chosen), chosen)

    def _attempts(
        self, job: JobRecord, habit: Habit, outcome: Outcome, stopped: int
    ) -> list[AttemptRecord]:
        """None for a job that was cancelled, two for one that went on after losing its host."""
        if outcome.stopped_by and not outcome.runs:
            return []
        if not outcome.lost or job_container.retry_strategy(job)["attempts"] == 1:
            return [self._attempt(job, habit, outcome, stopped)]
        second = self._attempt(job, habit, SUCCESS, stopped)
        lost = (second.started_at or stopped) - self._seconds(60, 200)
        return [self._attempt(job, habit, outcome, lost), second]

    def _attempt(
        self, job: JobRecord, habit: Habit, outcome: Outcome, stopped: int
    ) -> AttemptRecord:
        account = self._service.account
        environment = account.environments[job.environment_arn]
        cluster = environment.cluster_arn.rpartition("/")[2]
        prefix = f"arn:aws:ecs:{account.region}:{account.account_id}"
        task = seeded_hex(self._random)
        instance = f"i-{self._random.getrandbits(68):017x}"
        record = AttemptRecord(
            stopped_at=stopped,
            exit_code=outcome.exit_code,
            status_reason=outcome.status_reason.format(instance=instance),
            reason=outcome.container_reason.format(image=job.definition.container["image"]),
            task_arn=f"{prefix}:task/{cluster}/{task}",
        )
        if outcome.runs:
            ran = self._seconds(habit.shortest, habit.longest)
            if outcome.status_reason == reasons.TIMED_OUT:
                ran = (job_container.timeout_seconds(job) or 0) * _SECOND
            record.started_at = stopped - ran
            record.log_stream = f"{job.definition.name}/default/{task}"
        if not environment.is_fargate:
            host = seeded_hex(self._random)
            record.container_instance_arn = f"{prefix}:container-instance/{cluster}/{host}"
        return record

    def _seconds(self, least: int, most: int) -> int:
        """A random time between, in ms."""
        return self._random.randint(least * _SECOND, most * _SECOND)


def _copy_newest(job: JobRecord) -> None:
    """Tell of a job what its newest attempt tells, as Batch does."""
    newest = job.attempts[-1]
    job.started_at = newest.started_at
    job.exit_code, job.container_reason = newest.exit_code, newest.reason
    job.log_stream, job.task_arn = newest.log_stream, newest.task_arn
    job.container_instance_arn = newest.container_instance_arn
    job.status_reason = newest.status_reason


def _shift(job: JobRecord, by: int) -> None:
    """Have everything happen earlier or later by so many ms."""
    for record in (job, *job.attempts):
        for name in ("created_at", "runnable_at", "started_at", "stopped_at"):
            at = getattr(record, name, None)
            if at is not None:
                setattr(record, name, at + by)
