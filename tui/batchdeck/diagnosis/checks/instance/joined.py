"""Instances that were launched, and whether they joined their cluster."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import Apply, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.facts.boots import launched
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.cluster import AutoScalingGroup, ContainerInstance, ScalingActivity
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Joined = Mapping[str, tuple[ContainerInstance, ...]]
JOIN = 300_000
"""ms in which an instance boots and joins."""


@instance_check(
    "inst-registered-in-ecs",
    explains=("ce-status-valid", "job-status-reason-code", "queue-head-blocked"),
    prior=0.05,
    remedy=commands("aws ec2 get-console-output --instance-id {instance}", apply=Apply.NEVER),
    docs=(pages.RUNNABLE,),
)
def registered(
    instance_environments: Environments,
    groups: tuple[AutoScalingGroup, ...],
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    container_instances: Joined,
    now: int,
) -> Verdict:
    """Instances that were launched joined the ECS cluster.

    A symptom in most cases: of the network, of the instance role, of the user data.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        own = launched(environment, groups)
        if not own:
            return skipped(f"{environment.name} has no instance")
        joined = {one.instance_id for one in container_instances.get(environment.name, ())}
        missing = [one for one in own if one not in joined]
        if not missing:
            return passed(f"{len(own)} instances of {environment.name} joined")
        evidence = Evidence(missing[0], "containerInstances[]", "absent", "registered")
        newest = max((one.started_at for one in activities.get(environment.name, ())), default=0)
        if now - newest < JOIN:
            return warned(f"{missing[0]} of {environment.name} is booting", evidence)
        summary = f"{missing[0]} of {environment.name} runs but did not join the ECS cluster"
        return failed(summary, evidence, instance=missing[0])

    return any_environment(instance_environments, judge)


@instance_check(
    "inst-agent-connected",
    explains=("job-status-reason-code", "queue-head-blocked"),
    prior=0.05,
    remedy=commands("aws ec2 reboot-instances --instance-ids {instance}"),
    docs=(pages.RUNNABLE,),
)
def agent_connected(instance_environments: Environments, container_instances: Joined) -> Verdict:
    """The ECS agent of the instances is connected.

    One look is not enough to be sure: an agent that restarts is away for a moment.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        active = [
            one for one in container_instances.get(environment.name, ()) if one.status == "ACTIVE"
        ]
        if not active:
            return skipped(f"no active instance in {environment.name}")
        away = [one for one in active if not one.agent_connected]
        if not away:
            return passed(f"{len(active)} agents are connected")
        evidence = Evidence(away[0].instance_id, "agentConnected", "false", "true")
        summary = f"the agent of {away[0].instance_id} in {environment.name} is not connected"
        if len(away) < len(active):
            return warned(summary, evidence, instance=away[0].instance_id)
        return failed(summary, evidence, instance=away[0].instance_id)

    return any_environment(instance_environments, judge)
