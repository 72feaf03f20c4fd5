"""What a job's container is, once its definition, overrides and parameters are one.

Source: Batch API, `ContainerOverrides`, and the user guide on job definition parameters.
"""

from __future__ import annotations

import re

from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.placement.demand import Demand

ONLY = "default"
"""The name of a container that was given none."""
DEFAULT_LOG_GROUP = "/aws/batch/job"


def container(job: JobRecord) -> Document:
    """The container properties of a job that has one container, as they take effect."""
    return _effective(job, _properties(job), job.overrides)


def task(job: JobRecord) -> Document | None:
    """The one element of `ecsProperties.taskProperties` as registered; None without."""
    shape = job.definition.document if job.node is None else job.node
    properties = shape.get("ecsProperties")
    return properties["taskProperties"][0] if properties else None


def containers(job: JobRecord) -> list[Document]:
    """Every container of a job's task as it takes effect, each with its name."""
    properties = task(job)
    if properties is None:
        return [{"name": ONLY, **container(job)}]
    overrides = (job.overrides.get("taskProperties") or [{}])[0].get("containers") or ()
    by_name = {entry.get("name"): entry for entry in overrides}
    return [
        {"name": ONLY, **_effective(job, one, by_name.get(one.get("name"), {}))}
        for one in properties["containers"]
    ]


def _properties(job: JobRecord) -> Document:
    """Of a node, those of its range; otherwise the definition's."""
    return job.definition.container if job.node is None else job.node.get("container") or {}


def _effective(job: JobRecord, properties: Document, overrides: Document) -> Document:
    merged = dict(properties)
    for member in ("vcpus", "memory", "instanceType"):
        if member in overrides:
            merged[member] = overrides[member]
    words = overrides.get("command") or merged.get("command") or []
    merged["command"] = _replaced(words, parameters_of(job))
    merged["environment"] = _merged(merged, overrides, "environment", key="name")
    merged["resourceRequirements"] = _merged(merged, overrides, "resourceRequirements", key="type")
    return merged


def command(job: JobRecord) -> list[str]:
    """The command of a job that has one container."""
    words: list[str] = container(job)["command"]
    return words


def parameters_of(job: JobRecord) -> dict[str, str]:
    """The parameters of a job, over the defaults of its definition."""
    return {**(job.definition.document.get("parameters") or {}), **job.parameters}


def retry_strategy(job: JobRecord) -> Document:
    """How often a job is tried; once unless somebody said otherwise."""
    chosen = job.retry_strategy or job.definition.document.get("retryStrategy") or {}
    return {"attempts": 1, "evaluateOnExit": [], **chosen}


def timeout_seconds(job: JobRecord) -> int | None:
    """How long an attempt may run; None: for ever."""
    if job.timeout_seconds is not None:
        return job.timeout_seconds
    seconds: int | None = (job.definition.document.get("timeout") or {}).get(
        "attemptDurationSeconds"
    )
    return seconds


def demand(job: JobRecord) -> Demand:
    """What a job asks of an environment."""
    found = containers(job)
    network = (task(job) or found[0]).get("networkConfiguration") or {}
    return Demand(
        vcpus=sum(vcpus(one) for one in found),
        memory=sum(memory(one) for one in found),
        platforms=tuple(job.definition.platforms),
        public_ip=network.get("assignPublicIp") == "ENABLED",
        gpus=sum(int(_required(one, "GPU") or 0) for one in found),
        architecture=_platform(task(job) or found[0], "cpuArchitecture").lower(),
        windows=_platform(task(job) or found[0], "operatingSystemFamily").startswith("WINDOWS"),
        instance_type=_instance_type(job, found),
        alone=job.node is not None,
    )


def vcpus(properties: Document) -> float:
    """vCPUs of a container; `resourceRequirements` goes before the older `vcpus`."""
    return float(_required(properties, "VCPU") or properties.get("vcpus") or 1)


def memory(properties: Document) -> int:
    """MiB of a container; `resourceRequirements` goes before the older `memory`."""
    return int(_required(properties, "MEMORY") or properties.get("memory") or 0)


def _platform(properties: Document, member: str) -> str:
    """A member of `runtimePlatform`; empty when it does not say."""
    return str((properties.get("runtimePlatform") or {}).get(member) or "")


def _instance_type(job: JobRecord, containers: list[Document]) -> str:
    """Of a node, the type of its range. Source: Batch API, `NodeRangeProperty.instanceTypes`."""
    if job.node is None:
        return ""
    return str(containers[0].get("instanceType") or (job.node.get("instanceTypes") or [""])[0])


def log_location(job: JobRecord, properties: Document, task_id: str) -> tuple[str, str] | None:
    """Group and stream of a container's log; None when a driver takes it elsewhere."""
    configuration = properties.get("logConfiguration") or {}
    if configuration.get("logDriver", "awslogs") != "awslogs":
        return None
    options = configuration.get("options") or {}
    prefix = options.get("awslogs-stream-prefix", job.definition.name)
    name = properties.get("name", ONLY)
    return options.get("awslogs-group", DEFAULT_LOG_GROUP), f"{prefix}/{name}/{task_id}"


def _replaced(words: list[str], parameters: dict[str, str]) -> list[str]:
    """A command with every `Ref::name` replaced that a parameter is known for."""
    if not parameters:
        return words
    names = "|".join(map(re.escape, sorted(parameters, key=len, reverse=True)))
    reference = re.compile(f"Ref::({names})")
    return [reference.sub(lambda match: parameters[match[1]], word) for word in words]


def _required(properties: Document, kind: str) -> str | None:
    for requirement in properties.get("resourceRequirements") or ():
        if requirement["type"] == kind:
            return str(requirement["value"])
    return None


def _merged(properties: Document, overrides: Document, member: str, *, key: str) -> list[Document]:
    """A list of the definition, entries of the same name replaced by the job's."""
    entries = [*(properties.get(member) or ()), *(overrides.get(member) or ())]
    return list({entry.get(key): entry for entry in entries}.values())
