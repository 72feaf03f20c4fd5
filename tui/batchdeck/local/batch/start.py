"""A job's task as its start is judged, and the secrets it starts with."""

from __future__ import annotations

from batchdeck.local.batch import job_container
from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document, JobRecord
from batchdeck.local.placement.instance_types import expand
from batchdeck.local.placement.starting.task import Task


def task_to_start(job: JobRecord, environment: ComputeEnvironmentRecord) -> Task:
    """What is about to be started of a job that was placed in an environment."""
    containers = job_container.containers(job)
    about = job_container.task(job) or containers[0]
    network = about.get("networkConfiguration") or {}
    return Task(
        environment=environment,
        containers=tuple(containers),
        execution_role=about.get("executionRoleArn") or "",
        job_role=about.get("jobRoleArn") or about.get("taskRoleArn") or "",
        public_ip=network.get("assignPublicIp") == "ENABLED",
    )


def architecture_of(environment: ComputeEnvironmentRecord, properties: Document) -> str:
    """Of the host that a container gets, by EC2's names; empty when the types do not tell."""
    if environment.is_fargate:
        named = (properties.get("runtimePlatform") or {}).get("cpuArchitecture") or "x86_64"
        return str(named).lower()
    types = expand(environment.resources.get("instanceTypes") or ())
    found = {one.architecture for one in types}
    return found.pop() if len(found) == 1 else ""


def execution_environment(environment: ComputeEnvironmentRecord) -> tuple[str, str]:
    """The variable by which a container knows on what it runs.

    Source: ECS developer guide, "Amazon ECS environment variables".
    """
    return "AWS_EXECUTION_ENV", "AWS_ECS_FARGATE" if environment.is_fargate else "AWS_ECS_EC2"
