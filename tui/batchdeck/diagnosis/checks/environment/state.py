"""State and status of the compute environments."""

from __future__ import annotations

from batchdeck.diagnosis.check import Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, warned
from batchdeck.domain.resources import ComputeEnvironment

BEFORE_START = ("SUBMITTED", "PENDING", "RUNNABLE")


@check(
    "ce-state-enabled",
    layer=Layer.ENVIRONMENT,
    statuses=BEFORE_START,
    explains=("queue-has-usable-ce", "ce-desired-not-scaling"),
    prior=0.02,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} --state ENABLED"
    ),
    docs=(pages.ENVIRONMENTS,),
)
def environment_enabled(considered: tuple[ComputeEnvironment, ...]) -> Verdict:
    """The compute environment is ENABLED.

    A disabled environment places no jobs. Those in it run to their end.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.state == "ENABLED":
            return passed(f"{environment.name} is ENABLED")
        evidence = Evidence(environment.name, "state", environment.state, "ENABLED")
        summary = f"the environment {environment.name} is {environment.state}"
        return failed(summary, evidence, settled=True, ce=environment.name)

    return any_environment(considered, judge)


@check(
    "ce-status-valid",
    layer=Layer.ENVIRONMENT,
    statuses=BEFORE_START,
    explains=("queue-has-usable-ce", "ce-desired-not-scaling", "job-status-reason-code"),
    prior=0.19,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} --state DISABLED",
        (
            "aws batch update-compute-environment --compute-environment {ce} "
            "--service-role {role_that_exists}"
        ),
        "aws batch update-compute-environment --compute-environment {ce} --state ENABLED",
    ),
    docs=(pages.INVALID,),
)
def environment_valid(considered: tuple[ComputeEnvironment, ...]) -> Verdict:
    """The compute environment is VALID.

    An INVALID one places no jobs until what its statusReason names is mended and the
    environment is updated. The way out: 1. mend what the reason names (a role, a launch
    template, a group), 2. disable the environment, 3. update it, 4. enable it. A role that was
    deleted has to exist again under its name, trusting batch.amazonaws.com, first.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.status != "INVALID":
            return passed(f"{environment.name} is {environment.status}")
        value = f"INVALID {environment.reason}".strip()
        evidence = Evidence(environment.name, "status, statusReason", value, "VALID")
        summary = (
            f"the environment {environment.name} is INVALID: {environment.reason or 'no reason'}"
        )
        return failed(summary, evidence, settled=True, ce=environment.name)

    return any_environment(considered, judge)


@check(
    "ce-status-transitional",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    statuses=BEFORE_START,
    docs=(pages.ENVIRONMENTS,),
)
def environment_settled(considered: tuple[ComputeEnvironment, ...]) -> Verdict:
    """The compute environment is not being made, changed or deleted."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.status not in {"CREATING", "UPDATING", "DELETING", "DELETED"}:
            return passed()
        evidence = Evidence(environment.name, "status", environment.status, "VALID")
        if environment.status.startswith("DELET"):
            summary = f"the environment {environment.name} is {environment.status}"
            return failed(summary, evidence, settled=True)
        return warned(f"the environment {environment.name} is {environment.status}", evidence)

    return any_environment(considered, judge)
