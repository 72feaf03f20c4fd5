"""What Batch asks of a job queue.

Source: Batch API, `CreateJobQueue`, `UpdateJobQueue` and `JobStateTimeLimitAction`.
"""

from __future__ import annotations

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.scheduling_policies import existing_policy
from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document, JobQueueRecord
from batchdeck.local.batch.time_limits import CODES
from batchdeck.local.placement.instance_types import InstanceType, expand

_MAX_ENVIRONMENTS = 3
_MAX_PRIORITY = 1000
_LIMIT_SECONDS = range(600, 86_401)
_SERVICE = "SAGEMAKER_TRAINING"


def check_queue(request: Document) -> None:
    """Raise `ClientError` for values that no queue can have."""
    if request.get("serviceEnvironmentOrder") or request.get("jobQueueType") == _SERVICE:
        raise ClientError("The local account has no service environments for a job queue.")
    if not 0 <= request.get("priority", 0) <= _MAX_PRIORITY:
        raise invalid(f"priority must be between 0 and {_MAX_PRIORITY}.")
    for action in request.get("jobStateTimeLimitActions") or ():
        _check_limit(action)


def check_policy(account: Account, request: Document, queue: JobQueueRecord | None) -> None:
    """Raise `ClientError` for a policy that is unknown, or that comes too late or goes.

    A queue has one from its creation on, or never; it can be replaced, not removed.
    """
    if "schedulingPolicyArn" not in request:
        return
    arn = request["schedulingPolicyArn"]
    if queue is not None and bool(arn) != bool(queue.scheduling_policy_arn):
        raise invalid("A scheduling policy can be replaced, but neither added nor removed.")
    if arn:
        existing_policy(account, arn)


def environments_of(account: Account, order: list[Document]) -> list[ComputeEnvironmentRecord]:
    """The environments of a queue in their order.

    Source: user guide, "Compute environment order": one to three, all VALID, Fargate and EC2
    not mixed; Batch API, `CreateJobQueue`: one architecture.
    """
    if not order:
        raise invalid("computeEnvironmentOrder is required.")
    if len(order) > _MAX_ENVIRONMENTS:
        raise invalid(f"Only {_MAX_ENVIRONMENTS} environments are allowed in job queue request.")
    if len({entry["order"] for entry in order}) < len(order):
        raise invalid("Duplicate ComputeEnvironment order values.")
    found = [_environment(account, entry) for entry in sorted(order, key=lambda one: one["order"])]
    if len({environment.arn for environment in found}) < len(found):
        raise invalid("Duplicate ComputeEnvironments within order list.")
    if len({environment.is_fargate for environment in found}) > 1:
        raise invalid("Fargate and EC2 compute environments can not be mixed.")
    if len({one.architecture for record in found for one in _types(record)}) > 1 < len(found):
        raise invalid("Compute environments of a job queue must share the same architecture.")
    return found


def kind_of(environments: list[ComputeEnvironmentRecord], asked: str | None) -> str:
    """`jobQueueType`, which must be that of the environments when the request has one."""
    kind = "ECS_FARGATE" if environments[0].is_fargate else "ECS"
    if asked not in (None, kind):
        raise invalid(f"Job queue type {asked} does not match its compute environments.")
    return kind


def _environment(account: Account, entry: Document) -> ComputeEnvironmentRecord:
    environment = account.environment(entry["computeEnvironment"])
    if environment is None:
        raise ClientError(f"{entry['computeEnvironment']} does not exist")
    if environment.status not in ("VALID", "UPDATING"):
        raise ClientError(f"{environment.arn} is not VALID")
    return environment


def _types(environment: ComputeEnvironmentRecord) -> tuple[InstanceType, ...]:
    return expand(environment.resources.get("instanceTypes") or ())


def _check_limit(action: Document) -> None:
    if action["maxTimeSeconds"] not in _LIMIT_SECONDS:
        raise invalid("maxTimeSeconds must be between 600 and 86400.")
    if action["reason"] not in CODES:
        raise invalid(f"reason {action['reason']} must be one of {', '.join(CODES)}.")
    if action["action"] != "CANCEL":
        raise invalid("Invalid job action. Valid job actions: [CANCEL]")
