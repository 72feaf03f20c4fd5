"""Takes every job through its states, from SUBMITTED to its end."""

from __future__ import annotations

from functools import partial

from batchdeck.local import settings
from batchdeck.local.batch import capacity, consumables, job_container, reasons
from batchdeck.local.batch.account import Account, now_ms
from batchdeck.local.batch.dependencies import Dependencies, Outlook, outlook
from batchdeck.local.batch.engine import Action, Engine
from batchdeck.local.batch.environment_health import examine
from batchdeck.local.batch.execution import Execution
from batchdeck.local.batch.forgetting import Ended
from batchdeck.local.batch.nodes import parts
from batchdeck.local.batch.placer import Placer
from batchdeck.local.batch.records import AttemptRecord, ComputeEnvironmentRecord, JobRecord
from batchdeck.local.batch.retry import tries_again
from batchdeck.local.batch.time_limits import overdue
from batchdeck.local.batch.watcher import watchers_of
from batchdeck.local.placement.candidates import vcpus_taken
from batchdeck.local.placement.surroundings import Surroundings

WAITING = ("SUBMITTED", "PENDING", "RUNNABLE")
"""The states of a job that has not started."""


class Scheduler:
    """Its public methods are called with `Account.lock` held, but for `stop`."""

    def __init__(self, account: Account, surroundings: Surroundings) -> None:
        self.engine = Engine(account.lock, self._turn)
        self._account = account
        self._surroundings = surroundings
        self._watcher = watchers_of(account, surroundings)
        self._placer = Placer(account, surroundings, self._placed, self._watcher)
        self.lines = self._placer.lines
        self._dependencies = Dependencies()
        self._ended_jobs = Ended()
        self._reserved: dict[str, float] = {}
        self._execution = Execution(account, surroundings, self.engine, self._watcher, self._ended)

    def admit(self, job: JobRecord) -> None:
        """Take on a job that was inserted, in whichever state before STARTING it is."""
        if job.status == "SUBMITTED":
            self.engine.after(settings.current().pace.submitted, lambda: self._consider(job))
        elif job.status == "PENDING" and not job.is_array and job.node is None:
            self._dependencies.add(job)
            self.engine.soon(lambda: self._consider(job))
        elif job.status == "RUNNABLE":
            job.runnable_at = job.runnable_at or job.created_at
            self.lines.join(job)
            self.engine.wake()
        elif job.is_over:
            self._ended_jobs.add(job)

    def cancel(self, job: JobRecord, reason: str) -> None:
        """End a job, or an array's children, unless it has started.

        One that waits for other jobs ends when these have.
        """
        job = self._whole(job)
        if job.status not in WAITING or job.stop_reason is not None:
            return
        job.is_cancelled = True
        if job.is_array:
            job.stop_reason = reason
            for child in self._unfinished(job):
                self.cancel(child, reason)
        elif outlook(job, self._account.jobs) is Outlook.WAITING:
            job.stop_reason = reason
        else:
            self._end(job, reason)

    def end(self, job: JobRecord, reason: str) -> None:
        """End a job for its owner's reason: at once, or when its container has stopped.

        The first reason counts: a job that is being stopped already goes on so.
        """
        job = self._whole(job)
        if job.is_over:
            return
        job.is_terminated = True
        if job.is_array:
            job.stop_reason = job.stop_reason if job.is_cancelled else reason
            for child in self._unfinished(job):
                self.end(child, reason)
        else:
            self._end(job, reason)

    def _whole(self, job: JobRecord) -> JobRecord:
        """A node is not stopped but with all the others of its job."""
        whole = self._account.jobs.get(job.parent_id) if job.node is not None else None
        return whole or job

    def _unfinished(self, parent: JobRecord) -> list[JobRecord]:
        """The children that have not ended, by their numbers."""
        return [one for one in self._account.jobs.newest_first(parent.id) if not one.is_over]

    def _end(self, job: JobRecord, reason: str) -> None:
        if job.stop_reason is not None and job.status != "PENDING":
            return
        job.stop_reason = reason
        if not self._execution.stop(job):
            self._release(job)
            self._finish(job, "FAILED", reason)

    def settle(self, change: Action) -> None:
        """Let a resource be CREATING, UPDATING or DELETING for the pace's time, then change it."""
        seconds = settings.current().pace.submitted
        if seconds > 0:
            self.engine.after(seconds, change)
        else:
            change()
            self.engine.wake()

    def replace_instances(self, environment: ComputeEnvironmentRecord, patience: float) -> None:
        """New instances are to take the place of all; jobs may go on for so many seconds."""
        self._watcher.replace(environment, patience)

    def is_replacing(self, environment: ComputeEnvironmentRecord) -> bool:
        """Whether instances are left that are to be replaced."""
        return self._watcher.is_replacing(environment)

    def stop(self) -> None:
        """End everything; takes no lock, so that a reset can call it at any time."""
        self.engine.stop(self._execution.abandon)

    def _turn(self) -> float | None:
        for environment in self._account.environments.values():
            examine(environment, self._surroundings)
        for job_id, reason in self._watcher.lost():
            self._execution.lose(job_id, reason)
        self._placer.place()
        self._enforce_limits()
        self._forget()
        self._watcher.turned()
        watched = self._account.environments or self.lines
        return settings.current().pace.tick if watched else None

    def _enforce_limits(self) -> None:
        for queue in self._account.queues.values():
            head = self.lines.head(queue.arn)
            if head is None:
                continue
            reason = overdue(queue, head, self._placer.blocked_for(queue))
            if reason is not None:
                self.cancel(head, reason)

    def _forget(self) -> None:
        for job in self._ended_jobs.due(now_ms() - settings.current().remember * 1000):
            self._account.jobs.forget(job)

    def _consider(self, job: JobRecord) -> None:
        """A new job, or one whose dependencies have moved."""
        if job.status not in ("SUBMITTED", "PENDING"):
            return
        if job.is_array:
            self._account.jobs.move(job, "PENDING")
            self._watcher.moved(job)
            for child in self._unfinished(job):
                self._consider(child)
            return
        parent = self._account.jobs.get(job.parent_id)
        if parent is not None and parent.status == "SUBMITTED":
            return
        match outlook(job, self._account.jobs):
            case Outlook.READY | Outlook.HOPELESS if job.stop_reason is not None:
                self._finish(job, "FAILED", job.stop_reason)
            case Outlook.READY if job.has_too_many_tags:
                self._finish(job, "FAILED", "")
            case Outlook.READY:
                self._make_runnable(job)
            case Outlook.HOPELESS:
                self._finish(job, "FAILED", reasons.DEPENDENCY_FAILED)
            case Outlook.WAITING if job.status == "SUBMITTED":
                self._account.jobs.move(job, "PENDING")
                self._watcher.moved(job)
                self._dependencies.add(job)

    def _make_runnable(self, job: JobRecord) -> None:
        self._account.jobs.move(job, "RUNNABLE")
        job.runnable_at = now_ms()
        job.started_at = None
        job.status_reason = job.environment_arn = ""
        self._watcher.moved(job)
        self.lines.join(job)

    def _placed(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """The placer found a place: instances boot where there are not enough."""
        vcpus = 0.0
        for part in parts(self._account.jobs, job):
            demand = job_container.demand(part)
            vcpus += vcpus_taken(environment, [demand])
            self._watcher.placed(part, environment, demand)
        boots = capacity.reserve(environment, vcpus)
        self._reserved[job.id] = vcpus
        self.lines.take(job, vcpus)
        consumables.take(self._account, job)
        job.environment_arn = environment.arn
        wait = settings.current().pace.runnable
        if not boots:
            wait -= (now_ms() - (job.runnable_at or job.created_at)) / 1000
        self.engine.after(max(0.0, wait), lambda: self._begin(job, environment))

    def _begin(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """The place is ready, unless something has come in between."""
        if job.status != "RUNNABLE":
            return
        if self._placer.obstacle(environment, job) is not None:
            self._release(job)
            job.environment_arn = ""
            self.lines.rejoin(job)
            return
        capacity.booted(environment)
        self._execution.prepare(job, environment)
        self.engine.after(settings.current().pace.starting, lambda: self._launch(job))

    def _launch(self, job: JobRecord) -> None:
        if job.status == "STARTING":
            self._execution.launch(job)

    def _ended(self, job: JobRecord, record: AttemptRecord, timed_out: bool) -> None:
        self._release(job)
        self._decide(job, record, timed_out=timed_out)

    def _decide(self, job: JobRecord, record: AttemptRecord, *, timed_out: bool) -> None:
        """Over, or once more. What was stopped on purpose or by timeout is not tried again."""
        if job.stop_reason is not None:
            self._finish(job, "FAILED", job.stop_reason)
        elif record.exit_code == 0 and not timed_out:
            self._finish(job, "SUCCEEDED", record.status_reason)
        elif not timed_out and tries_again(
            job_container.retry_strategy(job), len(job.attempts), record
        ):
            self._make_runnable(job)
        else:
            self._finish(job, "FAILED", record.status_reason)

    def _finish(self, job: JobRecord, status: str, reason: str) -> None:
        self._account.jobs.move(job, status)
        job.status_reason = reason
        job.stopped_at = now_ms()
        self._watcher.moved(job)
        self._ended_jobs.add(job)
        if job.is_multi_node:
            self._finish_nodes(job)
        for dependent in self._dependencies.waiting_for(job):
            self.engine.soon(partial(self._consider, dependent))
        parent = self._account.jobs.get(job.parent_id)
        if parent is not None and parent.is_array:
            self._conclude(parent)

    def _finish_nodes(self, job: JobRecord) -> None:
        """Nodes that never ran end with their job."""
        for node in self._unfinished(job):
            self._account.jobs.move(node, job.status)
            node.status_reason, node.stopped_at = job.status_reason, job.stopped_at
            self._watcher.moved(node)

    def _conclude(self, parent: JobRecord) -> None:
        """An array is over when all its children are, and failed when one has."""
        jobs = self._account.jobs
        succeeded, failed = (len(jobs.children(parent, end)) for end in ("SUCCEEDED", "FAILED"))
        if parent.is_over or succeeded + failed < (parent.array_size or 0):
            return
        if failed:
            self._finish(parent, "FAILED", parent.stop_reason or reasons.CHILD_FAILED)
        else:
            self._finish(parent, "SUCCEEDED", "")

    def _release(self, job: JobRecord) -> None:
        """Give back a job's vCPUs; its environment shrinks when nobody wants them for a while."""
        vcpus = self._reserved.pop(job.id, None)
        if vcpus is None:
            return
        consumables.give_back(self._account, job)
        self.lines.take(job, -vcpus)
        environment = self._account.environments.get(job.environment_arn)
        if environment is None:
            return
        capacity.release(environment, vcpus)
        for part in parts(self._account.jobs, job):
            self._watcher.left(part, environment)
        self.engine.after(settings.current().pace.runnable, lambda: capacity.fit(environment))
