"""The demo's images in ECR: what can be told of them, since nothing was ever pushed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from batchdeck.local.around.adaptations import adapt
from batchdeck.local.runners.programs import IMAGES

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_MIB = 2**20
_BASE = 48 * _MIB
"""Bytes of the layer that all images share."""


def build_images(account: str, region: str) -> None:
    """Make a repository for each image, with an image for each of its tags."""
    from moto.ecr.models import ecr_backends

    adapt("ecr")  # A repository made before keeps its URI where the changed one is not looked for.
    ecr: Any = ecr_backends[account][region]
    for name, tags in IMAGES.items():
        ecr.create_repository(name, account, {"encryptionType": "AES256"}, None, "MUTABLE", [])
        for tag in tags:
            ecr.put_image(name, _manifest(name, tag), tag)


def _manifest(name: str, tag: str) -> str:
    """Two layers and a configuration; the sizes differ, and stay the same."""
    seed = hashlib.sha256(f"{name}:{tag}".encode()).digest()
    layers = (_BASE, (40 + seed[0]) * _MIB)
    parts = [{"mediaType": "", "size": size, "digest": _digest(str(size))} for size in layers]
    config = {"mediaType": "", "size": 2048, "digest": _digest(f"{name}:{tag}")}
    manifest = {"schemaVersion": 2, "mediaType": _MANIFEST, "config": config, "layers": parts}
    return json.dumps(manifest)


def _digest(content: str) -> str:
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()
