"""What is known once the checks are through: all that the stages need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from batchdeck.docker.engine import Engine
from batchdeck.domain.clean import clean
from batchdeck.domain.container_image import LocalImage, RegistryLogin
from batchdeck.domain.definition_document import DefinitionDocument, images, with_image
from batchdeck.domain.image import Repository
from batchdeck.domain.image_build import BuildContext
from batchdeck.domain.resources import JobDefinition
from batchdeck.shipping.order import Order

IMAGE_TAG = "batchdeck:image-tag"
"""A tag of the revision: the image's tag, which the digest in the revision does not tell."""
DIGEST = "SHA256"
"""Stands for a digest that is not known yet."""


@dataclass(slots=True)
class Plan:
    """Filled in by the checks, each its own fields; only read afterwards."""

    order: Order
    engine: Engine | None = None
    """None where the image is in ECR already."""
    context: BuildContext | None = None
    logins: tuple[RegistryLogin, ...] = field(default=(), repr=False)
    """For base images in ECR. They live in memory only."""
    local: LocalImage | None = None
    """The image of the order, where the engine has it."""
    machines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What the machines of each of the queue's environments run: amd64, arm64."""
    runtime: str = ""
    """`runtimePlatform.cpuArchitecture` of the definition's container."""
    kinds: frozenset[str] = frozenset()
    """Kinds of these environments: EC2, SPOT, FARGATE, ..."""
    repository: Repository | None = None
    """None: it has to be made, unless `is_repository_unknown`."""
    is_repository_unknown: bool = False
    """ECR was not asked yet, or does not let us look; the push will tell."""
    tag_digest: str = ""
    """What the tag stands for before the push; empty: there is no such tag."""
    pushed: str = ""
    """`URI@sha256:...` of an image of the order that is in ECR already."""
    push_doubt: str = ""
    """Why nobody knows whether a push that broke off brought the image to ECR."""
    base: DefinitionDocument | None = None
    """What the new revision is made of."""
    base_reference: str = ""
    """`name:revision` of it; empty when it is a new document."""
    definition: JobDefinition | None = None
    """The same as it will be, with the image that it has now."""
    newest: int = 0
    """The newest ACTIVE revision's number; 0 when there is none."""

    @property
    def platform(self) -> str:
        """What to build for; empty: what the engine itself runs."""
        needed = sorted(frozenset[str]().union(*self.machines.values()))
        own = self.engine.description.architecture if self.engine else ""
        if self.order.platform or not needed or own in needed:
            return self.order.platform
        return f"linux/{needed[0]}"

    @property
    def repository_uri(self) -> str:
        """Where to push to; empty while the repository has to be made."""
        return self.repository.uri if self.repository else ""

    def revision(self, image: str) -> DefinitionDocument:
        """What will be registered for an image. Raises `WhichContainerError`."""
        assert self.base is not None
        changed = with_image(self.base, image, container=self.order.container)
        tags = dict(changed.members.get("tags") or {})
        if self.order.tag:
            tags[IMAGE_TAG] = self.order.tag
        members = {**changed.members, "jobDefinitionName": self.order.definition}
        return DefinitionDocument({**members, **({"tags": tags} if tags else {})})

    def has_image(self, new: DefinitionDocument) -> bool:
        """Whether the revision that `new` is made of has the same images: it need not be made.

        Another tag of the same image is no reason for another revision.
        """
        assert self.base is not None
        return bool(self.base_reference) and images(self.base) == images(new)

    def difference(self, new: DefinitionDocument) -> tuple[str, ...]:
        """What a new revision changes, a line a change."""
        assert self.base is not None
        before, after = images(self.base), images(new)
        changes = [
            clean(f"{one.container or 'image'}: {old.image or 'none'} -> {one.image}")
            for old, one in zip(before, after, strict=True)
            if old.image != one.image
        ]
        tags = [
            dict(each.members.get("tags") or {}).get(IMAGE_TAG, "") for each in (self.base, new)
        ]
        if tags[0] != tags[1]:
            changes.append(f"tag {IMAGE_TAG}: {tags[0] or 'none'} -> {tags[1]}")
        return tuple(changes)


def _image_tag(document: DefinitionDocument) -> str:
    tags: Mapping[str, str] = document.members.get("tags") or {}
    return tags.get(IMAGE_TAG, "")
