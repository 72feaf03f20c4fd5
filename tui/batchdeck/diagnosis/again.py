"""What cannot be changed in place, made again with what was wrong put right.

A definition gets another revision, a job is submitted again, an environment gets another one in
its place. Each is what AWS says of the old one, as the request that would make it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from batchdeck.diagnosis.document import Document, Value
from batchdeck.domain.clean import NEWLINE, clean
from batchdeck.domain.definition_document import DefinitionDocument, revealed
from batchdeck.domain.job import EnvironmentVariable, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

REGISTER = "aws batch register-job-definition --cli-input-json {registration}"
SUBMIT = "aws batch submit-job --cli-input-json {submission}"
STOP = "aws batch terminate-job --job-id {stuck} --reason 'submitted again, with a change'"
CREATE = "aws batch create-compute-environment --cli-input-json {replacement}"
USE = "aws batch update-job-queue --job-queue {queue} --compute-environment-order {order}"

_ENDED = ("SUCCEEDED", "FAILED")
_OF_A_JOB = ("parameters", "shareIdentifier", "retryStrategy", "timeout")
_OF_AN_ENVIRONMENT = ("type", "state", "unmanagedvCpus", "computeResources", "serviceRole", "tags")
_LINKED = "/aws-service-role/"


def revision(
    definition: DefinitionDocument | None,
    container: Mapping[str, Any],
    *,
    platform: str = "",
) -> dict[str, Value]:
    """`{registration}`: the definition with other members of its only container.

    A member that is None goes. Nothing where the definition is not known, or has its containers
    elsewhere than in `containerProperties`.
    """
    before = definition.members.get("containerProperties") if definition is not None else None
    if definition is None or not isinstance(before, Mapping):
        return {}
    after = {name: value for name, value in {**before, **container}.items() if value is not None}
    members = {**definition.members, "containerProperties": after}
    if platform:
        members["platformCapabilities"] = [platform]
    return {"registration": Document(members)}


def submitted(
    job: JobDetail,
    definition: DefinitionDocument | None,
    *,
    newest: bool = False,
    sizes: Mapping[str, str] | None = None,
) -> dict[str, Value]:
    """`{submission}`, the job again, and `{stuck}`, the old one that is in its way.

    `newest` uses the newest revision instead of the job's; `sizes` are other values for its
    `resourceRequirements`. What the definition says by itself is not said again.
    """
    found = _object(job.document)
    array = _structure(found.get("arrayProperties"))
    if "index" in array:
        return {"submission": None, "stuck": None}  # A child alone cannot be submitted again.
    reference = job.job.definition
    request: dict[str, Any] = {
        "jobName": job.job.name,
        "jobQueue": job.job.queue,
        "jobDefinition": reference.rpartition(":")[0] if newest else reference,
    }
    members = definition.members if definition is not None else {}
    request |= {
        name: found[name]
        for name in _OF_A_JOB
        if _says_something(found.get(name)) and found[name] != members.get(name)
    }
    if array.get("size"):
        request["arrayProperties"] = {"size": array["size"]}
    overrides = _overrides(job, found, members, sizes or {})
    if any(NEWLINE in one["value"].reveal() for one in overrides.get("environment", ())):
        return {"submission": None, "stuck": None}  # Only its cleaned value is known here.
    if sizes and not overrides:
        return {"submission": None, "stuck": None}  # Several containers, or nodes.
    if overrides:
        request["containerOverrides"] = overrides
    stuck = None if job.job.status in _ENDED else job.job.id
    return {"submission": Document(request), "stuck": stuck}


def replacement(
    environment: ComputeEnvironment, queue: JobQueue | None, **resources: Any
) -> dict[str, Value]:
    """`{replacement}`, the same with other `computeResources`, and `{order}` of the `{queue}`."""
    name = f"{environment.name}-v2"
    found = _object(environment.document)
    request = {member: found[member] for member in _OF_AN_ENVIRONMENT if found.get(member)}
    if _LINKED in str(request.get("serviceRole")):
        del request["serviceRole"]  # Batch takes it by itself.
    if isinstance(found.get("computeResources"), dict):
        request["computeResources"] = {**_creatable(found["computeResources"]), **resources}
    values: dict[str, Value] = {"queue": None, "order": None}
    if found:
        values["replacement"] = Document({"computeEnvironmentName": name, **request})
    if queue is not None:
        names = [name if one == environment.name else one for one in queue.environments]
        order = [{"order": n, "computeEnvironment": one} for n, one in enumerate(names, 1)]
        values |= {"queue": queue.name, "order": Document(order)}
    return values


def _overrides(
    job: JobDetail,
    found: Mapping[str, Any],
    members: Mapping[str, Any],
    sizes: Mapping[str, str],
) -> dict[str, Any]:
    """What the job's only container has otherwise than its definition."""
    container = found.get("container")
    if not isinstance(container, dict) or len(job.containers) != 1:
        return {}
    usual = _structure(members.get("containerProperties"))
    result: dict[str, Any] = {}
    command = container.get("command")
    if command and command != usual.get("command"):
        result["command"] = command
    if own := _own_variables(job, usual):
        result["environment"] = [{"name": one.name, "value": one.value} for one in own]
    if needs := _needs(container, usual, sizes):
        result["resourceRequirements"] = needs
    return result


def _own_variables(job: JobDetail, usual: Mapping[str, Any]) -> list[EnvironmentVariable]:
    """The variables of its only container that are not its definition's."""
    known = {
        str(one.get("name")): clean(str(revealed(one.get("value"))))
        for one in usual.get("environment") or ()
    }
    variables = job.containers[0].environment
    return [one for one in variables if known.get(one.name) != one.value.reveal()]


def _needs(
    container: Mapping[str, Any], usual: Mapping[str, Any], sizes: Mapping[str, str]
) -> list[dict[str, str]]:
    asked = {one["type"]: one["value"] for one in _listed(container.get("resourceRequirements"))}
    known = {one["type"]: one["value"] for one in _listed(usual.get("resourceRequirements"))}
    wanted = {**asked, **sizes}
    return [
        {"type": kind, "value": value} for kind, value in wanted.items() if known.get(kind) != value
    ]


def _listed(value: Any) -> list[Mapping[str, str]]:
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, Mapping) and {"type", "value"} <= set(one)]


def _says_something(value: Any) -> bool:
    """One attempt, and nothing about exit codes, is what a job has anyway."""
    return bool(value) and value not in ({"attempts": 1}, {"attempts": 1, "evaluateOnExit": []})


def _creatable(resources: Mapping[str, Any]) -> dict[str, Any]:
    """What can be said when an environment is made: not what Batch finds out by itself."""
    kept = {name: value for name, value in resources.items() if name != "desiredvCpus"}
    if isinstance(kept.get("ec2Configuration"), list):
        kept["ec2Configuration"] = [
            {name: value for name, value in one.items() if name != "batchImageStatus"}
            for one in kept["ec2Configuration"]
            if isinstance(one, dict)
        ]
    return kept


def _object(document: str) -> dict[str, Any]:
    return dict(_structure(json.loads(document))) if document else {}


def _structure(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
