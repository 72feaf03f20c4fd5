"""The values of secrets, read from the backends of Secrets Manager and Systems Manager."""

from __future__ import annotations

import json
from typing import Any

from batchdeck.local.batch.records import Document


class SecretStore:
    """Secrets and parameters of one account in one Region."""

    def __init__(self, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region

    def in_manager(self, reference: str) -> bool:
        """Whether a `valueFrom` is for Secrets Manager; otherwise it names a parameter."""
        return reference.startswith("arn:") and reference.split(":")[2:3] == ["secretsmanager"]

    def arn(self, reference: str) -> str:
        """The ARN by which policies name what a `valueFrom` is for."""
        if not self.in_manager(reference):
            name = reference.partition(":parameter/")[2] or reference.removeprefix("/")
            return f"arn:aws:ssm:{self._region}:{self._account_id}:parameter/{name}"
        named = ":".join(reference.split(":")[:7])
        secret = self._find(named)
        return named if secret is None else str(secret.arn)

    def value(self, reference: str) -> str | None:
        """What a `valueFrom` stands for; None when it does not exist.

        Source: Batch user guide, "Specify sensitive data": an ARN of Secrets Manager may
        go on with a JSON key, a version stage and a version id.
        """
        if not self.in_manager(reference):
            return self._parameter(reference)
        parts = reference.split(":")
        text = self._secret(":".join(parts[:7]))
        key = parts[7] if len(parts) > 7 else ""
        if text is None or not key:
            return text
        try:
            found = json.loads(text)
        except ValueError:
            return None
        return str(found[key]) if isinstance(found, dict) and key in found else None

    def values(self, container: Document) -> dict[str, str]:
        """The variables that the secrets of a container become; without those that are gone."""
        listed = container.get("secrets") or ()
        found = {entry["name"]: self.value(entry["valueFrom"]) for entry in listed}
        return {name: value for name, value in found.items() if value is not None}

    def _secret(self, arn: str) -> str | None:
        secret = self._find(arn)
        if secret is None:
            return None
        version = secret.versions.get(secret.default_version_id) or {}
        text = version.get("secret_string")
        return None if text is None else str(text)

    def _find(self, arn: str) -> Any:
        """The secret of an ARN; None when there is none, or none any more."""
        from moto.secretsmanager.models import secretsmanager_backends

        backend: Any = secretsmanager_backends[self._account_id][self._region]
        for secret in list(backend.secrets.values()):
            # The six characters that Secrets Manager adds to a name may be left out.
            if arn in (secret.arn, secret.arn[:-7]) and not secret.is_deleted():
                return secret
        return None

    def _parameter(self, reference: str) -> str | None:
        from moto.ssm.models import ssm_backends

        backend: Any = ssm_backends[self._account_id][self._region]
        name = reference.partition(":parameter/")[2] or reference
        for candidate in (name, f"/{name}"):
            found = backend.get_parameter(candidate)
            if found is not None:
                return str(found.value)
        return None
