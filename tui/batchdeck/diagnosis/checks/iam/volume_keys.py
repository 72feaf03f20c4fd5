"""Whether instances can be launched with encrypted volumes."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.identities import needs_fleet_role
from batchdeck.diagnosis.facts.keys import KeyUse
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.key import Grant
from batchdeck.domain.policy import Policy, Ruling
from batchdeck.domain.resources import ComputeEnvironment

NEEDED = ("CreateGrant", "Decrypt", "GenerateDataKeyWithoutPlaintext")
"""What a launch does with a key. Source: EC2 Auto Scaling user guide, "Required AWS KMS key
policy for use with encrypted volumes"."""


@check(
    "iam-ebs-kms-key",
    layer=Layer.IAM,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("cap-asg-activity", "ce-desired-not-scaling", "inst-churn"),
    prior=0.01,
    remedy=commands(
        "aws kms create-grant --key-id {key} --grantee-principal {principal} --operations "
        "Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey "
        "GenerateDataKeyWithoutPlaintext DescribeKey CreateGrant"
    ),
    docs=(pages.VOLUME_KEYS,),
)
def key_usable(
    starved: tuple[ComputeEnvironment, ...],
    volume_keys: Mapping[str, tuple[str, ...]],
    key_uses: Mapping[str, KeyUse],
) -> Verdict:
    """Who launches the instances may use the key that their volumes are encrypted with.

    That is Auto Scaling, or the Spot Fleet; a key of the customer's lets neither in by itself.
    Instances then end as soon as they start, with Client.InternalError. Keys of machine images
    are not looked at.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        names = volume_keys.get(environment.name, ())
        if not names:
            return skipped(f"{environment.name} uses no key of the customer's")
        verdicts = [_verdict(environment, name, key_uses.get(name)) for name in names]
        return next((one for one in verdicts if one.evidence), verdicts[0])

    return any_environment(starved, judge)


def _verdict(environment: ComputeEnvironment, name: str, use: KeyUse | None) -> Verdict:
    if use is None:
        return unknown(f"nothing is known of the key {name}")
    if use.key is None:
        evidence = Evidence(name, "KeyMetadata", "absent", "a key that exists")
        return failed(f"the key {name} for volumes of {environment.name} does not exist", evidence)
    key = use.key
    if key.state != "Enabled":
        evidence = Evidence(key.arn, "KeyState", key.state or "absent", "Enabled")
        return failed(f"the key for volumes of {environment.name} is {key.state}", evidence)
    if not key.is_customers:
        return passed(f"{name} is a key of AWS's")
    if use.policy is None:
        return unknown(f"the policy of {key.arn} cannot be read")
    principal = _launcher(environment)
    missing = [one for one in NEEDED if not _may(one, principal, use.policy, use.grants)]
    if not missing:
        return passed(f"{principal.rpartition('/')[2]} may use {key.arn}")
    value = f"no {', '.join(missing)} for {principal}"
    evidence = Evidence(key.arn, "Policy, Grants[]", value, "all of them")
    role = principal.rpartition("/")[2]
    summary = f"{role} may not use the key for volumes of {environment.name}"
    return failed(summary, evidence, key=key.arn, principal=principal)


def _launcher(environment: ComputeEnvironment) -> str:
    """ARN of the service-linked role that launches the environment's instances."""
    partition, account = (environment.arn.split(":") + [""] * 5)[1:5:3]
    service, name = ("autoscaling", "AWSServiceRoleForAutoScaling")
    if needs_fleet_role(environment):
        service, name = ("spot", "AWSServiceRoleForEC2Spot")
    role = f"role/aws-service-role/{service}.amazonaws.com/{name}"
    return f"arn:{partition}:iam::{account}:{role}"


def _may(operation: str, principal: str, policy: Policy, grants: tuple[Grant, ...]) -> bool:
    by_grant = any(one.principal == principal and operation in one.operations for one in grants)
    return by_grant or policy.ruling(f"kms:{operation}", "", (principal,)) is not Ruling.NO
