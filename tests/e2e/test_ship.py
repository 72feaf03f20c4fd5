"""`batchdeck ship` as a program: from the sample worker's folder to its results in S3."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.launcher import LocalAccount
from batchdeck.local.runners.owner import JOB_LABEL
from tests.accounts import environment_for
from tests.docker.kitchen import SHELL, folder, unique
from tests.local.cloud import Cloud, eventually
from tests.shipping.dock import without_image
from tests.worker.conftest import Bucket, bucket_of
from tests.worker.worker_image import BASE, CONTEXT, base, requirements

pytestmark = pytest.mark.engine
PATIENCE = 300.0
"""Seconds for what takes twenty on a quiet machine."""
CHILDREN = 10
SIZES = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "128"}]
RETRIES = {
    "attempts": 3,
    "evaluateOnExit": [
        {"onExitCode": "137", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ],
}


class Ships:
    """Starts `batchdeck ship` on an account whose jobs are containers."""

    def __init__(self, account: LocalAccount, home: Path) -> None:
        self.cloud = Cloud(account.endpoint, account.region)
        self.queue = self.cloud.queue()
        self.name = unique("ship")
        self._environment = {**os.environ, **environment_for(account), "HOME": str(home)}

    def words(self, *more: str) -> list[str]:
        """A command line: repository, queue and definition are filled in."""
        usual = ["--repository", self.name, "--queue", self.queue, "--definition", self.name]
        return [sys.executable, "-m", "batchdeck", "ship", *more[:1], *usual, *more[1:]]

    def start(self, *more: str, **environ: str) -> subprocess.Popen[str]:
        """The program, with pipes."""
        return subprocess.Popen(
            self.words(*more),
            env={**self._environment, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *more: str, **environ: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error at its end."""
        with self.start(*more, **environ) as process:
            out, err = process.communicate(timeout=PATIENCE)
            return process.returncode, out, err

    def jobs(self) -> list[Any]:
        """All jobs that were submitted."""
        filters = [{"name": "JOB_NAME", "values": [self.name]}]
        answer = self.cloud.batch.list_jobs(jobQueue=self.queue, filters=filters)
        found: list[Any] = answer["jobSummaryList"]
        return found


@pytest.fixture
def ships(
    container_account: LocalAccount, engine: DockerClient, registry: str, tmp_path: Path
) -> Iterator[Ships]:
    """A queue, and names that nothing else has."""
    made = Ships(container_account, tmp_path)
    yield made
    for job in made.jobs():
        made.cloud.batch.terminate_job(jobId=job["jobId"], reason="end of the test")
    for name in (made.name, f"{registry}/{made.name}"):
        for tag in ("v1", "v2"):
            eventually(partial(without_image, engine, f"{name}:{tag}"), PATIENCE)


@pytest.fixture
def shelf(container_account: LocalAccount) -> Bucket:
    """A bucket that containers reach."""
    return bucket_of(container_account)


def worker_folder(parent: Path) -> Path:
    """The worker's own folder, but for requirements that need no download."""
    made = parent / "worker"
    shutil.copytree(CONTEXT, made, ignore=shutil.ignore_patterns("__pycache__"))
    (made / "requirements.txt").write_text(requirements(), encoding="utf-8")
    return made


def worker_definition(parent: Path, shelf: Bucket) -> str:
    """A file with the worker's definition."""
    container = {
        "command": ["run"],
        "readonlyRootFilesystem": True,
        "resourceRequirements": SIZES,
        "environment": [
            {"name": "S3_BUCKET", "value": shelf.name},
            {"name": "CHECKPOINT_SECONDS", "value": "0"},
        ],
    }
    members = {"type": "container", "containerProperties": container, "retryStrategy": RETRIES}
    file = parent / "definition.json"
    file.write_text(json.dumps(members), encoding="utf-8")
    return str(file)


