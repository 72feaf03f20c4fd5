"""The requests that change something, built in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from batchdeck.aws.command_line import command_line
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.submission import SUBMISSION_TAG, Submission


def submit_job(order: Submission, token: str, connection: Connection) -> Write:
    """The `SubmitJob` for an order. What the order leaves empty is not in the request.

    `SubmitJob` has no client token: the tag with `token` is what tells, when the answer is
    lost, that a job found later is this one.
    """
    parameters: dict[str, Any] = {
        "jobName": order.name,
        "jobQueue": order.queue,
        "jobDefinition": order.definition,
    }
    if order.parameters:
        parameters["parameters"] = dict(order.parameters)
    overrides = _overrides(order)
    if overrides:
        parameters["containerOverrides"] = overrides
    if order.array_size is not None:
        parameters["arrayProperties"] = {"size": order.array_size}
    if order.attempts is not None:
        parameters["retryStrategy"] = {"attempts": order.attempts}
    if order.timeout_seconds is not None:
        parameters["timeout"] = {"attemptDurationSeconds": order.timeout_seconds}
    parameters["tags"] = {**dict(order.tags), SUBMISSION_TAG: token}
    return _write("SubmitJob", parameters, connection)


def cancel_job(job_id: str, reason: str, connection: Connection) -> Write:
    """The `CancelJob` for a job that has no container yet; later it does nothing."""
    return _write("CancelJob", {"jobId": job_id, "reason": reason}, connection)


def terminate_job(job_id: str, reason: str, connection: Connection) -> Write:
    """The `TerminateJob` for a job in any state."""
    return _write("TerminateJob", {"jobId": job_id, "reason": reason}, connection)


def register_job_definition(document: DefinitionDocument, connection: Connection) -> Write:
    """The `RegisterJobDefinition` for a document: a new revision, or the first one."""
    return _write("RegisterJobDefinition", document.plain, connection)


def deregister_job_definition(reference: str, connection: Connection) -> Write:
    """The `DeregisterJobDefinition` for `name:revision` or an ARN."""
    return _write("DeregisterJobDefinition", {"jobDefinition": reference}, connection)


def create_repository(name: str, connection: Connection, *, immutable_tags: bool) -> Write:
    """The `CreateRepository` of ECR: what is pushed is scanned."""
    parameters = {
        "repositoryName": name,
        "imageTagMutability": "IMMUTABLE" if immutable_tags else "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
    }
    return _write("CreateRepository", parameters, connection, service="ecr")


def _write(
    operation: str,
    parameters: Mapping[str, Any],
    connection: Connection,
    *,
    service: str = "batch",
) -> Write:
    line = command_line(service, operation, parameters, connection)
    return Write(service, operation, parameters, line)


def _overrides(order: Submission) -> dict[str, Any]:
    overrides: dict[str, Any] = {}
    if order.command:
        overrides["command"] = list(order.command)
    if order.environment:
        overrides["environment"] = list(_variables(order.environment))
    sizes = []
    if order.vcpus is not None:
        sizes.append({"type": "VCPU", "value": f"{order.vcpus:g}"})
    if order.memory is not None:
        sizes.append({"type": "MEMORY", "value": str(order.memory)})
    if sizes:
        overrides["resourceRequirements"] = sizes
    return overrides


def _variables(environment: Iterable[tuple[str, str]]) -> Iterable[dict[str, str]]:
    return ({"name": name, "value": value} for name, value in environment)
