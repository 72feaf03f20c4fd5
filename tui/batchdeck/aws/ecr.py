"""ECR: whether an image is there."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError, RefusedError
from batchdeck.domain.image import EcrImage

_ABSENT = {"ImageNotFoundException", "RepositoryNotFoundException"}


class EcrGateway:
    """Reads ECR. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def absence(self, image: EcrImage) -> str:
        """The error code that says the image is not there; empty when it is."""
        which = {"imageDigest": image.digest} if image.digest else {"imageTag": image.tag}
        parameters = {
            "registryId": image.registry,
            "repositoryName": image.repository,
            "imageIds": [which],
        }
        try:
            await self._caller.read("ecr", "DescribeImages", parameters, expects="imageDetails")
        except (NotFoundError, RefusedError) as error:
            if error.code in _ABSENT:
                return error.code
            raise
        return ""
