"""The ECS tasks that jobs run as, in moto's ECS.

Source: ECS API, `Task` and `Container`; ECS developer guide, task lifecycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from batchdeck.local.batch import job_container, reasons
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import AttemptRecord, Document, JobRecord
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.surroundings import Surroundings

REMEMBERED = timedelta(hours=1)
"""For so long ECS tells of a task that has stopped."""
_STATUSES = {"STARTING": "PENDING", "RUNNING": "RUNNING"}
"""`lastStatus`, by the state of the job. In every other the task has stopped."""
_STOP_CODES = {
    reasons.EXITED: "EssentialContainerExited",
    reasons.NOT_STARTED: "TaskFailedToStart",
    reasons.TIMED_OUT: "UserInitiated",
}
_CPU_UNITS = 1024


@dataclass(slots=True)
class ContainerTask:
    """A task as moto's ECS reads it: members by the names of the API, in lower case."""

    task_arn: str
    cluster_arn: str
    task_definition_arn: str
    container_instance_arn: str | None
    launch_type: str
    group: str
    cpu: str
    memory: str
    containers: list[Document]
    created_at: datetime
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    last_status: str = "PENDING"
    desired_status: str = "RUNNING"
    stopped_reason: str | None = None
    stop_code: str | None = None
    started_by: str = ""
    connectivity: str = "CONNECTED"
    version: int = 1
    tags: list[Document] = field(default_factory=list)

    def advance(self) -> None:
        """moto's own tasks change whenever somebody looks at them; this one's job runs."""


class ContainerTasks(Watcher):
    """Has a task for every attempt of a job, and of a node."""

    def __init__(self, account: Account, surroundings: Surroundings) -> None:
        self._account = account
        self._current: dict[str, ContainerTask] = {}
        """Of jobs that have one now, by the ARN of the task."""

    def moved(self, job: JobRecord) -> None:
        """A job is in another state."""
        if not job.task_arn:
            return
        task = self._current.get(job.task_arn)
        if job.status in _STATUSES:
            self._show(task or self._make(job), job)
        elif task is not None:
            del self._current[job.task_arn]
            _stop(task, job)

    def _make(self, job: JobRecord) -> ContainerTask:
        prefix = f"arn:aws:ecs:{self._account.region}:{self._account.account_id}"
        cluster = job.task_arn.split("/")[1]
        definition = job.definition
        demand = job_container.demand(job)
        task = ContainerTask(
            task_arn=job.task_arn,
            cluster_arn=f"{prefix}:cluster/{cluster}",
            task_definition_arn=f"{prefix}:task-definition/{definition.name}:{definition.revision}",
            container_instance_arn=job.container_instance_arn or None,
            launch_type="EC2" if job.container_instance_arn else "FARGATE",
            group=f"family:{definition.name}",
            cpu=str(int(demand.vcpus * _CPU_UNITS)),
            memory=str(demand.memory),
            containers=[_container(job, one) for one in job_container.containers(job)],
            created_at=datetime.now(UTC),
        )
        self._current[job.task_arn] = task
        self._remember(cluster, task)
        return task

    def _remember(self, cluster: str, task: ContainerTask) -> None:
        """Have ECS tell of it, and no more of those that stopped long ago."""
        from moto.ecs.models import ecs_backends

        backend: Any = ecs_backends[self._account.account_id][self._account.region]
        tasks = backend.tasks.setdefault(cluster, {})
        since = datetime.now(UTC) - REMEMBERED
        for arn, one in list(tasks.items()):
            if one.stopped_at is None or one.stopped_at > since:
                break
            del tasks[arn]
        tasks[task.task_arn] = task

    def _show(self, task: ContainerTask, job: JobRecord) -> None:
        task.last_status = _STATUSES[job.status]
        task.started_at = _time(job.started_at)
        task.version += 1
        for container in task.containers:
            container["lastStatus"] = task.last_status


def install() -> None:
    """Have moto's ECS list the tasks of an instance and, as AWS does, those that run."""
    from moto.ecs.models import EC2ContainerServiceBackend

    backend: Any = EC2ContainerServiceBackend
    all_tasks = backend.list_tasks

    def list_tasks(
        self: Any,
        cluster_str: str | None = None,
        container_instance: str | None = None,
        family: str | None = None,
        started_by: str | None = None,
        service_name: str | None = None,
        desiredStatus: str | None = None,  # noqa: N803 - moto's name
    ) -> list[Any]:
        status = desiredStatus or "RUNNING"
        found = all_tasks(self, cluster_str, None, None, started_by, service_name, status)
        instance = (container_instance or "").rpartition("/")[2]
        return [
            task
            for task in found
            if (task.container_instance_arn or "").endswith(instance)
            and (not family or f"task-definition/{family}:" in task.task_definition_arn)
        ]

    backend.list_tasks = list_tasks


def _container(job: JobRecord, properties: Document) -> Document:
    return {
        "containerArn": f"{job.task_arn.replace(':task/', ':container/')}/{properties['name']}",
        "taskArn": job.task_arn,
        "name": properties["name"],
        "image": properties.get("image"),
        "lastStatus": "PENDING",
        "cpu": str(int(job_container.vcpus(properties) * _CPU_UNITS)),
        "memory": str(job_container.memory(properties)),
        "networkInterfaces": [],
    }


def _stop(task: ContainerTask, job: JobRecord) -> None:
    """Tell how a task ended, by its job, and by its attempt if there was one."""
    last = job.attempts[-1] if job.attempts else AttemptRecord()
    attempt = last if last.task_arn == job.task_arn else AttemptRecord()
    task.last_status = task.desired_status = "STOPPED"
    task.stopped_at = _time(attempt.stopped_at) or datetime.now(UTC)
    task.stopped_reason = job.stop_reason or attempt.status_reason or job.status_reason
    task.stop_code = "UserInitiated" if job.stop_reason else _STOP_CODES.get(task.stopped_reason)
    task.version += 1
    ends = {one.name: (one.exit_code, one.reason) for one in attempt.containers}
    for container in task.containers:
        code, reason = ends.get(container["name"], (attempt.exit_code, attempt.reason))
        container["lastStatus"] = "STOPPED"
        container |= {"exitCode": code} if code is not None else {}
        container |= {"reason": reason} if reason else {}


def _time(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
