from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import CONTAINER
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

FARGATE = {**CONTAINER, "executionRoleArn": "arn:aws:iam::123456789012:role/execution"}
EFS = {"fileSystemId": "fs-1"}
ACCESS_POINT = {"accessPointId": "fsap-1"}
WINDOWS = {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}


def register(cloud: Cloud, container: Any, **members: Any) -> None:
    cloud.batch.register_job_definition(
        jobDefinitionName="etl", type="container", containerProperties=container, **members
    )


def limit(name: str, soft: int, hard: int) -> dict[str, Any]:
    return {"ulimits": [{"name": name, "softLimit": soft, "hardLimit": hard}]}


def efs(**members: Any) -> dict[str, Any]:
    return {"volumes": [{"name": "v", "efsVolumeConfiguration": {**EFS, **members}}]}


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (limit("files", 1, 1), "ulimit files must be one of core, cpu, "),
        (limit("nofile", 2, 1), "must not be above its hardLimit."),
        ({"linuxParameters": {"maxSwap": 1, "swappiness": 101}}, "swappiness must be between"),
        ({"linuxParameters": {"maxSwap": -1}}, "maxSwap must be 0 or more."),
        (
            {
                "linuxParameters": {
                    "tmpfs": [{"containerPath": "/x", "size": 1, "mountOptions": ["fast"]}]
                }
            },
            "mount option fast of tmpfs is not supported.",
        ),
        ({"volumes": [{"name": "a b"}]}, "Volume name a b must be"),
        ({"volumes": [{}]}, "Volume name  must be"),
        ({"volumes": [{"name": "v"}, {"name": "v"}]}, "Volume names must be unique."),
        (
            {"mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]},
            "sourceVolume v of a mount point is not among the volumes.",
        ),
        (efs(transitEncryptionPort=65_536), "transitEncryptionPort must be between"),
        (efs(authorizationConfig={"iam": "ENABLED"}), "transitEncryption must be ENABLED"),
        (efs(authorizationConfig=ACCESS_POINT), "transitEncryption must be ENABLED"),
        (
            efs(
                authorizationConfig=ACCESS_POINT, transitEncryption="ENABLED", rootDirectory="/data"
            ),
            "rootDirectory must be /",
        ),
    ],
)
def test_what_a_host_cannot_give(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        register(cloud, {**CONTAINER, **members})


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"runtimePlatform": {"operatingSystemFamily": "BEOS"}}, "BEOS must be one of LINUX, "),
        ({"runtimePlatform": {"cpuArchitecture": "MIPS"}}, "MIPS must be one of X86_64, ARM64."),
        (
            {"runtimePlatform": {**WINDOWS, "cpuArchitecture": "ARM64"}},
            "must be X86_64 for Windows",
        ),
        ({"runtimePlatform": WINDOWS, "user": "me"}, "user is not applicable for Windows"),
        (
            {"volumes": [{"name": "v", "host": {"sourcePath": "/x"}}]},
            "host.sourcePath should not be set",
        ),
    ],
)
def test_what_fargate_cannot_give(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        register(cloud, {**FARGATE, **members}, platformCapabilities=["FARGATE"])


def test_what_can_be_is_kept(cloud: Cloud) -> None:
    mounts = [{"sourceVolume": "v", "containerPath": "/v"}]
    tmpfs = [{"containerPath": "/x", "size": 1, "mountOptions": ["noexec", "mode=1777"]}]
    register(
        cloud,
        {
            **CONTAINER,
            **limit("nofile", 1024, 65_535),
            **efs(authorizationConfig=ACCESS_POINT, transitEncryption="ENABLED", rootDirectory="/"),
            "mountPoints": mounts,
            "linuxParameters": {"maxSwap": 0, "swappiness": 100, "tmpfs": tmpfs},
        },
    )
    register(cloud, {**FARGATE, "runtimePlatform": WINDOWS}, platformCapabilities=["FARGATE"])
