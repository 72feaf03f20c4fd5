from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from batchdeck.domain.submission import Submission
from batchdeck.headless.ship_arguments import OrderError, environment, order_of, parser
from batchdeck.shipping.order import Build, Order, problems

NEEDED = ["worker", "--repository", "team/worker", "--queue", "spot", "--definition", "join:3"]


def read(*words: str, before: Order | None = None, **environ: str) -> Order:
    """The order of these words."""
    return order_of(parser().parse_args(words), before, environ, "20261126-081500")


def test_the_shortest_order() -> None:
    order = read(*NEEDED)
    assert order == Order(
        Submission("join", "spot", "join:3"),
        build=Build(Path("worker")),
        repository="team/worker",
        tag="20261126-081500",
    )
    assert problems(order) == ()


def test_everything_that_can_be_said() -> None:
    order = read(
        *NEEDED,
        *("--dockerfile", "worker/Dockerfile.arm", "--build-arg", "A=1", "--build-arg", "B"),
        *("--target", "last", "--pull", "--no-cache", "--platform", "linux/arm64"),
        *("--tag", "7", "--immutable-tags", "--any-architecture", "--container", "main"),
        *("--name", "night", "--parameter", "day=2026-11-26", "--env", "C=x=y", "--env", "D"),
        *("--vcpus", "0.5", "--memory", "1024", "--array-size", "10"),
        *("--attempts", "3", "--timeout", "600"),
        *("--command", "run", "--all", "--env"),
        B="2",
        D="3",
    )
    assert order.build == Build(
        Path("worker"),
        Path("worker/Dockerfile.arm"),
        (("A", "1"), ("B", "2")),
        "last",
        pull=True,
        no_cache=True,
    )
    assert order.job == Submission(
        name="night",
        queue="spot",
        definition="join:3",
        parameters=(("day", "2026-11-26"),),
        command=("run", "--all", "--env"),
        environment=(("C", "x=y"), ("D", "3")),
        vcpus=0.5,
        memory=1024,
        array_size=10,
        attempts=3,
        timeout_seconds=600,
    )
    assert (order.tag, order.platform, order.container) == ("7", "linux/arm64", "main")
    assert order.immutable_tags
    assert order.any_architecture


def test_an_image_that_exists() -> None:
    order = read("--image", "localhost:5000/a:1", "--queue", "q", "--definition", "d")
    assert (order.build, order.image, order.tag) == (None, "localhost:5000/a:1", "")
    assert problems(order) == ()


def test_what_is_not_said_is_as_it_was_before() -> None:
    before = read(*NEEDED, "--platform", "linux/arm64", "--memory", "512", "--name", "night")
    before = replace(before, tag="")
    order = read("worker", "--memory", "1024", before=before)
    assert order == replace(before, tag="20261126-081500", job=replace(before.job, memory=1024))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--parameter", "day"], "argument --parameter: 'day': write name=value"),
        (["--env", "NOWHERE"], "argument --env: 'NOWHERE': write name=value"),
        (["--build-arg", "NOWHERE"], "argument --build-arg: 'NOWHERE': write name=value"),
        (["--create-definition"], "needs --vcpus and --memory"),
        (["--new-definition", "/nonexistent"], "/nonexistent: cannot be read: No such file"),
    ],
)
def test_words_that_mean_nothing(words: list[str], said: str) -> None:
    with pytest.raises(OrderError) as error:
        read(*NEEDED, *words)
    assert said in str(error.value)


def test_a_definition_of_the_least_there_is() -> None:
    role = "arn:aws:iam::123456789012:role/a"
    order = read(
        *("worker", "--repository", "r1", "--queue", "q", "--definition", "d"),
        *("--create-definition", "--vcpus", "2", "--memory", "512", "--execution-role", role),
        *("--command", "run"),
    )
    assert order.new_definition
    assert order.new_definition.members["containerProperties"] == {
        "command": ["run"],
        "executionRoleArn": role,
        "resourceRequirements": [
            {"type": "VCPU", "value": "2"},
            {"type": "MEMORY", "value": "512"},
        ],
    }
    assert (order.job.vcpus, order.job.memory, order.job.command) == (None, None, ())


def test_a_definition_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "definition.json"
    secret = {"environment": [{"name": "A", "value": "hunter22"}]}
    file.write_text(json.dumps({"type": "container", "containerProperties": secret}))
    order = read(*NEEDED, "--new-definition", str(file))
    assert order.new_definition
    assert order.new_definition.plain["containerProperties"] == secret
    assert "hunter22" not in repr(order)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a": 1,\n}', "no JSON at line 2, column 1"),
        (b'"\xff"', "no UTF-8 at byte 1"),
        (b"[]", "an object such as RegisterJobDefinition takes"),
    ],
)
def test_a_file_that_is_no_definition(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "definition.json"
    file.write_bytes(content)
    with pytest.raises(OrderError) as error:
        read(*NEEDED, "--new-definition", str(file))
    assert said in str(error.value)
    assert str(file) in str(error.value)


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    said = capsys.readouterr().out
    for code in ("0  ", "N  ", "2  ", "124", "125", "130"):
        assert f"\n  {code}" in said


def test_the_environment_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIP_TEST", "1")
    assert environment()["SHIP_TEST"] == "1"
