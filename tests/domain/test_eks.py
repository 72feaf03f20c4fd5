from __future__ import annotations

from batchdeck.domain.eks import EksCluster


def test_an_endpoint_that_everybody_can_reach() -> None:
    assert EksCluster("c", "ACTIVE").reachable
    assert not EksCluster("c", "ACTIVE", public=False).reachable
    assert not EksCluster("c", "ACTIVE", public_from=("10.0.0.0/8",)).reachable
