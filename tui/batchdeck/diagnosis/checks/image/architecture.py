"""Whether the image is built for the machines it would run on."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.job.platform import ANEW, anew
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.architecture import architectures_of
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment

_NAMES = {"amd64": "X86_64", "arm64": "ARM64"}
"""What Fargate calls the architectures of images."""
_PLACES = ("registration", "submission", "stuck")


@check(
    "image-arch-matches",
    layer=Layer.IMAGE,
    applies_to=(*INSTANCES, *FARGATE),
    statuses=("STARTING", "FAILED"),
    explains=("job-start-failure-class", "job-starting-too-long", "job-exit-code"),
    prior=0.02,
    remedy=ANEW,
    docs=(pages.FARGATE, pages.PULL),
)
def built_for_the_machine(
    job: JobDetail,
    candidates: tuple[ComputeEnvironment, ...],
    instance_types: Mapping[str, tuple[InstanceType, ...]],
    image_architectures: Mapping[str, tuple[str, ...]],
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """The image is built for the architecture of the machines: amd64 or arm64.

    Another one is not found in a list of images, or dies at once with an exec format error.
    Fargate has machines of both kinds; for instances the image has to be built anew.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        for container in job.containers:
            built = image_architectures.get(container.image, ())
            types = instance_types.get(environment.name, ())
            needed = architectures_of(environment, container.architecture, types)
            if not built or not needed or needed.intersection(built):
                continue
            wanted = " or ".join(sorted(needed))
            found = ", ".join(built)
            evidence = Evidence(container.image, "architecture", found, wanted)
            summary = (
                f"the image {container.image} is built for {found}, and {environment.name} has "
                f"{wanted}"
            )
            if not environment.is_fargate or built[0] not in _NAMES:
                return failed(summary, evidence, known=dict.fromkeys(_PLACES))
            platform = {"cpuArchitecture": _NAMES[built[0]], "operatingSystemFamily": "LINUX"}
            known = anew(job, definition, {"runtimePlatform": platform})
            return failed(summary, evidence, known=known)
        return passed(f"the images are built for {environment.name}")

    if not any(image_architectures.values()):
        return skipped("no image tells what it is built for")
    return any_environment(candidates, judge)
