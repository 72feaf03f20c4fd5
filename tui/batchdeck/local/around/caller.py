"""Who a caller is that used no key of the account's users and role sessions.

moto takes every access key and answers with a user that does not exist. Here such a caller
is a session of one role, as somebody is who signed in with SSO.
"""

from __future__ import annotations

from typing import Any

ROLE = "batchdeck-operator"
SESSION = "you"
#: Its id as long as nobody has made the role. Source: IAM user guide, unique identifiers.
_ROLE_ID = "AROAQ3EGQBATCHDECKOPR"

Identity = tuple[str, str, str]
"""User id, ARN, account."""


def install() -> None:
    """Answer `GetCallerIdentity` so."""
    from moto.sts import models

    backend: Any = models.STSBackend
    known = backend.get_caller_identity

    def get_caller_identity(self: Any, access_key_id: str, region: str) -> Identity:
        found: Identity = known(self, access_key_id, region)
        return operator(self) if found[1].endswith(":user/moto") else found

    backend.get_caller_identity = get_caller_identity


def operator(sts: Any) -> Identity:
    """The identity of whoever comes with a key that nothing is known about."""
    from moto.iam.models import iam_backends

    roles = list(iam_backends[sts.account_id][sts.partition].roles.values())
    role_id = next((role.id for role in roles if role.name == ROLE), _ROLE_ID)
    arn = f"arn:{sts.partition}:sts::{sts.account_id}:assumed-role/{ROLE}/{SESSION}"
    return f"{role_id}:{SESSION}", arn, sts.account_id
