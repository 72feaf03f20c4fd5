"""ECS: the clusters of compute environments, and the instances that joined them."""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import RefusedError
from batchdeck.aws.shapes import Document, child, children, text, texts, whole
from batchdeck.domain.cluster import Cluster, ContainerInstance

#: `DescribeContainerInstances` takes 100 ARNs, as many as a page of the list has.
PAGE = 100


class EcsGateway:
    """Reads ECS. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def clusters(self, arns: Iterable[str]) -> tuple[Cluster, ...]:
        """The clusters of these up to 100 ARNs, as far as ECS remembers them."""
        member = "clusters"
        parameters = {"clusters": list(arns)}
        answer = await self._caller.read("ecs", "DescribeClusters", parameters, expects=member)
        return tuple(cluster(one) for one in children(answer, member))

    async def container_instance_arns(self, cluster: str) -> tuple[str, ...]:
        """ARNs of the first 100 instances of the cluster of that name or ARN.

        A cluster that was deleted has none.
        """
        parameters = {"cluster": cluster, "maxResults": PAGE}
        member = "containerInstanceArns"
        try:
            answer = await self._caller.read(
                "ecs", "ListContainerInstances", parameters, expects=member
            )
        except RefusedError as error:
            if error.code == "ClusterNotFoundException":
                return ()
            raise
        return texts(answer, member)

    async def container_instances(
        self, cluster: str, arns: Iterable[str]
    ) -> tuple[ContainerInstance, ...]:
        """Up to 100 instances of a cluster; those that are gone are left out."""
        parameters = {"cluster": cluster, "containerInstances": list(arns)}
        member = "containerInstances"
        answer = await self._caller.read(
            "ecs", "DescribeContainerInstances", parameters, expects=member
        )
        return tuple(container_instance(one, cluster) for one in children(answer, member))


def container_instance(source: Document, cluster: str) -> ContainerInstance:
    """An instance of `DescribeContainerInstances`."""
    attributes = {text(one, "name"): text(one, "value") for one in children(source, "attributes")}
    return ContainerInstance(
        arn=text(source, "containerInstanceArn"),
        cluster=cluster,
        instance_id=text(source, "ec2InstanceId"),
        status=text(source, "status"),
        agent_connected=source.get("agentConnected") is True,
        instance_type=attributes.get("ecs.instance-type", ""),
        subnet=attributes.get("ecs.subnet-id", ""),
        memory=_amount(source, "registeredResources", "MEMORY"),
        free_memory=_amount(source, "remainingResources", "MEMORY"),
        free_cpu=_amount(source, "remainingResources", "CPU"),
        cpu=_amount(source, "registeredResources", "CPU"),
        gpus=_gpus(source, "registeredResources"),
        free_gpus=_gpus(source, "remainingResources"),
        attributes=frozenset(attributes),
        agent_version=text(child(source, "versionInfo"), "agentVersion"),
        reason=text(source, "statusReason"),
    )


def cluster(source: Document) -> Cluster:
    """A cluster of `DescribeClusters`."""
    return Cluster(
        arn=text(source, "clusterArn"),
        status=text(source, "status"),
        instances=whole(source, "registeredContainerInstancesCount"),
    )


def _gpus(source: Document, member: str) -> int:
    found = [one for one in children(source, member) if text(one, "name") == "GPU"]
    return sum(len(texts(one, "stringSetValue")) for one in found)


def _amount(source: Document, member: str, name: str) -> int | None:
    for resource in children(source, member):
        if text(resource, "name") == name:
            return whole(resource, "integerValue")
    return None
