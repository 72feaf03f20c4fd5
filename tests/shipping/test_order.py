from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import (
    Build,
    Order,
    folder_text,
    in_registry,
    problems,
    repository_problem,
)

JOB = Submission(name="join", queue="spot", definition="worker:3")
ORDER = Order(JOB, build=Build(Path("worker")), repository="team/worker", tag="1.2")
ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/worker@sha256:aa"


def test_an_order_that_is_right() -> None:
    assert problems(ORDER) == ()
    assert problems(replace(ORDER, build=None, image=ECR, repository="")) == ()
    assert (ORDER.definition, ORDER.submission("worker:4").definition) == ("worker", "worker:4")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("context", {"build": None}),
        ("image", {"image": "worker:1"}),
        ("build arguments", {"build": Build(Path(), arguments=(("a b", "1"),))}),
        ("platform", {"platform": "arm64"}),
        ("repository", {"repository": ""}),
        ("repository", {"build": None, "image": "worker:1", "repository": ""}),
        ("repository", {"repository": "Worker"}),
        ("tag", {"tag": "-1"}),
        ("tag", {"tag": "a" * 129}),
        ("definition", {"job": replace(JOB, definition="worker:0")}),
        ("name", {"job": replace(JOB, name="a b")}),
        ("queue", {"job": replace(JOB, queue="")}),
    ],
)
def test_every_problem_names_its_field(field: str, change: dict[str, object]) -> None:
    found = problems(replace(ORDER, **change))  # type: ignore[arg-type]
    assert [one.field for one in found] == [field]


@pytest.mark.parametrize("name", ["ab", "a/b", "a.b-c_d/e1", "a" * 256])
def test_names_that_ecr_takes(name: str) -> None:
    assert repository_problem(name) == ""


@pytest.mark.parametrize("name", ["", "a", "A", "a//b", "/a", "a/", "a..b", "-a", "a" * 257, "a:b"])
def test_names_that_ecr_refuses(name: str) -> None:
    assert "such as team/worker" in repository_problem(name)


def test_build_arguments_are_not_printed() -> None:
    assert "hunter2" not in repr(Build(Path(), arguments=(("TOKEN", "hunter2"),)))


@pytest.mark.parametrize(
    ("reference", "there"),
    [(ECR, True), ("localhost:5000/a", True), ("worker:1", False), ("team/worker", False)],
)
def test_a_reference_that_names_its_registry(reference: str, there: bool) -> None:
    assert in_registry(reference) is there


def test_a_folder_below_home_is_written_as_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert folder_text(Path("/home/ada/src/align")) == "~/src/align"
    assert folder_text(Path("/home/ada")) == "~"
    assert folder_text(Path("/home/adam")) == "/home/adam"
    assert "\x1b" not in folder_text(Path("/src/\x1b[2J"))
