"""EFS: where file systems can be mounted."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError, RefusedError
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import Document, text
from batchdeck.domain.file_system import MountTarget


class EfsGateway:
    """Reads EFS. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def mount_targets(self, file_system: str) -> tuple[MountTarget, ...] | None:
        """The mount targets of a file system; None when there is no such file system."""
        try:
            found = await all_members(
                self._caller,
                "efs",
                "DescribeMountTargets",
                {"FileSystemId": file_system},
                "MountTargets",
                token="Marker",  # noqa: S106
                reply_token="NextMarker",  # noqa: S106
            )
        except (NotFoundError, RefusedError) as error:
            if error.code == "FileSystemNotFound":
                return None
            raise
        return tuple(map(mount_target, found))


def mount_target(source: Document) -> MountTarget:
    """A target of `DescribeMountTargets`."""
    return MountTarget(
        id=text(source, "MountTargetId"),
        subnet=text(source, "SubnetId"),
        vpc=text(source, "VpcId"),
        zone=text(source, "AvailabilityZoneName"),
        state=text(source, "LifeCycleState"),
    )
