"""What Batch asks of what a container has of its host: volumes, mounts, limits, swap.

Source: Batch API, `Volume`, `EFSVolumeConfiguration`, `MountPoint`, `Ulimit`,
`LinuxParameters`, `Tmpfs`, `RuntimePlatform`.
"""

from __future__ import annotations

import re

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.records import Document

_VOLUME_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_PORTS = range(65_536)
_ULIMITS = (
    *("core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile"),
    *("nproc", "rss", "rtprio", "rttime", "sigpending", "stack"),
)
_MOUNT_OPTIONS = frozenset(
    {
        *("defaults", "ro", "rw", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync"),
        *("async", "dirsync", "remount", "mand", "nomand", "atime", "noatime", "diratime"),
        *("nodiratime", "bind", "rbind", "unbindable", "runbindable", "private", "rprivate"),
        *("shared", "rshared", "slave", "rslave", "relatime", "norelatime", "strictatime"),
        *("nostrictatime", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"),
    }
)
_WINDOWS = ("2019_CORE", "2019_FULL", "2022_CORE", "2022_FULL")
_SYSTEMS = ("LINUX", *(f"WINDOWS_SERVER_{edition}" for edition in _WINDOWS))
_ARCHITECTURES = ("X86_64", "ARM64")
_WINDOWS_LACKS = ("linuxParameters", "privileged", "user", "ulimits", "readonlyRootFilesystem")


def check_limits(container: Document) -> None:
    """Raise `ClientError` for limits, swap or memory file systems that cannot be."""
    for limit in container.get("ulimits") or ():
        if limit["name"] not in _ULIMITS:
            raise invalid(f"ulimit {limit['name']} must be one of {', '.join(_ULIMITS)}.")
        if limit["softLimit"] > limit["hardLimit"]:
            raise invalid(f"softLimit of ulimit {limit['name']} must not be above its hardLimit.")
    linux = container.get("linuxParameters") or {}
    if not 0 <= linux.get("swappiness", 0) <= 100:
        raise invalid("swappiness must be between 0 and 100.")
    if linux.get("maxSwap", 0) < 0:
        raise invalid("maxSwap must be 0 or more.")
    for mount in linux.get("tmpfs") or ():
        for option in mount.get("mountOptions") or ():
            if option.partition("=")[0] not in _MOUNT_OPTIONS:
                raise invalid(f"mount option {option} of tmpfs is not supported.")


def check_volumes(properties: Document, containers: list[Document], *, fargate: bool) -> None:
    """Raise `ClientError` for volumes that cannot be, and for mounts of others."""
    volumes = properties.get("volumes") or ()
    names = {_checked(volume, fargate=fargate) for volume in volumes}
    if len(names) < len(volumes):
        raise invalid("Volume names must be unique.")
    for container in containers:
        for mount in container.get("mountPoints") or ():
            source = mount.get("sourceVolume", "")
            if source not in names:
                raise invalid(f"sourceVolume {source} of a mount point is not among the volumes.")


def check_platform(properties: Document, containers: list[Document]) -> None:
    """Raise `ClientError` for a `runtimePlatform` that Fargate does not have."""
    platform = properties.get("runtimePlatform") or {}
    system = platform.get("operatingSystemFamily", "LINUX")
    architecture = platform.get("cpuArchitecture", "X86_64")
    if system not in _SYSTEMS:
        raise invalid(f"operatingSystemFamily {system} must be one of {', '.join(_SYSTEMS)}.")
    if architecture not in _ARCHITECTURES:
        raise invalid(f"cpuArchitecture {architecture} must be one of {', '.join(_ARCHITECTURES)}.")
    if system == "LINUX":
        return
    if architecture != "X86_64":
        raise invalid("cpuArchitecture must be X86_64 for Windows containers.")
    given = [name for one in containers for name in _WINDOWS_LACKS if one.get(name)]
    for name in given:
        raise invalid(f"{name} is not applicable for Windows containers.")


def _checked(volume: Document, *, fargate: bool) -> str:
    """The name of a volume that can be."""
    name = str(volume.get("name", ""))
    if not _VOLUME_NAME.fullmatch(name):
        raise invalid(f"Volume name {name} must be up to 255 letters, numbers, - and _.")
    if fargate and (volume.get("host") or {}).get("sourcePath"):
        raise invalid("host.sourcePath should not be set for volumes in Fargate.")
    system = volume.get("efsVolumeConfiguration")
    if system:
        _check_file_system(system)
    return name


def _check_file_system(system: Document) -> None:
    authorization = system.get("authorizationConfig") or {}
    encrypted = system.get("transitEncryption") == "ENABLED"
    if system.get("transitEncryptionPort", 0) not in _PORTS:
        raise invalid("transitEncryptionPort must be between 0 and 65535.")
    if not encrypted and (
        authorization.get("iam") == "ENABLED" or authorization.get("accessPointId")
    ):
        raise invalid("transitEncryption must be ENABLED for IAM authorization or access points.")
    if authorization.get("accessPointId") and system.get("rootDirectory", "/") != "/":
        raise invalid("rootDirectory must be / where an access point is given.")
