from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from batchdeck.headless.logs import INTERRUPTED, NO_CODE, logs
from tests.local.cloud import REGION, Cloud
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner
from tests.pty_session import PtySession

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Calls `batchdeck logs` on the account: exit code, standard output, standard error."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    def call(*words: str) -> tuple[int, str, str]:
        code = logs([*words, "--endpoint-url", cloud.endpoint, "--region", REGION])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def queue(cloud: Cloud) -> str:
    return cloud.queue()


def says(*lines: str, code: int = 0) -> Callable[[ScriptedRun], None]:
    """What a container does: write lines and end."""

    def play(run: ScriptedRun) -> None:
        run.events.started()
        at = int(time.time() * 1000)
        run.events.lines([(at + number, line) for number, line in enumerate(lines)])
        run.events.ended(code, "")

    return play


@pytest.fixture
def failed(cloud: Cloud, runner: ScriptedRunner, queue: str) -> str:
    """A job that failed twice."""
    attempts = iter([says("one", "\x1b[31mred", code=9), says("two", code=3)])
    runner.script = lambda run: next(attempts)(run)
    job = cloud.submit(queue, name="twice", retryStrategy={"attempts": 2})
    cloud.wait(job, "FAILED")
    return job


def test_the_newest_attempt_is_written_raw_to_a_pipe(run: Run, failed: str) -> None:
    assert run(failed) == (0, "two\n", "")
    assert run("twice") == (0, "two\n", "")
    assert run(failed, "--attempt", "1") == (0, "one\n\x1b[31mred\n", "")


def test_all_attempts_one_after_the_other(run: Run, failed: str) -> None:
    code, out, err = run(failed, "--all-attempts")
    assert (code, out) == (0, "one\n\x1b[31mred\ntwo\n")
    assert err == "batchdeck: attempt 1\n"


def test_the_exit_code_is_that_of_the_job(run: Run, failed: str) -> None:
    assert run(failed, "--exit-code", "--follow") == (3, "two\n", "")


def test_times_and_a_time_from_which_on(run: Run, failed: str) -> None:
    _, out, _ = run(failed, "--timestamps")
    stamp, text = out.split()
    assert text == "two"
    assert stamp[10] == "T"
    assert stamp.endswith("Z")
    assert run(failed, "--since", "1h")[1] == "two\n"
    time.sleep(1.1)
    assert run(failed, "--since", "1s")[1] == ""


