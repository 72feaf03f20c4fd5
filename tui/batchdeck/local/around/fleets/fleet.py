"""All instances of one managed environment: launched for jobs, gone when nobody needs them."""

from __future__ import annotations

import math
import time
from collections import Counter

from batchdeck.local import settings
from batchdeck.local.around.fleets.cluster import Cluster
from batchdeck.local.around.fleets.host import Host, largest_within, smallest
from batchdeck.local.around.fleets.instances import Instances
from batchdeck.local.around.fleets.scaling_group import ScalingGroup
from batchdeck.local.batch import capacity
from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType
from batchdeck.local.placement.launch_quota import launch_quota
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings

HOST_TERMINATED = "Host EC2 (instance {instance}) terminated."
"""Source: AWS Batch user guide, "Automated job retries"."""
_NOTHING = Demand(0, 0)
"""What an instance is launched for that only `minvCpus` asks for."""


class Fleet:
    """Instances, Auto Scaling group and cluster of an environment, kept in step."""

    def __init__(
        self,
        environment: ComputeEnvironmentRecord,
        instances: Instances,
        group: ScalingGroup,
        cluster: Cluster,
        surroundings: Surroundings,
    ) -> None:
        self._environment = environment
        self._instances = instances
        self._group = group
        self._cluster = cluster
        self._surroundings = surroundings
        self._hosts: list[Host] = []
        self._host_of: dict[str, Host] = {}
        """Where jobs are, by their ids."""
        self._homeless: dict[str, Demand] = {}
        """Jobs whose instance is gone."""
        self._is_held_up = False
        """Whether, in this turn, a job waits for instances that never join."""

    def has_room(self, demand: Demand) -> bool:
        """Whether a job fits on an instance, or one more may be launched for it.

        All strategies but BEST_FIT on demand may go over `maxvCpus` by a part of one instance.
        Source: Batch API, `ComputeResource.allocationStrategy`. Idle instances are given up.
        """
        kind = smallest(candidates(self._environment, demand))
        if kind is None or any(host.holds(demand) for host in self._hosts):
            return True
        most = self._environment.resources.get("maxvCpus", math.inf)
        strict = self._environment.resources.get("allocationStrategy", "BEST_FIT") == "BEST_FIT"
        if strict and self._environment.kind == "EC2":
            return bool(self._busy + kind.vcpus <= most)
        return bool(self._busy < most)

    def refused(self, demands: list[Demand]) -> Obstacle | None:
        """Why EC2 would not launch all that jobs need which fit on no instance there is."""
        free, kinds = list(self._hosts), []
        for demand in demands:
            host = next((host for host in free if host.holds(demand)), None)
            kind = self._kind(demand)
            if host is not None and demand.alone:
                free.remove(host)
            elif host is None and kind is not None:
                kinds.append(kind)
        return self._quota(*kinds)

    def place(self, job_id: str, demand: Demand) -> None:
        """Promise a job room on an instance, a new one where there is no other."""
        host = next((host for host in self._hosts if host.holds(demand)), None)
        kind = None if host is not None else self._kind(demand)
        if kind is not None:
            host = self._launch(kind, demand)
        if host is not None:
            host.take(job_id, demand)
            self._host_of[job_id] = host
            self._tell(host)

    def arn(self, job_id: str) -> str:
        """The container instance a job starts on, which has joined by then; empty: none."""
        demand = self._homeless.pop(job_id, None)
        if demand is not None:
            self.place(job_id, demand)
        host = self._host_of.get(job_id)
        if host is None:
            return ""
        if host.container_instance is None:
            self._cluster.register(host)
        return str(host.container_instance.container_instance_arn)

    def release(self, job_id: str) -> None:
        """A job is gone."""
        self._homeless.pop(job_id, None)
        host = self._host_of.pop(job_id, None)
        if host is not None:
            host.give_back(job_id)
            host.idle_since = time.monotonic()
            self._tell(host)

    def lost(self) -> list[tuple[str, str]]:
        """Give up instances that somebody stopped or terminated; their jobs, and why."""
        self._retire()
        found = []
        for host in [one for one in self._hosts if not one.is_running]:
            found += self._evict(host)
            self._homeless |= host.jobs
        return found

    def replace(self, patience: float) -> None:
        """Have all instances make room for new ones; jobs may go on for that many seconds."""
        until = time.monotonic() + patience
        for host in self._hosts:
            host.leaves_at = until if host.leaves_at is None else min(host.leaves_at, until)

    @property
    def is_replacing(self) -> bool:
        """Whether instances are left that make room for new ones."""
        return any(host.leaves_at is not None for host in self._hosts)

    def kept_out(self, demand: Demand, obstacle: Obstacle) -> None:
        """Show what AWS would do for a job that cannot start: launches that lead to nothing."""
        if obstacle.launch_failure:
            self._group.failed(obstacle.launch_failure)
            return
        kind = smallest(candidates(self._environment, demand))
        if obstacle.joins or kind is None:
            return
        self._is_held_up = True
        if all(host.joins for host in self._hosts):
            wanted = max(self._environment.desired_vcpus, kind.vcpus)
            self._environment.desired_vcpus = wanted
            self._launch(kind, demand, joins=False)

    def settle(self) -> None:
        """Launch what is wanted, give up what is not."""
        if not self._is_held_up:
            self._give_up_strangers()
        self._is_held_up = False
        if self._held < self._environment.host_vcpus:
            self._environment.host_vcpus = self._held
            capacity.fit(self._environment)
        self._reach_wanted()
        self._shrink()

    def delete(self) -> list[tuple[str, str]]:
        """The environment is gone, and everything with it; its jobs, and why they end."""
        found = [job for host in list(self._hosts) for job in self._evict(host)]
        self._group.delete()
        self._cluster.delete()
        self._instances.delete()
        return found

    @property
    def _vcpus(self) -> int:
        return sum(host.type.vcpus for host in self._hosts)

    @property
    def _busy(self) -> int:
        """vCPUs of the instances that have jobs."""
        return sum(host.type.vcpus for host in self._hosts if host.jobs)

    @property
    def _wanted(self) -> float:
        least = float(self._environment.resources.get("minvCpus") or 0)
        return max(least, self._environment.desired_vcpus)

    @property
    def _held(self) -> int:
        """vCPUs of the instances that have jobs, or stay for more."""
        return sum(host.type.vcpus for host in self._hosts if self._stays(host))

    def _kind(self, demand: Demand) -> InstanceType | None:
        """The smallest type that holds a job, of those that the quotas allow if there is one."""
        types = candidates(self._environment, demand)
        return smallest([one for one in types if self._quota(one) is None] or types)

    def _quota(self, *kinds: InstanceType) -> Obstacle | None:
        spot = self._environment.kind == "SPOT"
        return launch_quota(kinds, self._surroundings, spot=spot)

    def _tell(self, host: Host) -> None:
        """An instance has another job, or one less."""
        self._cluster.refresh(host)
        self._environment.host_vcpus = self._held

    def _count(self) -> None:
        """There is another instance, or one less."""
        self._environment.instances = Counter(host.type.name for host in self._hosts)
        self._environment.host_vcpus = self._held

    def _launch(self, kind: InstanceType, demand: Demand, *, joins: bool = True) -> Host | None:
        refusal = self._quota(kind)
        if refusal is not None:
            self._group.failed(refusal.launch_failure)
            return None
        host = self._instances.launch(kind, self._group.name, demand, joins=joins)
        if host is not None:
            host.idle_since = time.monotonic()
            self._hosts.append(host)
            self._count()
            self._group.launched(host.instance)
        return host

    def _remove(self, host: Host) -> None:
        self._hosts.remove(host)
        for job_id in host.jobs:
            self._host_of.pop(job_id, None)
        self._cluster.deregister(host)
        self._count()
        self._instances.terminate(host)
        self._group.terminated(host.instance)

    def _evict(self, host: Host) -> list[tuple[str, str]]:
        """Give up an instance; its jobs, and why they end."""
        self._remove(host)
        reason = HOST_TERMINATED.format(instance=host.instance.id)
        return [(job_id, reason) for job_id in host.jobs]

    def _retire(self) -> None:
        """Terminate instances that are to go and have no jobs, or no time, left."""
        now = time.monotonic()
        for host in self._hosts:
            if host.leaves_at is not None and (not host.jobs or now >= host.leaves_at):
                host.instance.terminate()

    def _give_up_strangers(self) -> None:
        """Nobody waits any more for instances that never joined."""
        strangers = [host for host in self._hosts if not host.joins]
        for host in strangers:
            self._remove(host)
        if strangers:
            capacity.fit(self._environment)

    def _reach_wanted(self) -> None:
        """Instances without a job, for `minvCpus` or because their owner asked for them."""
        if self._environment.status != "VALID" or self._environment.state != "ENABLED":
            return
        while (missing := self._wanted - self._vcpus) > 0:
            kind = largest_within(candidates(self._environment, _NOTHING), missing)
            host = self._launch(kind, _NOTHING) if kind is not None else None
            if host is None:
                return
            self._cluster.register(host)

    def _stays(self, host: Host) -> bool:
        """Whether an instance has jobs, or had one so lately that it is kept for more.

        Source: Batch API, `ComputeScalingPolicy.minScaleDownDelayMinutes`.
        """
        if host.jobs or not host.has_worked or host.leaves_at is not None:
            return bool(host.jobs)
        policy = self._environment.resources.get("scalingPolicy") or {}
        delay = policy.get("minScaleDownDelayMinutes", 0) * settings.current().pace.minute
        return bool(time.monotonic() - host.idle_since < delay)

    def _shrink(self) -> None:
        """Idle instances go when the rest is enough."""
        patience, now = settings.current().pace.runnable, time.monotonic()
        spare = self._vcpus - self._wanted
        for host in list(self._hosts):
            idle = not self._stays(host) and now - host.idle_since >= patience
            if idle and host.joins and spare >= host.type.vcpus:
                spare -= host.type.vcpus
                self._remove(host)
