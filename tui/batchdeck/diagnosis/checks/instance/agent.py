"""What the ECS agents of the instances can do, and what the job wants of them.

Names of attributes: ECS developer guide, "Container instance attributes", and the ECS agent's
own list (`agent/app/agent_capability.go`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from batchdeck.diagnosis.check import HOSTS, Severity, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import (
    Evidence,
    Verdict,
    failed,
    passed,
    skipped,
    unknown,
    warned,
)
from batchdeck.domain.cluster import ContainerInstance
from batchdeck.domain.image import ecr_image
from batchdeck.domain.job import Container, JobDetail
from batchdeck.domain.network import VpcEndpoint
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Joined = Mapping[str, tuple[ContainerInstance, ...]]
Names = list[str]
Wanted = tuple[tuple[str, ...], ...]
"""Names of attributes; of each tuple one is enough."""

_OLD, _NEW = "com.amazonaws.ecs.capability.", "ecs.capability."
_DRIVER = f"{_OLD}logging-driver."
_FIELD = "attributes[]"
_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_WITH_EXECUTION_ROLES = (1, 16, 0)
"""Source: AWS Batch user guide, "IAM execution role"."""
_WITH_ENDPOINTS = (1, 25, 1)
"""Source: ECS developer guide, "Interface VPC endpoints"."""

_UPDATE = "aws batch update-compute-environment --compute-environment {ce} --compute-resources "
OTHER_IMAGE = commands(_UPDATE + "'ec2Configuration=[{imageType=ECS_AL2023}]'")
NEWER = commands(_UPDATE + "updateToLatestImageVersion=true")


@instance_check(
    "inst-awslogs-driver",
    applies_to=HOSTS,
    explains=("job-status-reason-code", "queue-head-blocked"),
    prior=0.02,
    remedy=OTHER_IMAGE,
    docs=(pages.RUNNABLE, pages.OWN_IMAGES),
)
def log_driver_there(
    job: JobDetail, host_environments: Environments, container_instances: Joined
) -> Verdict:
    """The ECS agents of the instances offer the log driver of the job.

    An agent that is installed by hand offers json-file and none, while a job that names no
    driver wants awslogs: `ECS_AVAILABLE_LOGGING_DRIVERS` in its configuration names more.
    """
    drivers = dict.fromkeys(one.log_driver for one in job.containers if one.log_driver)
    wanted = tuple((_DRIVER + one,) for one in drivers)

    def lacking(environment: ComputeEnvironment, best: ContainerInstance, absent: Names) -> Verdict:
        names = [one.removeprefix(_DRIVER) for one in absent]
        offers = sorted(one.removeprefix(_DRIVER) for one in best.attributes if _DRIVER in one)
        value = ", ".join(offers) or "no log driver"
        evidence = Evidence(best.instance_id, _FIELD, value, ", ".join(names))
        summary = f"no instance of {environment.name} offers the log driver {names[0]}"
        return failed(summary, evidence, ce=environment.name)

    if not wanted:
        return skipped("no log is kept")
    return _any_able(host_environments, container_instances, wanted, lacking)


@instance_check(
    "inst-required-attributes",
    applies_to=HOSTS,
    explains=("job-status-reason-code", "queue-head-blocked"),
    prior=0.01,
    remedy=OTHER_IMAGE,
    docs=(pages.PLACEMENT, pages.AGENT),
)
def agent_can(
    job: JobDetail, host_environments: Environments, container_instances: Joined
) -> Verdict:
    """The ECS agents of the instances can do what the job asks of them.

    ECS places a task only where each of its needs is an attribute of the instance: roles,
    private images, secrets, file systems. An agent that is old, or set up otherwise, lacks some.
    """
    wanted = tuple(dict.fromkeys(one for each in job.containers for one in _needs(each)))

    def lacking(environment: ComputeEnvironment, best: ContainerInstance, absent: Names) -> Verdict:
        evidence = Evidence(best.instance_id, _FIELD, "absent", ", ".join(absent))
        summary = f"the agents in {environment.name} lack {absent[0]}, which the job needs"
        return failed(summary, evidence, ce=environment.name)

    if not wanted:
        return skipped("the job needs nothing special")
    return _any_able(host_environments, container_instances, wanted, lacking)


@instance_check(
    "inst-agent-version",
    severity=Severity.ADVISORY,
    applies_to=HOSTS,
    remedy=NEWER,
    docs=(pages.ECS_ENDPOINTS, pages.EXECUTION_ROLE),
)
def agent_new_enough(
    job: JobDetail,
    host_environments: Environments,
    container_instances: Joined,
    endpoints: tuple[VpcEndpoint, ...],
) -> Verdict:
    """The ECS agents of the instances are new enough for execution roles and VPC endpoints."""
    least = (0, 0, 0)
    if any(one.execution_role for one in job.containers):
        least = _WITH_EXECUTION_ROLES
    if any(one.service in {"ecs", "ecs-agent", "ecs-telemetry"} for one in endpoints):
        least = _WITH_ENDPOINTS

    def judge(environment: ComputeEnvironment) -> Verdict:
        known = {
            one.instance_id: tuple(map(int, match.groups()))
            for one in container_instances.get(environment.name, ())
            if (match := _NUMBERS.search(one.agent_version))
        }
        if not known:
            return skipped(f"no instance of {environment.name} tells the version of its agent")
        name, oldest = min(known.items(), key=lambda one: one[1])
        text = ".".join(map(str, oldest))
        if oldest >= least:
            return passed(f"no agent is older than {text}")
        needed = ".".join(map(str, least))
        evidence = Evidence(name, "versionInfo.agentVersion", text, f">= {needed}")
        return warned(f"the agent of {name} is older than {needed}", evidence, ce=environment.name)

    return any_environment(host_environments, judge)


def _any_able(
    environments: Environments,
    joined: Joined,
    wanted: Wanted,
    lacking: Callable[[ComputeEnvironment, ContainerInstance, Names], Verdict],
) -> Verdict:
    """Whether an instance has all attributes; `lacking` tells what the best one has not."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        usable = [one for one in joined.get(environment.name, ()) if one.usable]
        if not usable:
            return skipped(f"no instance of {environment.name} is connected")
        told = [one for one in usable if any(_NEW in name for name in one.attributes)]
        if not told:
            return unknown("ECS does not tell what the agents can do")
        best = min(told, key=lambda one: len(_missing(one, wanted)))
        absent = _missing(best, wanted)
        if absent:
            return lacking(environment, best, absent)
        return passed(f"{best.instance_id} can do what the job asks")

    return any_environment(environments, judge)


def _missing(instance: ContainerInstance, wanted: Wanted) -> Names:
    return [names[0] for names in wanted if not instance.attributes.intersection(names)]


def _needs(container: Container) -> Iterator[tuple[str, ...]]:
    """The attributes a container needs; of each tuple one is enough."""
    if container.job_role:
        yield (f"{_OLD}task-iam-role",)
    if ecr_image(container.image):
        yield (f"{_OLD}ecr-auth",)
        if container.execution_role:
            yield (f"{_NEW}execution-role-ecr-pull",)
    if container.execution_role and container.log_driver == "awslogs":
        yield (f"{_NEW}execution-role-awslogs",)
    for secret in container.secrets:
        store = "asm" if ":secretsmanager:" in secret else "ssm"
        yield (f"{_NEW}secrets.{store}.environment-variables",)
    if container.registry_secret:
        yield (f"{_NEW}private-registry-authentication.secretsmanager",)
    if container.file_systems:
        yield f"{_NEW}efs", f"{_NEW}efsAuth"
