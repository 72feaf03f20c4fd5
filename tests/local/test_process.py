"""The embedded account as a process: its one line, its wrong arguments, its ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from docker import DockerClient

from batchdeck.local.launcher import EmbeddedAccount, LocalAccount
from batchdeck.local.runners.owner import JOB_LABEL
from tests.local.cloud import Cloud, eventually
from tests.local.runners.engine_over_tcp import over_tcp
from tests.processes import watching

PROGRAM = [sys.executable, "-m", "batchdeck.local"]
COMMAND = [*PROGRAM, "--no-demo", "--pace", "immediate"]
READY_SECONDS = 8.0  # two on a quiet machine
DEMO = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/probe:1"

PARENT = """
import asyncio, sys
from batchdeck.local.launcher import EmbeddedAccount
account = EmbeddedAccount.start("--no-demo", "--pace", "immediate", *sys.argv[1:])
told = asyncio.run(account.ready())
print(told.endpoint, account.pid, flush=True)
sys.stdin.read()
"""


@contextmanager
def process(
    *arguments: str, command: Sequence[str] = COMMAND
) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """A ready account and what it said."""
    with subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout
        try:
            yield started, json.loads(started.stdout.readline())
        finally:
            started.kill()


def test_it_says_where_it_is_and_nothing_else() -> None:
    with process("--engine", "none", "--account", "210987654321") as (account, told):
        assert told == {
            "endpoint": told["endpoint"],
            "account": "210987654321",
            "region": "ap-northeast-1",
            "runner": "simulated",
            "simulated": True,
            "pid": account.pid,
        }
        account.send_signal(signal.SIGTERM)
        out, err = account.communicate(timeout=20)
        assert (out, err, account.returncode) == ("", "", 0)


def test_it_is_ready_in_seconds_with_the_demo_in_it() -> None:
    seconds = []
    for _ in range(3):
        begin = time.monotonic()
        with process(command=PROGRAM):
            seconds.append(time.monotonic() - begin)
    assert min(seconds) < READY_SECONDS


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_cleanly(end: signal.Signals) -> None:
    with process("--engine", "none") as (account, _):
        account.send_signal(end)
        _, err = account.communicate(timeout=20)
        assert (account.returncode, err) == (0, "")


def test_the_end_of_standard_input_ends_it_when_it_is_watched() -> None:
    with process("--engine", "none", "--watch-stdin") as (account, _):
        assert account.stdin
        account.stdin.close()
        assert account.wait(20) == 0


def test_a_port_in_use_is_one_line_and_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--port", str(port)], capture_output=True, text=True, timeout=20, check=False
        )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "in use" in done.stderr


def test_without_moto_it_says_what_to_install() -> None:
    program = (
        "import sys, importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name: None if name == 'moto' else find(name)\n"
        "from batchdeck.local.arguments import Arguments\n"
        "from batchdeck.local.process import run\n"
        "sys.exit(run(Arguments()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("install batchdeck[local]")
    assert done.stderr.count("\n") == 1


def test_it_may_open_files_for_many_containers() -> None:
    program = (
        "import resource as r\n"
        "hard = r.getrlimit(r.RLIMIT_NOFILE)[1]\n"
        "r.setrlimit(r.RLIMIT_NOFILE, (256, hard))\n"
        "from batchdeck.local.process import allow_files\n"
        "allow_files(); allow_files()\n"
        "print(*r.getrlimit(r.RLIMIT_NOFILE), hard)"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True)
    soft, hard, before = (int(word) for word in said.split())
    assert hard == before
    assert soft == min(10_240, hard) or hard < 0


def container_job(cloud: Cloud, *command: str) -> str:
    """The id of a new job that runs a command in the demo's image."""
    definition = cloud.definition(container={"image": DEMO, "command": [*command]})
    return cloud.submit(cloud.queue(), definition)


def containers(engine: DockerClient, job: str) -> list[object]:
    # Not `engine.containers.list`: it asks for each, and one may be gone meanwhile.
    return list(engine.api.containers(all=True, filters={"label": f"{JOB_LABEL}={job}"}))


@pytest.mark.engine
def test_a_job_in_a_container_reaches_the_account(container_account: LocalAccount) -> None:
    cloud = Cloud(container_account.endpoint)
    script = 'wget -q -O - "$AWS_ENDPOINT_URL/moto-api/config" | head -c 1'
    job = cloud.wait(container_job(cloud, "sh", "-c", script), "SUCCEEDED", "FAILED")
    assert job["status"] == "SUCCEEDED", job
    assert cloud.lines("/aws/batch/job", job["container"]["logStreamName"]) == ["{"]


@pytest.mark.engine
@pytest.mark.usefixtures("engine")
def test_a_job_reaches_the_account_from_an_engine_behind_tcp(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with over_tcp() as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        started = EmbeddedAccount.start("--no-demo", "--pace", "immediate")
        try:
            account = asyncio.run(started.ready())
            assert account.runner.endswith("jobs share its network")
            cloud = Cloud(account.endpoint)
            script = 'wget -q -O - "$AWS_ENDPOINT_URL/moto-api/config" | head -c 1'
            job_id = container_job(cloud, "sh", "-c", script)
            eventually(lambda: cloud.job(job_id)["status"] in ("SUCCEEDED", "FAILED"), 120)
            job = cloud.job(job_id)
            assert job["status"] == "SUCCEEDED", job
            assert cloud.lines("/aws/batch/job", job["container"]["logStreamName"]) == ["{"]
        finally:
            started.close()


@pytest.mark.engine
def test_the_account_removes_its_containers_when_it_ends(engine: DockerClient) -> None:
    with process() as (account, told):
        cloud = Cloud(str(told["endpoint"]))
        job = container_job(cloud, "sleep", "1000")
        cloud.wait(job, "RUNNING")
        account.send_signal(signal.SIGTERM)
        assert account.wait(20) == 0
    assert not containers(engine, job)


@pytest.mark.engine
def test_a_killed_console_takes_its_account_and_containers_along(engine: DockerClient) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as console:
        assert console.stdout
        endpoint, pid = console.stdout.readline().split()
        cloud = Cloud(endpoint)
        job = container_job(cloud, "sleep", "1000")
        cloud.wait(job, "RUNNING")
        assert containers(engine, job)
        with watching(int(pid)) as account:
            console.kill()
            assert account.ends_within(20)
    assert not containers(engine, job)
