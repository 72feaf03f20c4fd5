"""What a container really gets, asked of the container itself."""

from __future__ import annotations

from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.owner import PROCESS_LABEL, Owner
from batchdeck.local.runners.runner import Limit, TmpfsMount, VolumeMount
from tests.local.runners.doorway import doorway
from tests.local.runners.recorder import Recorder, request

pytestmark = pytest.mark.engine


def shell(runner: DockerRunner, script: str, **others: object) -> Recorder:
    seen = Recorder()
    runner.start(request("sh", "-c", script, **others), seen)  # type: ignore[arg-type]
    return seen


def test_jobs_share_what_they_mount_and_it_goes_with_the_account(
    docker_engine: DockerEngine, engine: DockerClient
) -> None:
    runner = DockerRunner(docker_engine, doorway())
    shared = VolumeMount("/data", "/mnt/scratch")
    try:
        written = shell(runner, "echo kept > /data/file", mounts=(shared,))
        assert written.outcome() == (0, "")
        reader = VolumeMount("/in", "/mnt/scratch", read_only=True)
        read = shell(runner, "cat /in/file; echo x > /in/file || echo no", mounts=(reader,))
        assert read.outcome() == (0, "")
        assert "kept" in read.texts
        assert "no" in read.texts
        assert any(one.name.startswith("batchdeck-") for one in volumes(engine))
    finally:
        runner.close()
    assert volumes(engine) == []


def volumes(engine: DockerClient) -> list[Any]:
    """Those of this process."""
    label = f"{PROCESS_LABEL}={Owner.this_process().process}"
    return list(engine.volumes.list(filters={"label": label}))


def test_limits_and_mounts_of_memory(runner: DockerRunner) -> None:
    writing = "echo x > /t/file && cat /t/file; { echo x > /file || echo read-only; } 2>&1"
    seen = shell(
        runner,
        f"ulimit -n; {writing}",
        ulimits=(Limit("nofile", 64, 64),),
        tmpfs=(TmpfsMount("/t", 4),),
        read_only_root=True,
        init=True,
        shared_memory=32,
    )
    assert seen.outcome() == (0, "")
    assert [*seen.texts[:2], seen.texts[-1]] == ["64", "x", "read-only"]
