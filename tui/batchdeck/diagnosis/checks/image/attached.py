"""Secrets and file systems that a container starts with."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.file_system import MountTarget
from batchdeck.domain.network import Subnet

AT_ARRIVAL = ("STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")
Targets = Mapping[str, tuple[MountTarget, ...] | None]


@check(
    "secret-exists",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=commands("aws secretsmanager restore-secret --secret-id {secret}"),
    docs=(pages.SECRETS,),
)
def secrets_exist(absent_secrets: Mapping[str, str]) -> Verdict:
    """The secrets and parameters that the job reads exist.

    A secret that is to be deleted cannot be read any more; it can be restored for some days.
    """
    for arn, absence in absent_secrets.items():
        if not absence:
            continue
        deleted = absence == "deleted"
        field = "DeletedDate" if deleted else "DescribeSecret"
        if ":parameter/" in arn:
            field = "DescribeParameters"
        evidence = Evidence(arn, field, absence, "one that exists")
        words = "is being deleted" if deleted else "does not exist"
        return failed(f"{arn} {words}", evidence, known={"secret": arn} if deleted else {})
    return passed("every secret exists")


@check(
    "efs-mountable",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=commands(
        "aws efs create-mount-target --file-system-id {file_system} --subnet-id {subnet}"
    ),
    docs=(pages.FILE_SYSTEMS,),
)
def file_systems_mountable(subnets: tuple[Subnet, ...], mount_targets: Targets) -> Verdict:
    """Every file system has a mount target that works in the zones of the subnets."""

    def judge(subnet: Subnet) -> Verdict:
        for name, targets in mount_targets.items():
            if targets is None:
                evidence = Evidence(name, "FileSystemId", "FileSystemNotFound", "one that exists")
                return failed(f"the file system {name} does not exist", evidence)
            if any(one.serves(subnet) for one in targets):
                continue
            found = ", ".join(f"{one.zone} {one.state}" for one in targets) or "none"
            evidence = Evidence(name, "MountTargets[]", found, f"available in {subnet.zone}")
            summary = f"{name} has no mount target for {subnet.id} in {subnet.zone}"
            return failed(summary, evidence, file_system=name, subnet=subnet.id)
        return passed(f"every file system can be mounted from {subnet.id}")

    return any_of(subnets, judge, kind="subnets")