def test_what_a_pattern_finds_is_found_by_aws(run: Run, failed: str) -> None:
    assert run(failed, "--attempt", "1", "--filter", "one") == (0, "one\n", "")
    assert run(failed, "--filter", "two") == (0, "two\n", "")
    assert run(failed, "--filter", "one") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--attempt", "3"], "--attempt 3: there is none so far: the last is 2"),
        (["--container", "x"], "--container x: there is none of that name"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    run: Run, failed: str, words: list[str], problem: str
) -> None:
    code, out, err = run(failed, *words)
    assert (code, out) == (2, "")
    assert problem in err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--since", "soon"], "'soon' is no time ago: write 90s, 10m, 1h or 2d"),
        (["--attempt", "0"], "'0' is no attempt: they count from 1"),
        (["--attempt", "1", "--all-attempts"], "not allowed with"),
        (["--filter", "x", "--follow"], "finds what there is, so not with --follow"),
    ],
)
def test_wrong_arguments(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        logs(["job", *words])
    assert left.value.code == 2
    assert problem in capsys.readouterr().err


def test_a_job_that_is_none(run: Run) -> None:
    code, out, err = run("nobody")
    assert (code, out) == (2, "")
    assert err == "batchdeck: nobody is no id of a job, and no job has that name\n"


def test_a_job_that_waits_has_no_log_and_no_exit_code(
    run: Run, cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment()
    queue = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    job = cloud.submit(queue)
    cloud.wait(job, "RUNNABLE")
    code, out, err = run(job, "--exit-code")
    assert (code, out) == (NO_CODE, "")
    assert "RUNNABLE: the log begins when the container runs." in err
    assert "it has no exit code so far" in err


@pytest.fixture
def held(cloud: Cloud, runner: ScriptedRunner, queue: str) -> Iterator[tuple[str, ScriptedRun]]:
    """A job that runs until the test lets it end."""
    job = cloud.submit(queue)
    attempt = runner.next()
    attempt.events.started()
    cloud.wait(job, "RUNNING")
    yield job, attempt
    if cloud.job(job)["status"] == "RUNNING":
        attempt.events.ended(0, "")


def test_what_there_is_of_a_job_that_runs(run: Run, held: tuple[str, ScriptedRun]) -> None:
    job, attempt = held
    attempt.events.lines([(int(time.time() * 1000), "so far")])
    assert run(job) == (0, "so far\n", "")


def test_following_ends_with_the_last_line(
    run: Run, cloud: Cloud, held: tuple[str, ScriptedRun]
) -> None:
    job, attempt = held

    def write() -> None:
        for number in range(5):
            attempt.events.lines([(int(time.time() * 1000), f"line {number}")])
            time.sleep(0.3)
        attempt.events.ended(4, "")

    writer = threading.Thread(target=write)
    writer.start()
    code, out, _ = run(job, "--follow", "--exit-code")
    writer.join()
    assert out == "".join(f"line {number}\n" for number in range(5))
    assert code == 4


def test_the_logs_of_an_array_are_merged(
    run: Run, cloud: Cloud, runner: ScriptedRunner, queue: str
) -> None:
    def play(attempt: ScriptedRun) -> None:
        index = dict(attempt.request.environment)["AWS_BATCH_JOB_ARRAY_INDEX"]
        says(f"child {index}", code=int(index))(attempt)

    runner.script = play
    job = cloud.submit(queue, arrayProperties={"size": 3})
    cloud.wait(job, "FAILED")
    code, out, err = run(job)
    assert code == 0, err
    assert sorted(out.splitlines()) == ["[0] child 0", "[1] child 1", "[2] child 2"]
    assert run(f"{job}:1", "--exit-code") == (1, "child 1\n", "")
    code, _, err = run(job, "--attempt", "1")
    assert code == 2
    assert f"name a child, such as {job}:0" in err


def test_ctrl_c_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(main: Any) -> int:
        main.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("asyncio.run", interrupted)
    assert run("job") == (INTERRUPTED, "", "")


@pytest.fixture
def command(cloud: Cloud) -> list[str]:
    """The program, for a process of its own."""
    where = ["--endpoint-url", cloud.endpoint, "--region", REGION]
    return [sys.executable, "-m", "batchdeck", "logs", *where]


def test_a_terminal_gets_no_byte_that_it_would_obey(command: list[str], failed: str) -> None:
    words = [*command, failed, "--attempt", "1"]
    with PtySession(words, environment={**os.environ, **KEYS}) as session:
        session.wait_for("red")
        assert session.wait() == 0
        assert b"\x1b" not in session.output


def test_who_reads_no_further_is_not_told_of_it(
    command: list[str], cloud: Cloud, runner: ScriptedRunner, queue: str
) -> None:
    runner.script = says(*(f"{number} " + "x" * 1_000 for number in range(3_000)))
    job = cloud.submit(queue)
    cloud.wait(job, "SUCCEEDED")
    with subprocess.Popen(
        [*command, job], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **KEYS}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"0 x")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


SIZE = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]


def test_of_a_multi_node_job_that_of_the_main_node_or_the_one_that_is_named(
    run: Run, cloud: Cloud, runner: ScriptedRunner, queue: str
) -> None:
    def play(attempt: ScriptedRun) -> None:
        environment = dict(attempt.request.environment)
        says(f"node {environment['AWS_BATCH_JOB_NODE_INDEX']}")(attempt)

    runner.script = play
    name = cloud.name("nodes")
    container = {"image": "busybox", "resourceRequirements": SIZE}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={
            "numNodes": 2,
            "mainNode": 1,
            "nodeRangeProperties": [{"targetNodes": "0:", "container": container}],
        },
    )
    job = cloud.submit(queue, name)
    cloud.wait(job, "SUCCEEDED")
    assert run(job) == (0, "node 1\n", "")
    assert run(f"{job}#0") == (0, "node 0\n", "")


def test_of_several_containers_the_one_that_is_named(
    run: Run, cloud: Cloud, runner: ScriptedRunner, queue: str
) -> None:
    name = cloud.name("several")
    each = [
        {"name": one, "image": one, "essential": one == "main", "resourceRequirements": SIZE}
        for one in ("side", "main")
    ]
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="container",
        ecsProperties={"taskProperties": [{"containers": each}]},
    )
    job = cloud.submit(queue, name)
    runs = {one.request.image: one for one in (runner.next(), runner.next())}
    for image, code in (("side", 0), ("main", 3)):
        says(f"I am {image}", code=code)(runs[image])
    cloud.wait(job, "FAILED")
    assert run(job) == (0, "I am main\n", ""), "the one that failed"
    assert run(job, "--container", "side") == (0, "I am side\n", "")
    code, _, err = run(job, "--container", "other")
    assert code == 2
    assert "there is none of that name: main, side" in err
