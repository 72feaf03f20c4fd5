"""AWS's four shapes of containers, normalised to one list.

`container` (`containerProperties` in a definition), `ecsProperties`, `nodeProperties` (whose
node ranges hold any of the three others) and `eksProperties`.
Source: Batch API, `ContainerDetail`, `EcsPropertiesDetail`, `NodeProperties`, `EksProperties`.
"""

from __future__ import annotations

import math
import re

from batchdeck.aws.shapes import Document, child, children, repeated, text, texts, whole
from batchdeck.domain.clean import clean
from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.domain.secret import Secret

#: Where Batch writes when a definition does not say another group.
DEFAULT_LOG_GROUP = "/aws/batch/job"
AWSLOGS = "awslogs"
_INSTANCE_ONLY = ("devices", "maxSwap", "sharedMemorySize", "swappiness", "tmpfs")
_QUANTITY = re.compile(r"([0-9.]+)(m|Ki|Mi|Gi|Ti|K|k|M|G|T)?")
_BYTES = {
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "Ti": 2**40,
    "K": 10**3,
    "k": 10**3,
    "M": 10**6,
    "G": 10**9,
    "T": 10**12,
}


def containers(source: Document) -> tuple[Container, ...]:
    """All containers of a job, a definition or a node range."""
    found = [
        _container(child(source, name))
        for name in ("container", "containerProperties")
        if _is_described(child(source, name))
    ]
    for task in children(child(source, "ecsProperties"), "taskProperties"):
        found += [_container(member, task) for member in children(task, "containers")]
    pod = child(child(source, "eksProperties"), "podProperties")
    found += [_eks_container(member) for member in children(pod, "containers")]
    for node_range in children(child(source, "nodeProperties"), "nodeRangeProperties"):
        found += containers(node_range)
    return tuple(found)


def _is_described(container: Document) -> bool:
    """Whether it says what runs: a multi-node job also has a `container` of results only."""
    return "image" in container or "command" in container


def _container(source: Document, task: Document | None = None) -> Container:
    task = task or {}
    sizes = {
        text(member, "type"): text(member, "value")
        for member in children(source, "resourceRequirements")
    }
    log_driver, log_group = _log(source)
    options = child(child(source, "logConfiguration"), "options")
    platform = child(source, "runtimePlatform") or child(task, "runtimePlatform")
    return Container(
        name=text(source, "name"),
        image=repeated(source, "image"),
        command=texts(source, "command"),
        vcpus=_number(sizes.get("VCPU", text(source, "vcpus"))),
        memory=_whole_number(sizes.get("MEMORY", text(source, "memory"))),
        gpus=_whole_number(sizes.get("GPU", "")),
        environment=_variables(source, "environment"),
        user=text(source, "user"),
        job_role=text(source, "jobRoleArn") or text(task, "taskRoleArn"),
        execution_role=text(source, "executionRoleArn") or text(task, "executionRoleArn"),
        public_ip=_has_public_ip(source) or _has_public_ip(task),
        log_driver=log_driver,
        log_group=log_group,
        creates_log_group=text(options, "awslogs-create-group").lower() == "true",
        secrets=_secrets(source),
        registry_secret=text(child(source, "repositoryCredentials"), "credentialsParameter"),
        file_systems=_file_systems(source) + _file_systems(task),
        architecture=text(platform, "cpuArchitecture"),
        operating_system=text(platform, "operatingSystemFamily"),
        platform_version=_platform_version(source, task),
        ephemeral_storage=_ephemeral_storage(source) or _ephemeral_storage(task),
        instance_only=_instance_only(source),
        exit_code=whole(source, "exitCode"),
        reason=text(source, "reason"),
    )


def _has_public_ip(source: Document) -> bool:
    return text(child(source, "networkConfiguration"), "assignPublicIp") == "ENABLED"


def _eks_container(source: Document) -> Container:
    resources = child(source, "resources")
    sizes = {**child(resources, "requests"), **child(resources, "limits")}
    memory = _bytes(text(sizes, "memory"))
    return Container(
        name=text(source, "name"),
        image=repeated(source, "image"),
        command=texts(source, "command") + texts(source, "args"),
        vcpus=_cpus(text(sizes, "cpu")),
        memory=None if memory is None else memory // 2**20,
        gpus=_whole_number(text(sizes, "nvidia.com/gpu")),
        environment=_variables(source, "env"),
        log_driver="",
        exit_code=whole(source, "exitCode"),
        reason=text(source, "reason"),
    )


def _log(source: Document) -> tuple[str, str]:
    """Driver and, for CloudWatch Logs, group."""
    configuration = child(source, "logConfiguration")
    driver = text(configuration, "logDriver") or AWSLOGS
    if driver != AWSLOGS:
        return driver, ""
    group = text(child(configuration, "options"), "awslogs-group")
    return driver, group or DEFAULT_LOG_GROUP


def _secrets(source: Document) -> tuple[str, ...]:
    """Where the values of secret variables and log options come from."""
    of_log = children(child(source, "logConfiguration"), "secretOptions")
    found = (text(member, "valueFrom") for member in (*children(source, "secrets"), *of_log))
    return tuple(dict.fromkeys(filter(None, found)))


def _file_systems(source: Document) -> tuple[str, ...]:
    found = (child(one, "efsVolumeConfiguration") for one in children(source, "volumes"))
    return tuple(filter(None, (text(one, "fileSystemId") for one in found)))


def _platform_version(source: Document, task: Document) -> str:
    own = child(source, "fargatePlatformConfiguration")
    return text(own, "platformVersion") or text(task, "platformVersion")


def _ephemeral_storage(source: Document) -> int | None:
    return whole(child(source, "ephemeralStorage"), "sizeInGiB")


def _instance_only(source: Document) -> tuple[str, ...]:
    """Parameters that only instances have.

    Source: AWS Batch user guide, "Job definitions on Fargate".
    """
    linux = child(source, "linuxParameters")
    found = [f"linuxParameters.{name}" for name in _INSTANCE_ONLY if linux.get(name)]
    if source.get("privileged") is True:
        found.append("privileged")
    return tuple(found)


def _variables(source: Document, name: str) -> tuple[EnvironmentVariable, ...]:
    return tuple(
        EnvironmentVariable(text(member, "name"), Secret(clean(str(member.get("value") or ""))))
        for member in children(source, name)
    )


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole_number(value: str) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _cpus(value: str) -> float | None:
    """Kubernetes' `500m` or `0.5`."""
    match = _QUANTITY.fullmatch(value)
    number = _number(match[1]) if match else None
    if match is None or number is None:
        return None
    return number / 1000 if match[2] == "m" else number


def _bytes(value: str) -> int | None:
    """Kubernetes' `512Mi`."""
    match = _QUANTITY.fullmatch(value)
    number = _number(match[1]) if match else None
    if match is None or number is None:
        return None
    return int(number * _BYTES.get(match[2] or "", 1))
