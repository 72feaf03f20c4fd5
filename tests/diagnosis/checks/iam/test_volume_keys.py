from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.iam.volume_keys import NEEDED, key_usable
from batchdeck.diagnosis.facts.keys import KeyUse
from batchdeck.domain.key import Grant, Key
from batchdeck.domain.policy import Policy, Statement
from tests.diagnosis.things import environment, status_of

ARN = "arn:aws:kms:eu-west-1:123456789012:key/a"
ROOT = "arn:aws:iam::123456789012:root"
SCALING = (
    "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/"
    "AWSServiceRoleForAutoScaling"
)
HERE = (
    replace(environment(), arn="arn:aws:batch:eu-west-1:123456789012:compute-environment/spot"),
)
KEYS = {"spot": (ARN,)}
CLOSED = KeyUse(
    Key(ARN, "CUSTOMER", "Enabled"), Policy((Statement(True, ("kms:*",), principals=(ROOT,)),))
)


def judged(use: KeyUse) -> str:
    return status_of(key_usable(HERE, KEYS, {ARN: use}))


def test_auto_scaling_has_to_be_let_in() -> None:
    verdict = key_usable(HERE, KEYS, {ARN: CLOSED})
    assert (status_of(verdict), dict(verdict.values)) == (
        "FAIL",
        {"key": ARN, "principal": SCALING},
    )
    named = Statement(True, ("kms:*",), principals=(SCALING,))
    assert judged(replace(CLOSED, policy=Policy((named,)))) == "PASS"
    through_ec2 = Statement(True, ("kms:*",), is_conditional=True)
    assert judged(replace(CLOSED, policy=Policy((through_ec2,)))) == "PASS"
    assert judged(replace(CLOSED, grants=(Grant(SCALING, NEEDED),))) == "PASS"
    assert judged(replace(CLOSED, grants=(Grant(SCALING, ("Decrypt",)),))) == "FAIL"


def test_the_spot_fleet_launches_by_another_role() -> None:
    fleet = (replace(HERE[0], kind="SPOT", allocation_strategy=""),)
    verdict = key_usable(fleet, KEYS, {ARN: replace(CLOSED, grants=(Grant(SCALING, NEEDED),))})
    assert status_of(verdict) == "FAIL"
    assert str(dict(verdict.values)["principal"]).endswith("/AWSServiceRoleForEC2Spot")


def test_keys_that_do_not_work_and_keys_of_aws() -> None:
    assert judged(KeyUse(None)) == "FAIL"
    assert judged(KeyUse(Key(ARN, "CUSTOMER", "PendingDeletion"))) == "FAIL"
    assert judged(KeyUse(Key(ARN, "AWS", "Enabled"))) == "PASS"


def test_what_is_not_told() -> None:
    assert judged(replace(CLOSED, policy=None)) == "UNKNOWN"
    assert status_of(key_usable(HERE, KEYS, {})) == "UNKNOWN"
    assert status_of(key_usable(HERE, {"spot": ()}, {})) == "SKIP"
