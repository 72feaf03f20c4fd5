"""What one attempt tells when it is a container."""

from __future__ import annotations

import time

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_run import OUT_OF_MEMORY
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.owner import JOB_LABEL
from tests.local.runners.recorder import Recorder, request

pytestmark = pytest.mark.engine


def run(runner: DockerRunner, *command: str, **others: object) -> Recorder:
    seen = Recorder()
    runner.start(request(*command, **others), seen)  # type: ignore[arg-type]
    return seen


def shell(runner: DockerRunner, script: str, **others: object) -> Recorder:
    return run(runner, "sh", "-c", script, **others)


def test_the_command_runs_and_its_exit_code_is_told(runner: DockerRunner) -> None:
    seen = shell(runner, "echo out; echo err >&2; exit 3")
    assert seen.outcome() == (3, "")
    assert sorted(seen.texts) == ["err", "out"]
    assert seen.starts == 1


def test_lines_arrive_while_it_runs_with_the_time_they_were_written(runner: DockerRunner) -> None:
    seen = shell(runner, "echo first; sleep 0.5; echo second; sleep 60")
    seen.wait(lambda it: it.texts == ["first", "second"])
    assert not seen.ends
    (first, _), (second, _) = (line for batch in seen.batches for line in batch)
    assert 400 < second - first < 5000
    assert abs(first - time.time() * 1000) < 30_000


def test_twenty_thousand_lines_are_whole_in_order_and_few_messages(runner: DockerRunner) -> None:
    seen = run(runner, "seq", "1", "20000")
    seen.outcome()
    assert seen.texts == [str(number) for number in range(1, 20001)]
    assert len(seen.batches) < 200


def test_strange_output_survives(runner: DockerRunner) -> None:
    seen = shell(runner, r"head -c 40000 /dev/zero | tr '\0' x; echo; printf '\377ok\n日次'")
    assert seen.outcome() == (0, "")
    assert seen.texts == ["x" * 40_000, "\N{REPLACEMENT CHARACTER}ok", "日次"]


def test_an_image_of_ecr_comes_from_the_registry_of_the_machine(
    runner: DockerRunner, engine: DockerClient, demo_image: str, registry: str
) -> None:
    here = f"{registry}/of-ecr/app"
    engine.images.get(demo_image).tag(here, "v1")
    assert '"error"' not in engine.images.push(here, tag="v1")
    engine.images.remove(f"{here}:v1")
    ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/of-ecr/app:v1"
    seen = run(runner, "echo", "from the registry", image=ecr)
    assert seen.outcome() == (0, "")
    assert seen.texts == ["from the registry"]
    engine.images.remove(f"{here}:v1")


def test_environment_user_and_the_way_home_are_set(runner: DockerRunner) -> None:
    environment = (("MODE", "ours"), ("EMPTY", ""))
    script = 'echo "$MODE/$EMPTY/$AWS_REGION/$(id -u)"'
    seen = shell(runner, script, environment=environment, user="1234")
    seen.outcome()
    assert seen.texts == ["ours//eu-west-1/1234"]


def test_running_out_of_memory_is_recognised(runner: DockerRunner) -> None:
    seen = shell(runner, "x=$(yes | head -c 100000000)", memory=16)
    assert seen.outcome() == (137, OUT_OF_MEMORY)


def test_processors_are_limited_to_what_the_machine_has(
    runner: DockerRunner, engine: DockerClient
) -> None:
    seen = run(runner, "sleep", "60", job_id="large", vcpus=512.0)
    seen.wait(lambda it: it.starts)
    (container,) = engine.containers.list(filters={"label": f"{JOB_LABEL}=large"})
    assert container.attrs["HostConfig"]["NanoCpus"] == engine.info()["NCPU"] * 10**9
    assert container.attrs["HostConfig"]["Memory"] == 64 * 2**20


def test_stop_lets_the_process_end_in_its_own_way(runner: DockerRunner) -> None:
    seen = Recorder()
    trap = "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.1; done"
    started = runner.start(request("sh", "-c", trap), seen)
    seen.wait(lambda it: it.texts)
    started.stop(30)
    assert seen.outcome() == (5, "")
    assert seen.texts == ["up", "bye"]


def test_stop_kills_what_does_not_listen_once_the_grace_is_over(runner: DockerRunner) -> None:
    seen = Recorder()
    started = runner.start(request("sleep", "1000"), seen)
    seen.wait(lambda it: it.starts)
    begin = time.monotonic()
    started.stop(1)
    assert seen.outcome() == (137, "")
    assert 0.9 < seen.ended_at - begin < 30


def test_a_second_stop_can_only_be_quicker(runner: DockerRunner) -> None:
    seen = Recorder()
    started = runner.start(request("sleep", "1000"), seen)
    seen.wait(lambda it: it.starts)
    begin = time.monotonic()
    started.stop(60)
    started.stop(90)
    started.stop(0)
    assert seen.outcome() == (137, "")
    assert seen.ended_at - begin < 40


def test_an_image_that_cannot_be_pulled_never_runs(runner: DockerRunner) -> None:
    seen = run(runner, "true", image="localhost:1/never-made:1")
    code, reason = seen.outcome()
    assert code is None
    assert reason.startswith("CannotPullContainerError: Error response from daemon: ")
    assert seen.starts == 0


@pytest.mark.parametrize("image", ["Not A Name", ""])
def test_what_is_no_image_name_cannot_be_pulled(runner: DockerRunner, image: str) -> None:
    code, reason = run(runner, "true", image=image).outcome()
    assert code is None
    assert reason.startswith("CannotPullContainerError: ")


def test_a_command_that_does_not_exist_cannot_start(
    runner: DockerRunner, engine: DockerClient
) -> None:
    code, reason = run(runner, "no-such-program", job_id="no-program").outcome()
    assert code is None
    assert reason.startswith("CannotStartContainerError: Error response from daemon: ")
    assert "no-such-program" in reason
    left = engine.api.containers(all=True, filters={"label": f"{JOB_LABEL}=no-program"})
    assert left == []


def test_an_image_without_a_command_cannot_be_created(runner: DockerRunner) -> None:
    code, reason = run(runner).outcome()
    assert code is None
    assert reason.startswith("CannotCreateContainerError: Error response from daemon: ")


def test_an_image_of_another_architecture(runner: DockerRunner) -> None:
    seen = run(runner, "probe", "ok", architecture="arm64")
    assert seen.outcome() == (255, "")
    assert seen.texts == ["exec probe: exec format error"]
    assert seen.starts == 1
