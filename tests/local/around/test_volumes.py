from __future__ import annotations

from tests.local.cloud import Cloud


def test_volumes_are_encrypted_with_awss_own_key(cloud: Cloud) -> None:
    assert cloud.ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs"
