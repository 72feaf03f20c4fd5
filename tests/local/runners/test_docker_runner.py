"""Many attempts, and the end of an account."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import replace

import pytest
from docker import APIClient, DockerClient

from batchdeck.local.runners import networks
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.leftovers import remove_leftovers
from batchdeck.local.runners.owner import JOB_LABEL
from batchdeck.local.runners.pulls import Pulls
from batchdeck.local.runners.sandbox_image import SandboxImageError
from tests.local.runners.doorway import ON_BRIDGE, doorway
from tests.local.runners.recorder import PATIENCE, Recorder, request, until_open

pytestmark = pytest.mark.engine

LEAVER = """
import sys
from batchdeck.local.runners.docker_engine import find_engine
from batchdeck.local.runners.docker_runner import DockerRunner
from tests.local.runners.doorway import doorway
from tests.local.runners.recorder import Recorder, request
runner, seen = DockerRunner(find_engine(timeout=30), doorway()), Recorder()
runner.start(request("sleep", "1000", job_id=sys.argv[1]), seen)
seen.wait(lambda it: it.starts)
print("running", flush=True)
sys.stdin.read()
"""


def containers_of(engine: DockerClient, job: str) -> list[object]:
    # Not `engine.containers.list`: it asks for each, and one may be gone meanwhile.
    return list(engine.api.containers(all=True, filters={"label": f"{JOB_LABEL}={job}"}))


def test_the_name_says_which_engine(runner: DockerRunner, engine: DockerClient) -> None:
    assert runner.name == f"Docker {engine.version()['Version']}"
    assert not runner.simulated


def test_the_name_says_when_jobs_share_a_network(docker_engine: DockerEngine) -> None:
    elsewhere = DockerRunner(replace(docker_engine, architecture="another"), doorway())
    assert elsewhere.name == f"Docker {docker_engine.version}, jobs share its network"
    elsewhere.close()


def test_fifty_containers_at_a_time(runner: DockerRunner, engine: DockerClient) -> None:
    threads = threading.active_count()
    seen = [Recorder() for _ in range(50)]
    runs = [runner.start(request("sleep", "1000", job_id="of-fifty"), one) for one in seen]
    for one in seen:
        one.wait(lambda it: it.starts or it.ends)
    assert len(containers_of(engine, "of-fifty")) == 50
    # However many there are: none has a thread of its own.
    assert threading.active_count() - threads < 10
    for run in runs:
        run.stop(0)
    assert {one.outcome() for one in seen} == {(137, "")}
    assert containers_of(engine, "of-fifty") == []


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.5, 1.0])
def test_close_at_any_moment_leaves_nothing_open_and_says_nothing(
    docker_engine: DockerEngine, caplog: pytest.LogCaptureFixture, seconds: float
) -> None:
    runner, seen = DockerRunner(docker_engine, doorway()), Recorder()
    with caplog.at_level(logging.WARNING):
        runner.prepare()
        runner.start(request("sleep", "1000", job_id="at-any-moment"), seen)
        time.sleep(seconds)
        runner.close()
        seen.outcome()
    assert caplog.messages == []
    # What was left open would be a warning now, and here a warning is an error.
    gc.collect()


def test_close_removes_what_runs_and_what_is_about_to(
    docker_engine: DockerEngine, engine: DockerClient
) -> None:
    runner = DockerRunner(docker_engine, doorway())
    seen = [Recorder() for _ in range(6)]
    for one in seen:
        runner.start(request("sleep", "1000", job_id="closing"), one)
    seen[0].wait(lambda it: it.starts)
    runner.close()
    for one in seen:
        one.outcome()
    assert containers_of(engine, "closing") == []
    runner.close()


def test_a_killed_account_leaves_containers_that_the_next_one_removes(
    docker_engine: DockerEngine, engine: DockerClient
) -> None:
    orphan = f"orphan-{uuid.uuid4()}"
    with subprocess.Popen(
        [sys.executable, "-c", LEAVER, orphan], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as account:
        assert account.stdout
        assert account.stdout.readline() == b"running\n"
        remove_leftovers(docker_engine.client)
        assert len(containers_of(engine, orphan)) == 1
        account.kill()
    next_one = DockerRunner(docker_engine, doorway())
    next_one.prepare()
    deadline = time.monotonic() + PATIENCE
    while containers_of(engine, orphan) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert containers_of(engine, orphan) == []
    next_one.close()


def test_a_job_is_stopped_while_its_image_is_pulled(
    runner: DockerRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulling, cancelled = threading.Event(), threading.Event()

    async def pull(self: Pulls, image: str) -> None:
        pulling.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    monkeypatch.setattr(Pulls, "fetch", pull)
    seen = Recorder()
    run = runner.start(request("true", image="localhost:1/large:1"), seen)
    assert pulling.wait(PATIENCE)
    run.stop(30)
    assert seen.outcome() == (None, "")
    assert cancelled.wait(PATIENCE)
    assert seen.starts == 0


def test_without_networks_of_their_own_jobs_run_on_the_engines(
    docker_engine: DockerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_image(engine: DockerEngine) -> str:
        raise SandboxImageError("for a reason")

    monkeypatch.setattr(networks, "ensure_image", no_image)
    runner, main, child = DockerRunner(docker_engine, doorway()), Recorder(), Recorder()
    try:
        runner.start(request("sh", "-c", "nc -l -p 7000 </dev/null", nodes="many"), main)
        main.wait(lambda it: it.address)
        script = f'echo "$AWS_ENDPOINT_URL"; {until_open(main.address, 7000)}'
        runner.start(request("sh", "-c", script, nodes="many"), child)
        assert child.outcome() == (0, "")
        assert child.texts == [ON_BRIDGE]
        assert main.outcome() == (0, "")
    finally:
        runner.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.usefixtures("lost_sockets")
def test_an_engine_that_is_gone_at_the_end_is_one_line(
    docker_engine: DockerEngine, caplog: pytest.LogCaptureFixture
) -> None:
    gone = APIClient("unix:///nowhere/docker.sock", version="1.41")
    runner = DockerRunner(replace(docker_engine, client=gone), doorway())
    with caplog.at_level(logging.WARNING):
        runner.close()
    gone.close()
    assert "containers are left" in caplog.text
    assert "Traceback" not in caplog.text
