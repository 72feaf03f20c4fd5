"""Launch templates of the user's own: whether they are there, and what Batch makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from batchdeck.aws.masking import conceal
from batchdeck.diagnosis.check import INSTANCES, Layer, Remedy, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.per_template import UsedTemplate, any_template, rewritten
from batchdeck.diagnosis.document import Document, Value
from batchdeck.diagnosis.facts.launches import Environments, Templates
from batchdeck.diagnosis.per_environment import any_environment, any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference
from batchdeck.domain.resources import ComputeEnvironment


@check(
    "ce-launch-template-exists",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=("ce-status-valid", "cap-asg-activity", "ce-desired-not-scaling"),
    prior=0.01,
    remedy=commands(
        (
            "aws ec2 create-launch-template --launch-template-name {name} "
            "--launch-template-data {launch_template_data}"
        ),
        (
            "aws batch update-compute-environment --compute-environment {ce} "
            "--compute-resources 'launchTemplate={launchTemplateName={name},version=$Latest}'"
        ),
    ),
    docs=(pages.LAUNCH_TEMPLATES,),
)
def template_exists(instance_environments: Environments, launch_templates: Templates) -> Verdict:
    """The launch template exists, in the version that is named.

    Without it no instance is launched. A template that is made again under its old name has
    another id: an environment that names the id has to be updated.
    """

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        if not environment.launch_templates:
            return skipped(f"{environment.name} has no launch template")
        return any_of(
            environment.launch_templates,
            lambda one: _exists(environment, one, launch_templates),
            kind="launch templates",
        )

    return any_environment(instance_environments, of_environment)


@check(
    "ce-launch-template-no-conflict",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("cap-asg-activity", "ce-status-valid"),
    remedy=Remedy(rewritten()),
    docs=(pages.LAUNCH_TEMPLATES,),
)
def template_has_no_conflict(
    instance_environments: Environments, launch_templates: Templates
) -> Verdict:
    """The launch template says nothing that EC2 refuses or that Batch ignores.

    EC2 takes security groups from the template or from its network interfaces, not from both.
    Batch ignores the type, the role, the subnets, the market and the protection in a template:
    whoever wrote them there waits for something that does not come.
    """
    return any_template(instance_environments, launch_templates, _judge_content)


def _exists(
    environment: ComputeEnvironment, reference: LaunchTemplateReference, found: Templates
) -> Verdict:
    if found.get(reference.key) is not None:
        return passed(f"{reference.template} exists")
    by_id = reference.template.startswith("lt-")
    field = f"launchTemplate.{'launchTemplateId' if by_id else 'launchTemplateName'}"
    value = f"{reference.template}, version {reference.version}"
    evidence = Evidence(environment.name, field, value, "one that exists")
    summary = (
        f"the launch template {reference.template} of {environment.name} does not exist "
        f"(version {reference.version})"
    )
    name = f"{environment.name}-nodes" if by_id else reference.template
    return failed(summary, evidence, ce=environment.name, name=name)


def _judge_content(used: UsedTemplate) -> Verdict:
    template = used.template
    if template.security_groups and template.interfaces:
        field = "LaunchTemplateData.SecurityGroupIds, NetworkInterfaces[]"
        evidence = Evidence(template.id, field, "both", "one of them")
        summary = f"{used.words} has security groups beside network interfaces: EC2 refuses that"
        known: dict[str, Value] = {**used.values, "data": _without_conflict(template)}
        return failed(summary, evidence, estimated=True, known=known)
    ignored = dict(_ignored(template))
    if not ignored:
        return passed(f"{used.words} says nothing that does not count")
    field, value = next(iter(ignored.items()))
    evidence = Evidence(template.id, f"LaunchTemplateData.{field}", value, "absent")
    return warned(f"Batch ignores {', '.join(ignored)} in {used.words}", evidence)


def _without_conflict(template: LaunchTemplate) -> Document:
    """What it says, with the security groups in its interfaces only."""
    found = json.loads(template.document) if template.document else {}
    groups = found.pop("SecurityGroupIds", None)
    found.pop("SecurityGroups", None)
    interfaces = found.get("NetworkInterfaces") or []
    found["NetworkInterfaces"] = [
        {"Groups": groups, **one} if groups else one for one in interfaces
    ]
    return Document(conceal(found))


def _ignored(template: LaunchTemplate) -> Iterator[tuple[str, str]]:
    """What Batch does not look at, and its value."""
    subnets = ",".join(one.subnet for one in template.interfaces if one.subnet)
    found = {
        "InstanceType": template.instance_type,
        "IamInstanceProfile": template.instance_profile,
        "NetworkInterfaces[].SubnetId": subnets,
        "InstanceMarketOptions": template.market,
        "DisableApiTermination": "true" if template.protected else "",
    }
    yield from ((field, value) for field, value in found.items() if value)
