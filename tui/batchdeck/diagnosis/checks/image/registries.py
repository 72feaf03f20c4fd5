"""Whether the registry gives the image away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchdeck.diagnosis.again import REGISTER, revision
from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.network.endpoints import leads_elsewhere
from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.egress import IMAGES, JOINING, Network
from batchdeck.diagnosis.job_access import Place, place_of
from batchdeck.diagnosis.per_environment import any_of
from batchdeck.diagnosis.policies import letting_pull
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.image import ecr_image
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.policy import Policy, Ruling
from batchdeck.domain.role import InstanceProfile

AT_ARRIVAL = ("STARTING", "FAILED")
SYMPTOMS = ("job-start-failure-class", "job-starting-too-long")
_PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_PUBLIC = frozenset(
    {
        *("", "docker.io", "registry-1.docker.io", "public.ecr.aws", "ghcr.io", "quay.io"),
        *("gcr.io", "mcr.microsoft.com", "nvcr.io", "registry.gitlab.com"),
    }
)
"""Registries on the internet; another one may well stand in the VPC."""
_LIMITED = re.compile(r"toomanyrequests|pull rate limit", re.IGNORECASE)


@check(
    "image-ecr-cross-account",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=commands(
        "aws ecr set-repository-policy --registry-id {registry} "
        "--repository-name {repository} --policy-text {policy}"
    ),
    docs=(pages.REPOSITORY_POLICIES, pages.PULL),
)
def repository_lets_in(
    starting: JobDetail,
    repository_policies: Mapping[str, Policy | None],
    instance_profiles: Mapping[str, InstanceProfile | None],
) -> Verdict:
    """The repository in another account lets this account pull the image."""
    place = place_of(starting)
    if place is None:
        return unknown("the job's ARN does not tell its account")
    roles = [one.execution_role for one in starting.containers]
    roles += [role.arn for one in instance_profiles.values() if one for role in one.roles]
    root = f"arn:{place.partition}:iam::{place.account}:root"
    who = (root, place.account, *filter(None, roles))
    for reference, policy in repository_policies.items():
        image = ecr_image(reference)
        rulings = [Ruling.NO if policy is None else policy.ruling(one, "", who) for one in _PULL]
        if image is None or Ruling.NO not in rulings:
            continue
        value = "none" if policy is None else f"no {_PULL[rulings.index(Ruling.NO)]}"
        evidence = Evidence(reference, "policyText", value, f"{_PULL[0]} for {place.account}")
        names: dict[str, Value] = {
            "registry": image.registry,
            "repository": image.repository,
            "policy": letting_pull(root, policy.document if policy is not None else ""),
        }
        summary = f"the repository of {reference} does not let {place.account} pull"
        return failed(summary, evidence, known=names)
    return passed("the repositories of other accounts let this one pull")


@check(
    "image-registry-in-reach",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=AT_ARRIVAL,
    explains=SYMPTOMS,
    remedy=commands("aws ecr create-repository --repository-name {repository}", REGISTER),
    docs=(pages.ECR_ENDPOINTS, pages.PULL),
)
def registry_in_reach(
    starting: JobDetail,
    subnets: tuple[Subnet, ...],
    network: Network,
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """There is a way to the registry of the image.

    VPC endpoints lead to the private registry of their own Region only, not to that of another
    Region and not to a public one. The image has to be pushed into the new repository before
    a job is submitted with the new revision.
    """
    place = place_of(starting)
    away = next((one.image for one in starting.containers if _is_away(one.image, place)), "")
    if not away:
        return skipped("no image lies in a public registry, or another Region's")

    def judge(subnet: Subnet) -> Verdict:
        if leads_elsewhere(subnet, network):
            return passed(f"{subnet.id} leads out")
        reachable = network.reachable_services(subnet)
        whole, part = set(IMAGES) <= reachable, reachable & {"ecr.api", "ecr.dkr"}
        if not whole and (part or not set(JOINING) <= reachable):
            return skipped(f"other checks tell what the endpoints of {subnet.id} leave out")
        expected = f"ECR of {place.region}" if place else "ECR of this Region"
        evidence = Evidence(away, "image", _host(away) or "docker.io", expected)
        summary = f"{subnet.id} reaches nothing but endpoints, and {away} lies elsewhere"
        return failed(summary, evidence, known=_moved(away, place, definition))

    return any_of(subnets, judge, kind="subnets")


@check(
    "image-public-registry",
    layer=Layer.IMAGE,
    severity=Severity.LIKELY,
    statuses=("RUNNABLE", *AT_ARRIVAL),
    explains=SYMPTOMS,
    remedy=commands(
        "aws ecr create-pull-through-cache-rule --ecr-repository-prefix docker-hub "
        "--upstream-registry-url registry-1.docker.io --credential-arn {secret}"
    ),
    docs=(pages.PULL,),
)
def registry_not_exhausted(job: JobDetail) -> Verdict:
    """A public registry has not refused the image for too many pulls.

    Docker Hub counts anonymous pulls by address: with credentials, or through a cache in ECR,
    they are not counted together with everybody's behind the same NAT gateway.
    """
    texts = [job.job.container_reason, job.job.reason, *(one.reason for one in job.containers)]
    texts += [text for one in job.attempts for text in (one.container_reason, one.reason)]
    found = next((text for text in texts if _LIMITED.search(text)), "")
    if not found:
        return passed("no pull was refused for being one too many")
    image = next((one.image for one in job.containers), "")
    evidence = Evidence(job.job.id, "attempts[].container.reason", found, "an image")
    return failed(f"the registry of {image} refuses more pulls", evidence, settled=True)


def _is_away(image: str, place: Place | None) -> bool:
    """Whether it takes the internet, or another Region, to get an image."""
    private = ecr_image(image)
    if private is not None:
        return place is not None and private.region != place.region
    return bool(image) and _host(image) in _PUBLIC


def _moved(
    image: str, place: Place | None, definition: DefinitionDocument | None
) -> dict[str, Value]:
    """What makes a repository for the image in reach, and a revision that takes it from there."""
    repository, _, tag = image.rpartition("/")[2].partition("@")[0].partition(":")
    if place is None:
        return {"repository": repository}
    registry = f"{place.account}.dkr.ecr.{place.region}.amazonaws.com"
    there = {"image": f"{registry}/{repository}:{tag or 'latest'}"}
    return {"repository": repository, **revision(definition, there)}


def _host(image: str) -> str:
    """The registry that a reference names; empty: Docker Hub."""
    first, slash, _ = image.partition("/")
    return first if slash and (set(".:") & set(first) or first == "localhost") else ""
