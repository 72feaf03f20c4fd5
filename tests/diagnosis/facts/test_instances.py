from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.cluster import Cluster
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import activity, environment, group, instance

M5, C5 = InstanceType("m5.large", 2, 8192), InstanceType("c5.large", 2, 4096)


async def test_types_of_each_environment() -> None:
    ec2 = Gateway(instance_types=(M5, C5))
    here = (
        environment("a", instance_types=("m5",)),
        environment("b", instance_types=("c5.large",)),
    )
    beside = (*here, environment("f", "FARGATE"))
    found = await ask("instance_types", ec2=ec2, candidates=beside)
    assert found == {"a": (M5,), "b": (C5,)}
    assert ec2.calls == [("instance_types", ["c5.large", "m5.*"])]


async def test_instances_of_each_cluster() -> None:
    ecs = Gateway(
        container_instance_arns=lambda cluster: ("arn:i-1",) if cluster.endswith("spot") else (),
        container_instances=(instance(),),
    )
    here = (environment(), environment("b"), environment("c", cluster=""))
    found = await ask("container_instances", ecs=ecs, host_environments=here)
    assert found == {"spot": (instance(),)}
    assert [call[0] for call in ecs.calls].count("container_instance_arns") == 2


async def test_environments_with_instances() -> None:
    unmanaged, fargate = environment("c", "UNMANAGED"), environment("b", "FARGATE")
    here = (environment(), fargate, unmanaged)
    assert await ask("host_environments", candidates=here) == (here[0], unmanaged)
    with pytest.raises(NotApplicableError):
        await ask("host_environments", candidates=(fargate,))


async def test_all_clusters_in_one_call() -> None:
    ecs = Gateway(clusters=(Cluster("arn:cluster/b", "ACTIVE", 0),))
    here = (environment(), environment("b"), environment("c", cluster=""))
    found = await ask("clusters", ecs=ecs, candidates=here)
    assert found == {"arn:cluster/b": Cluster("arn:cluster/b", "ACTIVE", 0)}
    assert ecs.calls == [("clusters", ["arn:cluster/b", "arn:cluster/spot"])]
    with pytest.raises(NotApplicableError):
        await ask("clusters", ecs=ecs, candidates=(environment(cluster=""),))


async def test_launches_of_each_environment() -> None:
    autoscaling = Gateway(groups=(group(), group(name="other")), activities=(activity(),))
    here = (environment(), environment("b"))
    found = await ask("activities", autoscaling=autoscaling, candidates=here)
    assert found == {"spot": (activity(),)}
    assert ("activities", "spot-asg-uuid-spot") in autoscaling.calls
