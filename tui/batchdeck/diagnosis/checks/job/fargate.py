"""Whether the job asks of Fargate only what Fargate has.

Source: AWS Batch user guide, "Job definitions on Fargate"; Batch API, `EphemeralStorage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batchdeck.diagnosis.check import FARGATE, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.job.platform import ANEW, anew
from batchdeck.diagnosis.failure_texts import said_of
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import Container, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

NOT_ASKED = "the job is not for Fargate"
NEWEST = ("", "LATEST", "1.4.0")
LARGE = 8
"""vCPUs from which a task needs the newest platform version."""
DISK = range(21, 201)
"""GiB that may be asked for; without asking a task has 20."""
LOG_DRIVERS = ("awslogs", "splunk", "awsfirelens")


@check(
    "job-fargate-windows-on-spot",
    layer=Layer.JOB,
    applies_to=("FARGATE_SPOT",),
    explains=("job-status-reason-code", "queue-head-blocked"),
    remedy=commands(
        "aws batch update-job-queue --job-queue {queue} --compute-environment-order "
        "order=1,computeEnvironment={fargate_environment}"
    ),
    docs=(pages.MANAGED,),
)
def windows_not_on_spot(
    job: JobDetail, queue: JobQueue, candidates: tuple[ComputeEnvironment, ...]
) -> Verdict:
    """A Windows job has an environment other than Fargate Spot.

    Fargate Spot runs Linux only: on a queue with nothing else the job blocks all others.
    """
    system = next(filter(None, (one.operating_system for one in job.containers)), "LINUX")
    if not system.startswith("WINDOWS"):
        return passed(f"the job is for {system}")
    if any(one.kind != "FARGATE_SPOT" for one in candidates):
        return passed(f"the job is for {system}, and not all environments are Fargate Spot")
    names = ", ".join(f"{one.name} {one.kind}" for one in candidates)
    evidence = Evidence(
        job.job.definition, "runtimePlatform.operatingSystemFamily", system, "LINUX"
    )
    order = Evidence(queue.name, "computeEnvironmentOrder", names, "a FARGATE one")
    summary = f"the job is for {system}, which Fargate Spot does not run"
    return failed(summary, evidence, order, queue=queue.name)


@check(
    "job-fargate-unsupported-params",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    applies_to=FARGATE,
    statuses=("RUNNABLE", "STARTING", "FAILED"),
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def nothing_of_instances(job: JobDetail, definition: DefinitionDocument | None = None) -> Verdict:
    """A Fargate job uses nothing that only instances have.

    There are no devices, no GPUs, no privileged containers and no other log drivers.
    """
    if "FARGATE" not in job.platform.split():
        return skipped(NOT_ASKED)
    found = [name for one in job.containers for name in _of_instances(one)]
    if not found:
        return passed()
    evidence = Evidence(job.job.definition, "containerProperties", ", ".join(found), "none of it")
    known = anew(job, definition, _without_instances(definition))
    return failed(f"Fargate has no {', '.join(found)}", evidence, known=known)


@check(
    "job-fargate-platform-version",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    applies_to=FARGATE,
    statuses=("RUNNABLE", "STARTING", "FAILED"),
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def platform_version(
    job: JobDetail, need: Need, definition: DefinitionDocument | None = None
) -> Verdict:
    """The version of Fargate has what the job asks for.

    Versions before 1.4.0 have no EFS, no more than 20 GiB of disk, no Arm and no large tasks.
    """
    if "FARGATE" not in job.platform.split():
        return skipped(NOT_ASKED)
    old = [one for one in job.containers if one.platform_version not in NEWEST]
    wants = [
        *[words for one in old for words in _of_newest(one)],
        *([f"{need.vcpus:g} vCPUs"] if old and need.vcpus >= LARGE else []),
    ]
    if not wants:
        return passed()
    version = old[0].platform_version
    evidence = Evidence(job.job.definition, "platformVersion", version, "LATEST")
    newest = {"fargatePlatformConfiguration": {"platformVersion": "LATEST"}}
    summary = f"Fargate {version} has no {', '.join(dict.fromkeys(wants))}"
    return failed(summary, evidence, known=anew(job, definition, newest))


@check(
    "job-fargate-ephemeral-storage",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    applies_to=FARGATE,
    statuses=("STARTING", "FAILED"),
    explains=("job-start-failure-class", "job-exit-code"),
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def disk_is_large_enough(job: JobDetail, definition: DefinitionDocument | None = None) -> Verdict:
    """The disk of a Fargate job is large enough for its image and what it writes.

    A task has 20 GiB unless it asks for 21 to 200.
    """
    if "FARGATE" not in job.platform.split():
        return skipped(NOT_ASKED)
    asked = next(filter(None, (one.ephemeral_storage for one in job.containers)), None)
    if asked is not None and asked not in DISK:
        evidence = _disk(job, asked, f"{DISK[0]} to {DISK[-1]}")
        known = anew(job, definition, _disk_of(asked))
        return failed(f"Fargate has no disks of {asked} GiB", evidence, known=known)
    full = next((text for text in said_of(job) if "no space left on device" in text), "")
    if not full:
        return passed(f"{asked or 20} GiB")
    said = Evidence(job.job.id, "container.reason", full, "none")
    evidence = _disk(job, asked, f"more, up to {DISK[-1]}")
    known = anew(job, definition, _disk_of(2 * (asked or 20)))
    return failed(f"the {asked or 20} GiB of disk are full", evidence, said, known=known)


def _of_instances(container: Container) -> list[str]:
    found = list(container.instance_only)
    if container.gpus:
        found.append(f"{container.gpus} GPU")
    if container.log_driver not in ("", *LOG_DRIVERS):
        found.append(f"log driver {container.log_driver}")
    return found


def _of_newest(container: Container) -> list[str]:
    found = ["Arm"] if container.architecture == "ARM64" else []
    if container.ephemeral_storage:
        found.append(f"{container.ephemeral_storage} GiB of disk")
    if container.file_systems:
        found.append("EFS")
    return found


def _disk(job: JobDetail, asked: int | None, expected: str) -> Evidence:
    value = "absent (20)" if asked is None else str(asked)
    return Evidence(job.job.definition, "ephemeralStorage.sizeInGiB", value, expected)


def _disk_of(size: int) -> dict[str, Any]:
    """The disk that Fargate has which is nearest to a size in GiB."""
    return {"ephemeralStorage": {"sizeInGiB": min(max(size, DISK[0]), DISK[-1])}}


def _without_instances(definition: DefinitionDocument | None) -> dict[str, Any]:
    """Members of `containerProperties` in which nothing is left that only instances have."""
    found = definition.members.get("containerProperties") if definition is not None else None
    if not isinstance(found, Mapping):
        return {}
    members: dict[str, Any] = {"privileged": None}
    linux = found.get("linuxParameters")
    if isinstance(linux, Mapping):
        kept = {name: value for name, value in linux.items() if name == "initProcessEnabled"}
        members["linuxParameters"] = kept or None
    needs = found.get("resourceRequirements")
    if isinstance(needs, list):
        members["resourceRequirements"] = [one for one in needs if one.get("type") != "GPU"]
    log = found.get("logConfiguration")
    if isinstance(log, Mapping) and log.get("logDriver") not in LOG_DRIVERS:
        members["logConfiguration"] = None
    return members
