from __future__ import annotations

from batchdeck.local.batch.host_part import host_part
from batchdeck.local.runners.runner import Limit, TmpfsMount, VolumeMount


def test_mount_points_find_their_volumes_in_the_task() -> None:
    task = {
        "volumes": [
            {"name": "scratch", "host": {"sourcePath": "/mnt/scratch"}},
            {"name": "shared", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}},
            {"name": "own"},
        ]
    }
    points = [
        {"containerPath": "/a", "sourceVolume": "scratch", "readOnly": True},
        {"containerPath": "/b", "sourceVolume": "shared"},
        {"containerPath": "/c", "sourceVolume": "own"},
    ]
    assert host_part({"mountPoints": points}, task)["mounts"] == (
        VolumeMount("/a", "/mnt/scratch", read_only=True),
        VolumeMount("/b", "fs-1"),
        VolumeMount("/c"),
    )


def test_small_things_of_linux() -> None:
    found = host_part(
        {
            "readonlyRootFilesystem": True,
            "ulimits": [{"name": "nofile", "softLimit": 64, "hardLimit": 128}],
            "linuxParameters": {
                "initProcessEnabled": True,
                "sharedMemorySize": 32,
                "tmpfs": [{"containerPath": "/t", "size": 16, "mountOptions": ["noexec"]}],
            },
        },
        {},
    )
    assert found == {
        "read_only_root": True,
        "init": True,
        "shared_memory": 32,
        "mounts": (),
        "tmpfs": (TmpfsMount("/t", 16, ("noexec",)),),
        "ulimits": (Limit("nofile", 64, 128),),
    }


def test_without_any_wishes_nothing_is_asked() -> None:
    assert not any(host_part({}, {}).values())
