"""What is around Batch in an account: the other services' state, read in-process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.encryption_keys import EncryptionKeys
from batchdeck.local.placement.firewalls import Firewalls
from batchdeck.local.placement.identities import Identities
from batchdeck.local.placement.launch_templates import LaunchTemplates
from batchdeck.local.placement.machine_images import MachineImages
from batchdeck.local.placement.network import Network
from batchdeck.local.placement.quotas import Quotas
from batchdeck.local.placement.secret_store import SecretStore


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One account in one Region. Every question is answered from the state at that moment."""

    account_id: str
    region: str

    environments: Mapping[str, ComputeEnvironmentRecord] = field(default_factory=dict)
    """All of the account, by ARN: what runs in them counts against the quotas."""
    quotas: Quotas = field(default_factory=Quotas)

    @property
    def ec2(self) -> Any:
        """EC2's backend, for what the questions below do not cover."""
        from moto.ec2.models import ec2_backends

        return ec2_backends[self.account_id][self.region]

    @property
    def network(self) -> Network:
        """Its subnets, routes and endpoints."""
        return Network(self.ec2)

    @property
    def firewalls(self) -> Firewalls:
        """Its security groups and network ACLs."""
        return Firewalls(self.ec2)

    @property
    def launch_templates(self) -> LaunchTemplates:
        """Its launch templates."""
        return LaunchTemplates(self.ec2)

    @property
    def machine_images(self) -> MachineImages:
        """Its machine images."""
        return MachineImages(self.ec2)

    @property
    def identities(self) -> Identities:
        """Its roles and instance profiles."""
        from moto.iam.models import iam_backends

        return Identities(iam_backends[self.account_id]["global"])

    @property
    def keys(self) -> EncryptionKeys:
        """Its encryption keys."""
        from moto.kms.models import kms_backends

        return EncryptionKeys(kms_backends[self.account_id][self.region], self.region)

    @property
    def secrets(self) -> SecretStore:
        """Its secrets and parameters."""
        return SecretStore(self.account_id, self.region)

    def container_instances(self, cluster_arn: str) -> list[Any]:
        """ECS's container instances of a cluster."""
        from moto.ecs.models import ecs_backends

        name = cluster_arn.rpartition("/")[2]
        joined = ecs_backends[self.account_id][self.region].container_instances.get(name, {})
        return list(joined.values())

    def lost_cluster(self, cluster_arn: str) -> bool:
        """Whether somebody has deleted a cluster of ECS, which keeps it as INACTIVE."""
        from moto.ecs.models import ecs_backends

        name = cluster_arn.rpartition("/")[2]
        cluster = ecs_backends[self.account_id][self.region].clusters.get(name)
        return cluster is not None and str(cluster.status) != "ACTIVE"

    def has_log_group(self, name: str) -> bool:
        """Whether CloudWatch Logs has a group of that name."""
        from moto.logs.models import logs_backends

        return name in logs_backends[self.account_id][self.region].groups
