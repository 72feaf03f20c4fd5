"""The instances that owners of UNMANAGED environments register with their clusters."""

from __future__ import annotations

from typing import Any

from batchdeck.local.around.fleets.cluster import resources
from batchdeck.local.around.fleets.fleet import HOST_TERMINATED
from batchdeck.local.around.fleets.host import Host
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import ComputeEnvironmentRecord, JobRecord
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import expand
from batchdeck.local.placement.surroundings import Surroundings


class OwnInstances(Watcher):
    """Puts jobs where there is room. It launches and terminates nothing.

    Source: AWS Batch user guide, "Unmanaged compute environments".
    """

    def __init__(self, account: Account, surroundings: Surroundings) -> None:
        self._account = account
        self._surroundings = surroundings
        self._hosts: dict[str, Host] = {}
        """By ARN of the container instance."""

    def has_room(self, environment: ComputeEnvironmentRecord, demand: Demand) -> bool:
        """Whether an instance has as much left."""
        return environment.type == "MANAGED" or self._find(environment, demand) is not None

    def placed(self, job: JobRecord, environment: ComputeEnvironmentRecord, demand: Demand) -> None:
        """An instance has less left."""
        host = self._find(environment, demand) if environment.type != "MANAGED" else None
        if host is not None:
            host.take(job.id, demand)
            _tell(host)

    def host(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> str:
        """ARN of the container instance of a job."""
        return next((arn for arn, host in self._hosts.items() if job.id in host.jobs), "")

    def left(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """Its instance has room again."""
        for host in self._hosts.values():
            if job.id in host.jobs:
                host.give_back(job.id)
                _tell(host)

    def lost(self) -> list[tuple[str, str]]:
        """Jobs of instances that were terminated or have left their cluster."""
        there = {
            one.container_instance_arn
            for environment in self._account.environments.values()
            for one in self._surroundings.container_instances(environment.cluster_arn)
        }
        gone = [
            (arn, host)
            for arn, host in self._hosts.items()
            if arn not in there or not host.is_running
        ]
        for arn, _ in gone:
            del self._hosts[arn]
        return [
            (job_id, HOST_TERMINATED.format(instance=host.instance.id))
            for _, host in gone
            for job_id in host.jobs
        ]

    def turned(self) -> None:
        """Tell what instances have that are new."""
        for environment in self._account.environments.values():
            if environment.type != "MANAGED":
                self._joined(environment)

    def _find(self, environment: ComputeEnvironmentRecord, demand: Demand) -> Host | None:
        hosts = self._joined(environment)
        return next((host for host in hosts if host.holds(demand)), None)

    def _joined(self, environment: ComputeEnvironmentRecord) -> list[Host]:
        """The hosts of an environment that take jobs now."""
        found = []
        for joined in self._surroundings.container_instances(environment.cluster_arn):
            arn = str(joined.container_instance_arn)
            host = self._hosts.get(arn) or self._made(joined)
            if host is not None:
                self._hosts[arn] = host
                if joined.status == "ACTIVE" and joined.agent_connected and host.is_running:
                    found.append(host)
        return found

    def _made(self, joined: Any) -> Host | None:
        """What a container instance has by its type; None when there is no such instance."""
        instance = self._surroundings.ec2.get_instance_by_id(joined.ec2_instance_id)
        types = expand([instance.instance_type]) if instance is not None else ()
        if not types:
            return None
        host = Host(types[0], instance, joined)
        kind = host.type
        joined.registered_resources = resources(kind.vcpus, kind.memory_for_jobs, kind.gpus)
        _tell(host)
        return host


def _tell(host: Host) -> None:
    """Show what is left of a host."""
    joined = host.container_instance
    joined.remaining_resources = resources(host.free_vcpus, host.free_memory, host.free_gpus)
    joined.running_tasks_count = len(host.jobs)
