"""ECR: whether an image is there, what it is made for, and who may have it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from batchdeck.aws.blobs import fetch
from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError, RefusedError
from batchdeck.aws.shapes import Document, child, children, text, whole
from batchdeck.aws.translate_policies import policy
from batchdeck.domain.image import EcrImage, ImageDetail, ImageManifest
from batchdeck.domain.policy import Policy

_ABSENT = {"ImageNotFoundException", "RepositoryNotFoundException"}
_MANIFESTS = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
"""Kinds of manifests that name what they are for. Source: OCI image specification."""


class EcrGateway:
    """Reads ECR. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def detail(self, image: EcrImage) -> ImageDetail:
        """What is known of an image, its absence too."""
        asked = {**_repository(image), "imageIds": [_which(image)]}
        member = "imageDetails"
        try:
            answer = await self._caller.read("ecr", "DescribeImages", asked, expects=member)
        except (NotFoundError, RefusedError) as error:
            if error.code in _ABSENT:
                return ImageDetail(error.code)
            raise
        found = next(iter(children(answer, member)), {})
        return ImageDetail("", text(found, "imageStatus"), whole(found, "imageSizeInBytes"))

    async def manifest(self, image: EcrImage) -> ImageManifest | None:
        """What an image is made of; None when it is not there or cannot be read."""
        asked = {
            **_repository(image),
            "imageIds": [_which(image)],
            "acceptedMediaTypes": list(_MANIFESTS),
        }
        try:
            answer = await self._caller.read("ecr", "BatchGetImage", asked, expects="images")
        except (NotFoundError, RefusedError) as error:
            if error.code in _ABSENT:
                return None
            raise
        found = next(iter(children(answer, "images")), {})
        return image_manifest(found)

    async def architecture(self, image: EcrImage, config: str) -> str:
        """What a single image is built for, from its configuration; empty when it does not tell.

        Takes a request to the store of layers, too.
        """
        asked = {**_repository(image), "layerDigest": config}
        member = "downloadUrl"
        try:
            answer = await self._caller.read("ecr", "GetDownloadUrlForLayer", asked, expects=member)
        except (NotFoundError, RefusedError) as error:
            if error.code == "LayersNotFoundException":
                return ""
            raise
        action = "ecr:GetDownloadUrlForLayer"
        return text(_parsed(await fetch(str(answer[member]), action=action)), "architecture")

    async def repository_policy(self, image: EcrImage) -> Policy | None:
        """The policy of an image's repository; None when there is none, or no repository."""
        try:
            answer = await self._caller.read(
                "ecr", "GetRepositoryPolicy", _repository(image), expects="policyText"
            )
        except (NotFoundError, RefusedError) as error:
            if error.code in {"RepositoryPolicyNotFoundException", *_ABSENT}:
                return None
            raise
        return policy(answer, "policyText")


def image_manifest(source: Document) -> ImageManifest | None:
    """An image of `BatchGetImage`; None when its manifest cannot be read."""
    found = _parsed(source.get("imageManifest"))
    platforms = (child(one, "platform") for one in children(found, "manifests"))
    names = dict.fromkeys(text(one, "architecture") for one in platforms)
    # `unknown` is not for a machine: it says where another image of the list comes from.
    known = tuple(name for name in names if name not in {"", "unknown"})
    config = text(child(found, "config"), "digest")
    return ImageManifest(known, config) if known or config else None


def _repository(image: EcrImage) -> dict[str, str]:
    return {"registryId": image.registry, "repositoryName": image.repository}


def _which(image: EcrImage) -> dict[str, str]:
    return {"imageDigest": image.digest} if image.digest else {"imageTag": image.tag}


def _parsed(document: Any) -> Mapping[str, Any]:
    """A JSON object; an empty one when it is none."""
    try:
        found = json.loads(document) if isinstance(document, (str, bytes)) else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
