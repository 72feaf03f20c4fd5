from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.eks import EksCluster
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import environment

CLUSTER = EksCluster("c", "ACTIVE")


async def test_each_cluster_is_asked_for_once() -> None:
    eks = Gateway(cluster=CLUSTER)
    here = tuple(environment(name, "EKS", eks_cluster="arn:c") for name in ("a", "b"))
    assert await ask("eks_clusters", eks=eks, considered=here) == {"arn:c": CLUSTER}
    assert eks.calls == [("cluster", "arn:c")]
    with pytest.raises(NotApplicableError):
        await ask("eks_clusters", eks=eks, considered=(environment(),))
