"""KMS's keys as far as placement asks about them, read from its backend."""

from __future__ import annotations

from typing import Any

from batchdeck.local.permissions.policies import Policy
from batchdeck.local.permissions.resource_policies import lets

MANAGED = "alias/aws/ebs"
"""AWS's own key, which every launch may use."""


class EncryptionKeys:
    """The keys of one account in one Region."""

    def __init__(self, kms: Any, region: str) -> None:
        self._kms = kms
        self._region = region

    def problem(self, reference: str, role_arn: str, operations: frozenset[str]) -> str:
        """Why a role cannot use a key for some operations; empty when it can.

        `reference` is an id, an ARN or an alias, `operations` are as grants name them. The
        account's own statement in a key's policy lets in roles whose policies speak of KMS,
        which those of AWS's services do not.
        """
        if reference.rpartition(":")[2] == MANAGED:
            return ""
        key = self._find(reference)
        if key is None:
            return "does not exist"
        if key.key_state != "Enabled":
            return f"is {key.key_state}"
        granted = {
            operation
            for grant in list(key.grants.values())
            if grant.grantee_principal == role_arn
            for operation in grant.operations
        }
        context = {
            "kms:grantisforawsresource": ["true"],
            "kms:viaservice": [f"ec2.{self._region}.amazonaws.com"],
            "kms:calleraccount": [key.account_id],
            "aws:principalarn": [role_arn],
        }
        policy = Policy("default", "", key.policy)
        lacking = [
            one
            for one in sorted(operations - granted)
            if not lets(policy, {role_arn}, f"kms:{one}", key.arn, context)
        ]
        return f"does not let {role_arn} do {', '.join(lacking)}" if lacking else ""

    def _find(self, reference: str) -> Any:
        name = reference.rpartition(":")[2].removeprefix("key/")
        for key in list(self._kms.keys.values()):
            if name == key.id or name in key.aliases:
                return key
        return None
