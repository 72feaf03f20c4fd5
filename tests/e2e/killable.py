"""Accounts whose jobs are containers and that a test may kill, and what the engine has of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from docker import DockerClient

from batchdeck.local.runners.owner import ACCOUNT_LABEL, JOB_LABEL, PROCESS_LABEL
from tests.local.cloud import Cloud


@contextmanager
def killable() -> Iterator[tuple[int, Cloud]]:
    """An account whose process is nobody's but the test's: its id, and its clients."""
    # It ends with the test's process, should that be killed.
    command = [sys.executable, "-m", "batchdeck.local", "--watch-stdin", "--no-demo"]
    with subprocess.Popen(
        [*command, "--pace", "immediate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            told = json.loads(process.stdout.readline())
            yield process.pid, Cloud(told["endpoint"], told["region"])
        finally:
            process.kill()


def jobs_of(engine: DockerClient, pid: int) -> list[str]:
    """The jobs that an account has a container of."""
    containers = engine.api.containers(all=True, filters={"label": JOB_LABEL})
    mine = (one["Labels"] for one in containers if _is_of(one["Labels"], pid))
    return [labels[JOB_LABEL] for labels in mine if labels[JOB_LABEL]]


def belongings(engine: DockerClient, pid: int) -> dict[str, set[str]]:
    """What the engine holds for the account of a process, by kind."""
    labelled = {"label": ACCOUNT_LABEL}
    found = {
        "containers": engine.api.containers(all=True, filters=labelled),
        "networks": engine.api.networks(filters=labelled),
        "volumes": engine.api.volumes(filters=labelled)["Volumes"] or [],
    }
    return {
        kind: {str(one.get("Id") or one["Name"]) for one in things if _is_of(one["Labels"], pid)}
        for kind, things in found.items()
    }


def _is_of(labels: dict[str, str], pid: int) -> bool:
    return labels[PROCESS_LABEL].split("/")[-2] == str(pid)
