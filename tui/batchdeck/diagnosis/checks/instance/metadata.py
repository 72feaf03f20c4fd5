"""The instance metadata service, from which the ECS agent learns who it is."""

from __future__ import annotations

from batchdeck.diagnosis.check import Severity, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.checks.per_template import UsedTemplate, any_template, changed
from batchdeck.diagnosis.facts.boots import Groups, launched
from batchdeck.diagnosis.facts.launches import Environments, Templates
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Status, Verdict, failed, passed, warned
from batchdeck.domain.capacity import RunningInstance
from batchdeck.domain.resources import ComputeEnvironment

_FIELD = "MetadataOptions."


@instance_check(
    "inst-imds",
    severity=Severity.LIKELY,
    explains=("inst-registered-in-ecs", "inst-agent-connected"),
    remedy=commands(
        *changed("'MetadataOptions={HttpEndpoint=enabled,HttpPutResponseHopLimit=2}'"),
        (
            "aws ec2 modify-instance-metadata-options --instance-id {instance} "
            "--http-endpoint enabled --http-put-response-hop-limit 2"
        ),
    ),
    docs=(pages.METADATA,),
)
def metadata_reachable(
    instance_environments: Environments,
    launch_templates: Templates,
    groups: Groups,
    running_instances: tuple[RunningInstance, ...],
) -> Verdict:
    """The instance metadata service is on.

    The ECS agent takes its identity and its credentials from there. Where tokens are required
    and may take one hop only, containers in bridge mode do not reach it.
    """
    known = {one.id: one for one in running_instances}

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        own = [known[one] for one in launched(environment, groups) if one in known]
        said = any_template((environment,), launch_templates, _judge_template)
        if said.status is Status.FAIL or not any(one.metadata_off for one in own):
            return said
        return _judge_instances(environment, own)

    return any_environment(instance_environments, of_environment)


def _judge_template(used: UsedTemplate) -> Verdict:
    template, field = used.template, f"LaunchTemplateData.{_FIELD}"
    if template.metadata_endpoint == "disabled":
        evidence = Evidence(template.id, f"{field}HttpEndpoint", "disabled", "enabled")
        summary = f"{used.words} switches the instance metadata service off"
        return failed(summary, evidence, estimated=not used.certain, known=used.values)
    if template.metadata_tokens == "required" and template.metadata_hops == 1:
        evidence = Evidence(template.id, f"{field}HttpPutResponseHopLimit", "1", ">= 2")
        return warned(f"containers do not reach instance metadata with {used.words}", evidence)
    return passed(f"{used.words} leaves instance metadata on")


def _judge_instances(environment: ComputeEnvironment, own: list[RunningInstance]) -> Verdict:
    off = [one.id for one in own if one.metadata_off]
    evidence = Evidence(off[0], f"{_FIELD}HttpEndpoint", "disabled", "enabled")
    summary = f"the instance metadata service of {off[0]} in {environment.name} is off"
    if len(off) < len(own):
        return warned(summary, evidence, instance=off[0])
    return failed(summary, evidence, ce=environment.name, instance=off[0])
