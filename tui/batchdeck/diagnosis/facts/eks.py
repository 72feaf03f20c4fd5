"""What EKS knows of the clusters of the environments."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.eks import EksGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.domain.eks import EksCluster
from batchdeck.domain.resources import ComputeEnvironment


@fact
async def eks_clusters(
    eks: EksGateway, considered: tuple[ComputeEnvironment, ...]
) -> Mapping[str, EksCluster | None]:
    """The EKS clusters of the environments, by ARN; None for one that does not exist."""
    arns = sorted({one.eks_cluster for one in considered if one.eks_cluster})
    if not arns:
        raise NotApplicableError("no environment is on EKS")
    return dict(zip(arns, await asyncio.gather(*map(eks.cluster, arns)), strict=True))
