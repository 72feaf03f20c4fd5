"""The instance metadata service, from which the ECS agent learns who it is."""

from __future__ import annotations

from batchdeck.diagnosis.check import INSTANCES, Layer, Remedy, Severity, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.per_template import REPLACED, UsedTemplate, any_template
from batchdeck.diagnosis.facts.launches import Environments, Templates
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, warned

_FIELD = "LaunchTemplateData.MetadataOptions."


@check(
    "inst-imds",
    layer=Layer.INSTANCE,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("inst-registered-in-ecs",),
    remedy=Remedy(REPLACED),
    docs=(pages.METADATA,),
)
def metadata_reachable(instance_environments: Environments, launch_templates: Templates) -> Verdict:
    """The launch template leaves the instance metadata service on.

    The ECS agent takes its identity and its credentials from there. Where tokens are required
    and may take one hop only, containers in bridge mode do not reach it.
    """
    return any_template(instance_environments, launch_templates, _judge)


def _judge(used: UsedTemplate) -> Verdict:
    template = used.template
    if template.metadata_endpoint == "disabled":
        evidence = Evidence(template.id, f"{_FIELD}HttpEndpoint", "disabled", "enabled")
        summary = f"{used.words} switches the instance metadata service off"
        return failed(summary, evidence, estimated=not used.certain, known=used.values)
    if template.metadata_tokens == "required" and template.metadata_hops == 1:
        evidence = Evidence(template.id, f"{_FIELD}HttpPutResponseHopLimit", "1", ">= 2")
        return warned(f"containers do not reach instance metadata with {used.words}", evidence)
    return passed(f"{used.words} leaves instance metadata on")
