"""Runs the attempts of jobs that have their place.

For the scheduler a multi-node parallel job is one job: here it becomes an attempt for each
of its nodes, of which the main node's decides. It is begun first, and the others when it
runs, so that they can be told its address.

Source: AWS Batch user guide, "Multi-node parallel jobs" and "Job lifecycle for MNP jobs".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from batchdeck.local.batch import job_container, reasons
from batchdeck.local.batch.account import Account, now_ms
from batchdeck.local.batch.attempt import Attempt, task_of
from batchdeck.local.batch.engine import Engine
from batchdeck.local.batch.job_log import JobLog
from batchdeck.local.batch.nodes import is_main_node, parts
from batchdeck.local.batch.records import AttemptRecord, ComputeEnvironmentRecord, JobRecord
from batchdeck.local.batch.run_request import run_request
from batchdeck.local.batch.start import architecture_of, execution_environment, task_to_start
from batchdeck.local.batch.task_container import TaskContainer
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.starting import start_failure
from batchdeck.local.placement.surroundings import Surroundings


class Execution:
    """What happens to a job from STARTING until its attempt is over.

    `on_end` gets the job, its attempt, and whether that took too long. All of it runs in
    the engine's thread, or holding the account's lock.
    """

    def __init__(
        self,
        account: Account,
        surroundings: Surroundings,
        engine: Engine,
        watcher: Watcher,
        on_end: Callable[[JobRecord, AttemptRecord, bool], None],
    ) -> None:
        self._account = account
        self._surroundings = surroundings
        self._engine = engine
        self._watcher = watcher
        self._on_end = on_end
        self._attempts: dict[str, Attempt] = {}
        """By the id of the job, or of the node."""

    def prepare(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """Give a job, or each of its nodes, a task of the environment's cluster."""
        for part in parts(self._account.jobs, job):
            part.environment_arn = environment.arn
            part.task_arn = task_of(environment.cluster_arn)
            part.container_instance_arn = self._watcher.host(part, environment)
            part.status_reason, part.started_at, part.stopped_at = "", None, None
            self._move(part, "STARTING" if _is_begun_first(part) else "PENDING")
        if job.is_multi_node:
            self._move(job, "STARTING")

    def launch(self, job: JobRecord) -> None:
        """Begin the attempt of a job that was prepared."""
        for part in parts(self._account.jobs, job):
            if _is_begun_first(part):
                self._launch(part)

    def stop(self, job: JobRecord) -> bool:
        """Have a job's containers stopped; False when none was begun."""
        running = [
            attempt
            for part in parts(self._account.jobs, job)
            if (attempt := self._attempts.get(part.id)) is not None
        ]
        for attempt in running:
            attempt.stop()
        return bool(running)

    def lose(self, job_id: str, reason: str) -> None:
        """The instance of a job, or of a node, is gone, and its containers with it."""
        attempt = self._attempts.get(job_id)
        if attempt is not None:
            attempt.host_lost = reason
            attempt.stop(0)

    def abandon(self) -> None:
        """Kill everything."""
        for attempt in list(self._attempts.values()):
            attempt.stop(0)

    def _launch(self, job: JobRecord, main_address: str = "") -> None:
        record = AttemptRecord(
            task_arn=job.task_arn, container_instance_arn=job.container_instance_arn
        )
        containers = [
            self._container(job, properties, main_address)
            for properties in job_container.containers(job)
        ]
        if job_container.task(job) is not None:
            record.containers = tuple(container.record for container in containers)
        job.containers = record.containers
        attempt = Attempt(job, record, containers, on_start=self._started, on_end=self._ended)
        self._attempts[job.id] = attempt
        problem = self._start_failure(job)
        if problem is not None:
            for container in containers:
                container.give_up(problem)
        attempt.launch()

    def _start_failure(self, job: JobRecord) -> str | None:
        """What keeps the containers of a job from being created, if anything."""
        environment = self._account.environments.get(job.environment_arn)
        if environment is None:
            return None
        return start_failure(task_to_start(job, environment), self._surroundings)

    def _container(
        self, job: JobRecord, properties: dict[str, object], main_address: str
    ) -> TaskContainer:
        secrets = self._surroundings.secrets.values(properties)
        request = run_request(job, properties, len(job.attempts) + 1, secrets, main_address)
        environment = self._account.environments.get(job.environment_arn)
        if environment is not None:
            request = replace(
                request,
                architecture=architecture_of(environment, properties),
                environment=(*request.environment, execution_environment(environment)),
            )
        task_id = job.task_arn.rpartition("/")[2]
        location = job_container.log_location(job, properties, task_id)
        account = self._account
        log = JobLog(account.account_id, account.region, *location) if location else None
        return TaskContainer(properties, request, log, self._engine)

    def _started(self, attempt: Attempt) -> None:
        job = attempt.job
        job.started_at = attempt.record.started_at
        job.log_stream = "" if attempt.record.containers else attempt.record.log_stream
        job.exit_code, job.container_reason = None, ""
        self._move(job, "RUNNING")
        parent = self._account.jobs.get(job.parent_id)
        if parent is not None and parent.is_multi_node and is_main_node(job):
            parent.started_at = job.started_at
            self._move(parent, "RUNNING")
            self._launch_others(parent, attempt.containers[0].address)
        seconds = job_container.timeout_seconds(job)
        # That of a multi-node job is for the whole of it.
        if seconds is not None and _is_begun_first(job):
            self._engine.after(seconds, lambda: self._expire(attempt))

    def _launch_others(self, job: JobRecord, main_address: str) -> None:
        """The main node runs: begin the other nodes."""
        if job.stop_reason is not None:
            return
        for part in parts(self._account.jobs, job):
            if not is_main_node(part):
                self._move(part, "STARTING")
                self._launch(part, main_address)

    def _expire(self, attempt: Attempt) -> None:
        if self._attempts.get(attempt.job.id) is attempt:
            attempt.timed_out = True
            attempt.stop()

    def _ended(self, attempt: Attempt) -> None:
        job, record = attempt.job, attempt.record
        del self._attempts[job.id]
        record.stopped_at = now_ms()
        record.status_reason = reasons.NOT_STARTED if record.exit_code is None else reasons.EXITED
        if attempt.timed_out:
            record.status_reason = reasons.TIMED_OUT
        if attempt.host_lost:
            record.status_reason, record.exit_code, record.reason = attempt.host_lost, None, ""
        if record.containers:
            record.log_stream = ""
        job.attempts.append(record)
        job.exit_code, job.container_reason = record.exit_code, record.reason
        if job.nodes is None:
            self._on_end(job, record, attempt.timed_out)
        else:
            self._node_ended(job, attempt)

    def _node_ended(self, node: JobRecord, attempt: Attempt) -> None:
        """The main node takes the others with it; with the last one the attempt is over."""
        record = attempt.record
        succeeded = record.exit_code == 0 and not attempt.timed_out
        node.status_reason, node.stopped_at = record.status_reason, record.stopped_at
        self._move(node, "SUCCEEDED" if succeeded else "FAILED")
        job = self._account.jobs.get(node.parent_id)
        if job is None:
            return
        nodes = parts(self._account.jobs, job)
        if is_main_node(node):
            for one in nodes:
                if one.id in self._attempts:
                    self._attempts[one.id].stop()
        if any(one.id in self._attempts for one in nodes):
            return
        main = next(one for one in nodes if is_main_node(one)).attempts[-1]
        job.attempts.append(replace(main))
        job.exit_code, job.container_reason = main.exit_code, main.reason
        self._on_end(job, main, main.status_reason == reasons.TIMED_OUT)

    def _move(self, job: JobRecord, status: str) -> None:
        self._account.jobs.move(job, status)
        self._watcher.moved(job)


def _is_begun_first(job: JobRecord) -> bool:
    """Whether a job, or a node of one, waits for no other node."""
    return job.node is None or is_main_node(job)
