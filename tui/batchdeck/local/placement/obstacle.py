"""Why a job cannot be placed, and what AWS says then.

Source of the texts: AWS Batch user guide, "Jobs stuck in a RUNNABLE status".
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_RESOURCE = (
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - "
    "CE(s) associated with the job queue cannot meet the CPU requirement of the job."
)
RESOURCE_REQUIREMENT = (
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement "
    "(vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue."
)
CAPACITY = (
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - "
    "Service cannot fulfill the capacity requested for instance type [{instance_type}]"
)
CONFIGURATION = (
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment "
    "associated with this job queue has an unsupported instance type configuration."
)
#: The dash is AWS's.
SERVICE_ROLE = (
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS \u2013 Batch service role has a permission issue."
)
ACTION_REQUIRED = "ACTION_REQUIRED - CE(s) associated with the job queue are invalid."
UNDETERMINED = "UNDETERMINED - Batch job is blocked, root cause is undetermined."


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a job out of one environment."""

    detail: str
    """For the account's own log and for tests; AWS tells nobody."""
    reason: str = ""
    """The `statusReason` AWS gives in the end to the job at the head; empty: none."""
    launch_failure: str = ""
    """Why EC2 launches no instance, as a failed scaling activity says; empty: it does."""
    joins: bool = True
    """Whether an instance that was launched joins its cluster."""
