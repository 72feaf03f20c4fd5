"""Clusters of EKS, on which some environments place their jobs."""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True)
class EksCluster:
    """A cluster (`DescribeCluster` of EKS)."""

    name: str
    status: str
    """ACTIVE, CREATING, UPDATING, PENDING, DELETING or FAILED."""
    version: str = ""
    """Of Kubernetes."""
    issues: tuple[str, ...] = ()
    """What EKS says of its health."""
    public: bool = True
    """Whether its endpoint has a public address."""
    public_from: tuple[str, ...] = (EVERYWHERE,)
    """Networks that may reach that address."""

    @property
    def reachable(self) -> bool:
        """Whether its endpoint can be reached from everywhere."""
        return self.public and EVERYWHERE in self.public_from
