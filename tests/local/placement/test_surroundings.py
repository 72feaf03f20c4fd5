from __future__ import annotations

from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, REGION, Cloud


def test_subnets_belong_to_a_region_and_roles_to_the_account(cloud: Cloud) -> None:
    subnet, profile = cloud.subnet(), cloud.instance_profile()
    here, elsewhere = Surroundings(ACCOUNT, REGION), Surroundings(ACCOUNT, "us-east-2")
    assert here.network.subnet(subnet) is not None
    assert elsewhere.network.subnet(subnet) is None
    assert elsewhere.identities.profile_roles(profile) is not None
