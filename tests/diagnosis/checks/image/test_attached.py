from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.image.attached import file_systems_mountable, secrets_exist
from batchdeck.domain.file_system import MountTarget
from tests.diagnosis.things import SUBNET, status_of

SECRET = "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-west-1:1:parameter/user"
HERE = MountTarget("fsmt-1", "subnet-7", "vpc-1", "eu-west-1a")
SUBNETS = (SUBNET,)


def test_secrets_exist() -> None:
    assert status_of(secrets_exist({SECRET: "", PARAMETER: ""})) == "PASS"
    deleted = secrets_exist({SECRET: "deleted"})
    assert (status_of(deleted), dict(deleted.values)) == ("FAIL", {"secret": SECRET})
    absent = secrets_exist({SECRET: "absent"})
    assert (status_of(absent), absent.values) == ("FAIL", ())
    parameter = secrets_exist({PARAMETER: "absent"})
    assert (status_of(parameter), parameter.evidence[0].field) == ("FAIL", "DescribeParameters")


def test_file_systems_can_be_mounted() -> None:
    assert status_of(file_systems_mountable(SUBNETS, {"fs-1": (HERE,)})) == "PASS"
    verdict = file_systems_mountable(SUBNETS, {"fs-1": (replace(HERE, state="creating"),)})
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"file_system": "fs-1", "subnet": "subnet-1"}
    assert verdict.evidence[0].value == "eu-west-1a creating"
    assert status_of(file_systems_mountable(SUBNETS, {"fs-1": ()})) == "FAIL"
    assert status_of(file_systems_mountable(SUBNETS, {"fs-1": None})) == "FAIL"


def test_one_zone_without_a_mount_target_of_two_is_a_warning() -> None:
    other = replace(SUBNET, id="subnet-2", zone="eu-west-1b")
    assert status_of(file_systems_mountable((SUBNET, other), {"fs-1": (HERE,)})) == "WARN"
