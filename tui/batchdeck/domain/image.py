"""References to container images."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ECR = re.compile(
    r"(?P<registry>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)"
    r"/(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]+))?"
)


@dataclass(frozen=True, slots=True)
class EcrImage:
    """An image in a private ECR repository."""

    registry: str
    """The account it belongs to."""
    region: str
    repository: str
    tag: str = "latest"
    digest: str = ""


def ecr_image(reference: str) -> EcrImage | None:
    """The parts of a reference into private ECR; None for any other registry."""
    match = _ECR.fullmatch(reference)
    if match is None:
        return None
    return EcrImage(
        match["registry"],
        match["region"],
        match["repository"],
        match["tag"] or "latest",
        match["digest"] or "",
    )


@dataclass(frozen=True, slots=True)
class ImageDetail:
    """What ECR says of an image (`DescribeImages`)."""

    absence: str = ""
    """The error code that says that it is not there; empty when it is."""
    status: str = ""
    """ACTIVE, ARCHIVED or ACTIVATING; empty where it is not told."""
    size: int | None = None
    """Bytes, compressed."""


@dataclass(frozen=True, slots=True)
class ImageManifest:
    """What an image is made of (`BatchGetImage`)."""

    architectures: tuple[str, ...] = ()
    """Of a list of images: amd64, arm64."""
    config: str = ""
    """Digest of what describes a single image; empty for a list."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of the account's own ECR (`DescribeRepositories`)."""

    name: str
    uri: str
    """What to push to, without a tag."""
    has_immutable_tags: bool = False
    """A tag that is there cannot be given to another image."""
