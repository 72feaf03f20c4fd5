"""EC2's machine images as far as placement asks about them."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.records import ComputeEnvironmentRecord


class MachineImages:
    """Machine images (AMIs) that one account has in one Region."""

    def __init__(self, ec2: Any) -> None:
        self._ec2 = ec2

    def architecture(self, image_id: str) -> str | None:
        """`x86_64` or `arm64`, empty when it does not say; None when the image is gone."""
        image = self._ec2.amis.get(image_id)
        if image is None or str(image.state) != "available":
            return None
        return str(image.architecture or "")


def image_of(environment: ComputeEnvironmentRecord) -> str:
    """The id of the image that its owner chose; empty: Batch chooses.

    Source: AWS Batch user guide, "AMI selection order".
    """
    resources = environment.resources
    if resources.get("imageId"):
        return str(resources["imageId"])
    overrides = [one.get("imageIdOverride") for one in resources.get("ec2Configuration") or ()]
    return str(next(filter(None, overrides), ""))
