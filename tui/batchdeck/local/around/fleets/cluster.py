"""An environment's ECS cluster and the instances that joined it."""

from __future__ import annotations

from typing import Any

from batchdeck.local.around.fleets.host import Host

_CPU_UNITS = 1024
"""Of one vCPU. Source: ECS API, `Resource`."""
_PORTS = ["22", "2375", "2376", "51678", "51679"]
"""Reserved by the agent. Source: ECS API, `ContainerInstance.registeredResources`."""
_VERSIONS = {
    "agentVersion": "1.98.0",
    "agentHash": "f3a3d5b6",
    "dockerVersion": "DockerVersion: 25.0.8",
}
#: What the agent of a current AMI says it can do.
#: Source: ECS developer guide, container instance attributes.
_CAPABILITIES = (
    *(f"com.amazonaws.ecs.capability.docker-remote-api.1.{n}" for n in range(24, 45)),
    "com.amazonaws.ecs.capability.ecr-auth",
    "com.amazonaws.ecs.capability.logging-driver.awslogs",
    "com.amazonaws.ecs.capability.logging-driver.fluentd",
    "com.amazonaws.ecs.capability.logging-driver.json-file",
    "com.amazonaws.ecs.capability.logging-driver.none",
    "com.amazonaws.ecs.capability.logging-driver.syslog",
    "com.amazonaws.ecs.capability.privileged-container",
    "com.amazonaws.ecs.capability.task-iam-role",
    "com.amazonaws.ecs.capability.task-iam-role-network-host",
    "ecs.capability.docker-plugin.local",
    "ecs.capability.efs",
    "ecs.capability.efsAuth",
    "ecs.capability.execution-role-awslogs",
    "ecs.capability.execution-role-ecr-pull",
    "ecs.capability.private-registry-authentication.secretsmanager",
    "ecs.capability.secrets.asm.environment-variables",
    "ecs.capability.secrets.ssm.environment-variables",
)


class Cluster:
    """One cluster, in moto's ECS."""

    def __init__(self, ecs: Any, arn: str) -> None:
        self._ecs = ecs
        self._name = arn.rpartition("/")[2]
        tags = [{"key": "AWSBatchServiceTag", "value": "batch"}]
        ecs.create_cluster(self._name, tags=tags)

    def register(self, host: Host) -> None:
        """Let an instance join."""
        joined = self._ecs.register_container_instance(self._name, host.instance.id)
        instance = host.instance
        architecture = "arm64" if instance.architecture == "arm64" else "x86_64"
        joined.version_info = _VERSIONS
        joined.attributes |= dict.fromkeys(_CAPABILITIES, "") | {
            "ecs.os-type": "linux",
            "ecs.os-family": "LINUX",
            "ecs.cpu-architecture": architecture,
            "ecs.subnet-id": instance.subnet_id,
            "ecs.vpc-id": instance.vpc_id,
        }
        joined.registered_resources = resources(
            host.type.vcpus, host.type.memory_for_jobs, host.type.gpus
        )
        host.container_instance = joined
        self.refresh(host)

    def refresh(self, host: Host) -> None:
        """Tell what is left on an instance."""
        joined = host.container_instance
        if joined is not None:
            joined.remaining_resources = resources(
                host.free_vcpus, host.free_memory, host.free_gpus
            )
            joined.running_tasks_count = len(host.jobs)
            self._count()

    def deregister(self, host: Host) -> None:
        """Forget an instance."""
        joined, host.container_instance = host.container_instance, None
        if joined is not None:
            self._joined().pop(joined.id, None)
            self._count()

    def delete(self) -> None:
        """Remove the cluster, with its environment."""
        self._ecs.clusters.pop(self._name, None)
        self._ecs.container_instances.pop(self._name, None)

    def _joined(self) -> dict[str, Any]:
        joined: dict[str, Any] = self._ecs.container_instances.get(self._name, {})
        return joined

    def _count(self) -> None:
        cluster = self._ecs.clusters.get(self._name)
        if cluster is not None:
            joined = list(self._joined().values())
            cluster.registered_container_instances_count = len(joined)
            cluster.running_tasks_count = sum(one.running_tasks_count for one in joined)


def resources(vcpus: float, memory: int, gpus: int) -> list[dict[str, Any]]:
    """ECS's `Resource` of CPU units, MiB, ports and GPUs. A half of a unit is not counted."""
    names = [f"GPU-{number}" for number in range(gpus)]
    return [
        _resource("CPU", "INTEGER", integerValue=int(vcpus * _CPU_UNITS)),
        _resource("MEMORY", "INTEGER", integerValue=memory),
        _resource("PORTS", "STRINGSET", stringSetValue=_PORTS),
        _resource("PORTS_UDP", "STRINGSET", stringSetValue=[]),
        *([_resource("GPU", "STRINGSET", stringSetValue=names)] if names else []),
    ]


def _resource(name: str, kind: str, **value: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "doubleValue": 0.0,
        "longValue": 0,
        "integerValue": 0,
        **value,
    }
