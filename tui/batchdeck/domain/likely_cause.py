"""Why a job is likely stuck, in few words, from what the lists tell anyway.

Only what a field says. What takes calls to find out is the diagnosis's to tell.
Source of the codes: AWS Batch user guide, "Jobs stuck in a RUNNABLE status".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

_CODES = {
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": "EC2 has no capacity",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": "maxvCpus is too small",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": "too large for the instance types",
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED": "instance types unsupported",
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS": "the service role lacks permissions",
    "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE": "the service environment is too small",
    "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED": "the quota share is too small",
    "ACTION_REQUIRED": "the environment is INVALID",
}


def held_up(
    queues: Iterable[JobQueue], environments: Iterable[ComputeEnvironment]
) -> Mapping[str, str]:
    """For each queue in which no job can start: why, in few words."""
    known = {one.name: one for one in environments}
    found = {}
    for queue in queues:
        behind = [known[name] for name in queue.environments if name in known]
        words = _broken(queue, behind)
        if words:
            found[queue.name] = words
    return found


def fronts(queues: Iterable[JobQueue], runnable: Iterable[Job]) -> Mapping[str, Job]:
    """The job that has waited longest in each queue that places first what came first."""
    in_order = {queue.name for queue in queues if not queue.scheduling_policy}
    oldest: dict[str, Job] = {}
    for job in runnable:
        known = oldest.get(job.queue)
        if job.queue in in_order and (known is None or job.created_at < known.created_at):
            oldest[job.queue] = job
    return oldest


def likely_cause(job: Job, held: Mapping[str, str], ahead: Mapping[str, Job]) -> str:
    """Why a RUNNABLE job waits: its queue, the code AWS gives, or the job before it.

    `held` and `ahead` are of `held_up` and `fronts`. Empty where none of them tells.
    """
    if job.queue in held:
        return held[job.queue]
    code = next((words for code, words in _CODES.items() if job.reason.startswith(code)), "")
    if code:
        return code
    front = ahead.get(job.queue)
    return f"behind {front.name}" if front is not None and front.id != job.id else ""


def _broken(queue: JobQueue, behind: list[ComputeEnvironment]) -> str:
    if queue.status == "INVALID":
        return "the queue is INVALID"
    troubles = [_trouble(one) for one in behind]
    if behind and all(troubles):
        return ", ".join(troubles)
    return "the queue is DISABLED" if queue.state == "DISABLED" else ""


def _trouble(environment: ComputeEnvironment) -> str:
    """What keeps an environment from placing anything at all; empty when nothing does."""
    if environment.status == "INVALID":
        return f"{environment.name} is INVALID"
    if environment.state == "DISABLED":
        return f"{environment.name} is DISABLED"
    most, wanted = environment.max_vcpus, environment.desired_vcpus
    if most is not None and wanted is not None and wanted >= most:
        return f"{environment.name} is full, {wanted}/{most} vCPU"
    return ""