def build_arguments(engine: DockerClient) -> list[str]:
    """What lets the worker's image be built without a network."""
    pairs = {"BASE": base(engine), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels"}
    assert pairs["BASE"].startswith(BASE)
    return [word for name, value in pairs.items() for word in ("--build-arg", f"{name}={value}")]


def test_the_worker_joins_everything_though_a_child_is_killed(
    ships: Ships, engine: DockerClient, shelf: Bucket, tmp_path: Path
) -> None:
    made = random.Random(3)
    texts = [f"行 {number}\n".encode() * made.randrange(50) for number in range(40)]
    for number, text in enumerate(texts):
        shelf.put(f"data/{number:03}.dat.gz", gzip.compress(text))
    process = ships.start(
        str(worker_folder(tmp_path)),
        *build_arguments(engine),
        *("--new-definition", worker_definition(tmp_path, shelf)),
        *("--tag", "v1", "--array-size", str(CHILDREN), "--wait", "--json"),
    )

    def killed() -> str:
        assert process.poll() is None, process.communicate()
        for job in ships.jobs():
            victim = f"{job['jobId']}:7"
            found = engine.api.containers(filters={"label": f"{JOB_LABEL}={victim}"})
            if found:
                engine.api.kill(found[0]["Id"])
                return victim
        return ""

    with process:
        victim = eventually(killed, PATIENCE)
        out, err = process.communicate(timeout=PATIENCE)
    told = json.loads(out)
    assert (process.returncode, told["job"]["status"]) == (0, "SUCCEEDED"), err
    attempts = ships.cloud.job(victim)["attempts"]
    assert [one["container"]["exitCode"] for one in attempts] == [137, 0]
    keys = [f"out/result-{index:05}-of-{CHILDREN:05}.gz" for index in range(CHILDREN)]
    assert shelf.keys("out/") == keys
    assert b"".join(shelf.text(key) for key in keys) == b"".join(texts)
    assert {one["presence"] for one in told["things"]} == {"there"}
    assert "@sha256:" in told["image"]


def test_a_job_of_one_container_gives_its_result_byte_for_byte(
    ships: Ships, engine: DockerClient, shelf: Bucket, tmp_path: Path
) -> None:
    parts = [gzip.compress(b"%d" % number * 999) for number in range(9)]
    for number, part in enumerate(parts):
        shelf.put(f"data/{number}.gz", part)
    code, out, _ = ships.run(
        str(worker_folder(tmp_path)),
        *build_arguments(engine),
        *("--new-definition", worker_definition(tmp_path, shelf), "--tag", "v1", "--wait"),
    )
    assert code == 0, out
    assert shelf.get("out/result.gz") == b"".join(parts)
    assert f"there   revision: {ships.name}:1" in out


def test_the_exit_code_is_the_jobs_and_its_words_are_shown(ships: Ships, tmp_path: Path) -> None:
    context = folder(tmp_path, SHELL + 'CMD ["/bin/sh", "-c", "echo out of $WHAT; exit 3"]\n')
    least = (
        "--create-definition",
        "--vcpus",
        "1",
        "--memory",
        "64",
        "--tag",
        "v1",
        "--no-cache",
        "--wait",
    )
    code, out, err = ships.run(str(context), *least, "--env", "WHAT=luck")
    assert (code, err) == (3, "")
    assert "log | out of luck" in out
    assert "follow: failed" in out
    assert "luck" not in out.replace("log | out of luck", "")
    code, out, _ = ships.run(str(context), "--again", "--wait", "--tag", "v2", "--no-cache")
    assert code == 3
    assert f"register: done {ships.name}:2 was registered" in out


def test_a_build_that_fails_submits_nothing(ships: Ships, tmp_path: Path) -> None:
    ships.cloud.batch.register_job_definition(
        jobDefinitionName=ships.name,
        type="container",
        containerProperties={"image": "a", "resourceRequirements": SIZES},
    )
    context = folder(tmp_path, SHELL + "RUN echo the reason; exit 9\n")
    code, out, _ = ships.run(str(context), "--tag", "v1", "--wait", "--no-cache")
    assert code == 125
    assert "problem: step 3 of 3: RUN echo the reason; exit 9" in out
    for thing in ("image", "repository", "pushed image", "revision", "job"):
        assert f"absent  {thing}: " in out
    assert ships.jobs() == []


def test_ctrl_c_leaves_the_job_and_says_so(ships: Ships, tmp_path: Path) -> None:
    context = folder(tmp_path, SHELL + 'CMD ["/bin/sh", "-c", "echo up; sleep 120"]\n')
    least = (
        "--create-definition",
        "--vcpus",
        "1",
        "--memory",
        "64",
        "--tag",
        "v1",
        "--no-cache",
        "--wait",
    )
    with ships.start(str(context), *least) as process:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if line == "log | up\n":
                process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    (job,) = ships.jobs()
    assert said[-2:] == [
        f"there   job: {job['jobId']} is RUNNING, it goes on without us\n",
        f"next: batchdeck logs {job['jobId']} --follow, batchdeck why {job['jobId']}\n",
    ]
    assert job["status"] == "RUNNING"


def test_what_the_encoding_does_not_have_is_no_reason_to_fail(ships: Ships, tmp_path: Path) -> None:
    context = folder(tmp_path, SHELL + "RUN echo 日本; exit 1\n")
    least = ("--create-definition", "--vcpus", "1", "--memory", "64", "--tag", "v1", "--no-cache")
    code, out, err = ships.run(str(context), *least, PYTHONIOENCODING="ascii")
    assert (code, err) == (125, "")
    assert "problem: step 3 of 3: RUN echo \\u65e5\\u672c; exit 1" in out


def test_a_reader_that_leaves_stops_it(ships: Ships, tmp_path: Path) -> None:
    context = folder(tmp_path, SHELL + "RUN echo up; sleep 120\n")
    least = ("--create-definition", "--vcpus", "1", "--memory", "64", "--tag", "v1", "--no-cache")
    with ships.start(str(context), *least) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith("check: ")
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 130
    assert ships.jobs() == []
