"""EKS: the clusters of environments."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.shapes import Document, child, children, short_name, text, texts
from batchdeck.domain.eks import EVERYWHERE, EksCluster


class EksGateway:
    """Reads EKS. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def cluster(self, reference: str) -> EksCluster | None:
        """The cluster of a name or ARN; None when there is none."""
        parameters = {"name": short_name(reference)}
        try:
            answer = await self._caller.read(
                "eks", "DescribeCluster", parameters, expects="cluster"
            )
        except NotFoundError:
            return None
        return eks_cluster(child(answer, "cluster"))


def eks_cluster(source: Document) -> EksCluster:
    """A cluster of `DescribeCluster`."""
    network = child(source, "resourcesVpcConfig")
    return EksCluster(
        name=text(source, "name"),
        status=text(source, "status"),
        version=text(source, "version"),
        issues=tuple(
            text(one, "message") or text(one, "code")
            for one in children(child(source, "health"), "issues")
        ),
        public=network.get("endpointPublicAccess") is not False,
        public_from=texts(network, "publicAccessCidrs") or (EVERYWHERE,),
    )
