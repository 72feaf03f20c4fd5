"""ECR in front of the registry of this machine: what is pushed there is seen here.

Without a registry ECR answers as moto's does, which keeps no images' contents.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

from batchdeck.local.registry import LOCAL

_TOKEN_LIFE = timedelta(hours=12)
"""Source: ECR user guide, "Private registry authentication"."""


def install() -> None:
    """Lead repository URIs, tokens and questions about images there."""
    from moto.ecr import models, responses

    repository: Any = models.Repository
    image: Any = models.Image
    backend: Any = models.ECRBackend
    response: Any = responses.ECRResponse
    repository.uri = property(_uri, lambda self, uri: self.__dict__.update(aws_uri=uri))
    image.get_image_size_in_bytes = _size
    for name in ("describe_images", "list_images", "batch_get_image"):
        setattr(backend, name, _looking_first(getattr(backend, name)))
    backend.batch_delete_image = _remembering(backend.batch_delete_image)
    response.get_authorization_token = _get_authorization_token
    response.get_download_url_for_layer = _get_download_url_for_layer


def _uri(repository: Any) -> str:
    """`repositoryUri`: where to push to."""
    here = f"{LOCAL.address}/{repository.name}"
    return here if LOCAL.answers() else str(repository.__dict__["aws_uri"])


def _size(image: Any) -> int | None:
    """`imageSizeInBytes`; None for a list of images, which has no layers of its own."""
    layers = json.loads(image.image_manifest).get("layers")
    return None if layers is None else sum(layer.get("size", 0) for layer in layers)


def _looking_first(known: Any) -> Any:
    def look(self: Any, repository_name: str, *arguments: Any, **named: Any) -> Any:
        repository = self.repositories.get(repository_name)
        if repository is not None:
            refresh(repository)
        return known(self, repository_name, *arguments, **named)

    return look


def _remembering(known: Any) -> Any:
    """A registry usually deletes nothing: what was deleted here must not come back."""

    def delete(self: Any, repository_name: str, *arguments: Any, **named: Any) -> Any:
        repository = self.repositories.get(repository_name)
        before = set() if repository is None else _pairs(repository)
        answer = known(self, repository_name, *arguments, **named)
        if repository is not None:
            _deleted(repository).update(before - _pairs(repository))
        return answer

    return delete


def _get_authorization_token(self: Any) -> Any:
    from moto.core.responses import ActionResult

    accounts = self._get_param("registryIds") or [self.current_account]
    told = [
        {
            "authorizationToken": b64encode(f"AWS:{account}-auth-token".encode()).decode(),
            "expiresAt": datetime.now(UTC) + _TOKEN_LIFE,
            "proxyEndpoint": f"http://{LOCAL.address}"
            if LOCAL.answers()
            else f"https://{account}.dkr.ecr.{self.region}.amazonaws.com",
        }
        for account in accounts
    ]
    return ActionResult({"authorizationData": told})


def _get_download_url_for_layer(self: Any) -> Any:
    """The registry's own address of a blob; moto keeps none."""
    from moto.core.exceptions import JsonRESTError
    from moto.core.responses import ActionResult

    name, digest = self._get_param("repositoryName"), self._get_param("layerDigest")
    if name not in self.ecr_backend.repositories or not LOCAL.tags(name):
        words = f"The layer with digest '{digest}' does not exist in '{name}'"
        raise JsonRESTError("LayersNotFoundException", words)
    url = f"http://{LOCAL.address}/v2/{name}/blobs/{digest}"
    return ActionResult({"downloadUrl": url, "layerDigest": digest})


def refresh(repository: Any) -> None:
    """Take over what was pushed to the registry since."""
    if not LOCAL.answers():
        return
    for tag in LOCAL.tags(repository.name):
        manifest = LOCAL.manifest(repository.name, tag)
        if manifest is None or (tag, manifest.digest) in _deleted(repository):
            continue
        for image in list(repository.images):
            if image.get_image_digest() != manifest.digest:
                image.remove_tag(tag)
        found = next(
            (one for one in repository.images if one.get_image_digest() == manifest.digest), None
        )
        if found is None:
            repository.images.append(_image(repository, tag, manifest))
        elif tag not in found.image_tags:
            found.update_tag(tag)


def _image(repository: Any, tag: str, manifest: Any) -> Any:
    from moto.ecr.models import Image

    return Image(
        repository.account_id,
        tag,
        manifest.text,
        repository.name,
        manifest.media_type,
        manifest.digest,
        repository.registry_id,
    )


def _pairs(repository: Any) -> set[tuple[str, str]]:
    return {
        (tag, image.get_image_digest()) for image in repository.images for tag in image.image_tags
    }


def _deleted(repository: Any) -> set[tuple[str, str]]:
    """Tags, and what they stood for, that were deleted through ECR."""
    deleted: set[tuple[str, str]] = repository.__dict__.setdefault("deleted_images", set())
    return deleted
