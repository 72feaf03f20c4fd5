from __future__ import annotations

import pytest

from batchdeck.domain.file_system import MountTarget
from batchdeck.domain.network import Subnet

SUBNET = Subnet("subnet-1", "vpc-1", "eu-west-1a")


@pytest.mark.parametrize(
    ("target", "serves"),
    [
        (MountTarget("m", "subnet-2", "vpc-1", "eu-west-1a"), True),
        (MountTarget("m", "subnet-2", "", "eu-west-1a"), True),
        (MountTarget("m", "subnet-2", "vpc-1", "eu-west-1b"), False),
        (MountTarget("m", "subnet-2", "vpc-2", "eu-west-1a"), False),
        (MountTarget("m", "subnet-2", "vpc-1", "eu-west-1a", "creating"), False),
    ],
)
def test_whom_a_mount_target_serves(target: MountTarget, serves: bool) -> None:
    assert target.serves(SUBNET) is serves
