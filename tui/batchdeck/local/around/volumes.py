"""EC2's answer to a question about encrypted volumes that moto does not have."""

from __future__ import annotations

from typing import Any

AWSS_OWN = "alias/aws/ebs"
"""What volumes are encrypted with unless another key was chosen, which nobody can here."""


def install() -> None:
    """Give moto's EC2 `GetEbsDefaultKmsKeyId`."""
    from moto.core.responses import ActionResult
    from moto.ec2.responses import settings

    def get_ebs_default_kms_key_id(self: Any) -> Any:
        self.error_on_dryrun()
        return ActionResult({"KmsKeyId": AWSS_OWN})

    response: Any = settings.Settings
    response.get_ebs_default_kms_key_id = get_ebs_default_kms_key_id
