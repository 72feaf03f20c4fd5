"""The fleets of an account's environments: watches Batch and keeps them in step with it."""

from __future__ import annotations

from typing import Any

from batchdeck.local.around.adaptations import adapt
from batchdeck.local.around.fleets.cluster import Cluster
from batchdeck.local.around.fleets.fleet import Fleet
from batchdeck.local.around.fleets.instances import Instances
from batchdeck.local.around.fleets.scaling_group import ScalingGroup
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.records import ComputeEnvironmentRecord, JobRecord
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings


class Fleets(Watcher):
    """One fleet for every managed environment with instances, a cluster for every other."""

    def __init__(self, account: Account, surroundings: Surroundings) -> None:
        self._account = account
        self._surroundings = surroundings
        self._fleets: dict[str, Fleet] = {}
        self._clusters: dict[str, Cluster] = {}
        self._orphaned: list[tuple[str, str]] = []
        """Jobs of environments that were deleted, and why they end."""

    def has_room(self, environment: ComputeEnvironmentRecord, demand: Demand) -> bool:
        """Whether a job of that size finds an instance, or one may be launched for it."""
        fleet = self._fleet(environment)
        return fleet is None or fleet.has_room(demand)

    def refused(
        self, environment: ComputeEnvironmentRecord, demands: list[Demand]
    ) -> Obstacle | None:
        """What EC2 has against the instances that would be launched."""
        fleet = self._fleet(environment)
        return None if fleet is None else fleet.refused(demands)

    def placed(self, job: JobRecord, environment: ComputeEnvironmentRecord, demand: Demand) -> None:
        """An instance is launched where there is none with room."""
        fleet = self._fleet(environment)
        if fleet is not None:
            fleet.place(job.id, demand)

    def host(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> str:
        """ARN of the container instance of a job."""
        fleet = self._fleet(environment)
        return "" if fleet is None else fleet.arn(job.id)

    def left(self, job: JobRecord, environment: ComputeEnvironmentRecord) -> None:
        """Its instance has room again."""
        fleet = self._fleets.get(environment.arn)
        if fleet is not None:
            fleet.release(job.id)

    def lost(self) -> list[tuple[str, str]]:
        """Jobs of instances that somebody terminated, or that went with their environment."""
        orphaned, self._orphaned = self._orphaned, []
        return orphaned + [job for fleet in self._fleets.values() for job in fleet.lost()]

    def replace(self, environment: ComputeEnvironmentRecord, patience: float) -> None:
        """Its instances make room for new ones."""
        fleet = self._fleet(environment)
        if fleet is not None:
            fleet.replace(patience)

    def is_replacing(self, environment: ComputeEnvironmentRecord) -> bool:
        """Whether instances of before its update are left."""
        fleet = self._fleet(environment)
        return fleet is not None and fleet.is_replacing

    def kept_out(
        self, environment: ComputeEnvironmentRecord, demand: Demand, obstacle: Obstacle
    ) -> None:
        """Instances that fail to launch or to join show why."""
        fleet = self._fleet(environment)
        if fleet is not None:
            fleet.kept_out(demand, obstacle)

    def turned(self) -> None:
        """Make, keep in step and remove what belongs to the environments there are now."""
        environments = self._account.environments
        for arn in [arn for arn in self._fleets if arn not in environments]:
            self._orphaned += self._fleets.pop(arn).delete()
        for arn in [arn for arn in self._clusters if arn not in environments]:
            self._clusters.pop(arn).delete()
        for environment in list(environments.values()):
            fleet = self._fleet(environment)
            if fleet is not None:
                fleet.settle()
            elif environment.arn not in self._clusters:
                self._clusters[environment.arn] = self._cluster(environment)

    def _fleet(self, environment: ComputeEnvironmentRecord) -> Fleet | None:
        """The fleet of an environment; None when its instances are none of Batch's business."""
        if environment.type != "MANAGED" or environment.is_fargate:
            return None
        fleet = self._fleets.get(environment.arn)
        if fleet is None:
            fleet = self._fleets[environment.arn] = self._make(environment)
        return fleet

    def _make(self, environment: ComputeEnvironmentRecord) -> Fleet:
        from moto.autoscaling.models import autoscaling_backends
        from moto.ec2.models import ec2_backends

        adapt("ec2")
        account, region = self._account.account_id, self._account.region
        instances = Instances(ec2_backends[account][region], environment, self._surroundings)
        scaling: Any = autoscaling_backends[account][region]
        group = ScalingGroup(scaling, environment, instances.template_id)
        cluster = self._cluster(environment)
        return Fleet(environment, instances, group, cluster, self._surroundings)

    def _cluster(self, environment: ComputeEnvironmentRecord) -> Cluster:
        from moto.ecs.models import ecs_backends

        ecs: Any = ecs_backends[self._account.account_id][self._account.region]
        return Cluster(ecs, environment.cluster_arn)
