from __future__ import annotations

import pytest

from batchdeck.docker.build_failures import advice_for

LOOKUP = "lookup registry-1.docker.io on 10.0.0.2:53: no such host"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("write /x: no space left on device", "docker system df"),
        ("the --mount option requires BuildKit", "docker-buildx"),
        ("COPY failed: file not found in build context or excluded", ".dockerignore"),
        ("ADD failed: forbidden path outside the build context: ../x ()", "context folder"),
        ('checking on sources: copier: stat: "/nope": no such file', "context folder"),
        ("manifest for a:1 not found: manifest unknown", "name and tag"),
        ("pull access denied for a, repository does not exist", "docker login"),
        ('Get "https://x/v2/": no basic auth credentials', "docker login"),
        ("The command 'x' returned a non-zero code: 137", "memory"),
        ('unable to find image "sha256:0e22"', "build again"),
        ('"bogus": unknown operating system or architecture', "linux/arm64"),
        ("failed to reach build target zz in Dockerfile", "FROM ... AS NAME"),
        ("base name ($X) should not be blank", "build argument"),
    ],
)
def test_what_would_help(message: str, words: str) -> None:
    assert words in advice_for(message, (), "RUN make")


def test_a_registry_out_of_reach_is_not_a_step_without_network() -> None:
    registry = advice_for(f"Get https://registry-1.docker.io/v2/: {LOOKUP}", (), "FROM python:3.12")
    assert "docker save and docker load" in registry
    step = advice_for("returned a non-zero code: 1", ("start", f"curl: {LOOKUP}"), "RUN curl x")
    assert "HTTP_PROXY" in step
    assert advice_for(LOOKUP, (), "") == registry


def test_what_the_step_wrote_may_tell_more_than_its_exit_code() -> None:
    message = "The command 'tar x' returned a non-zero code: 2"
    lines = ("tar: x: Cannot write: No space left on device", "tar: Exiting with failure")
    assert "disk is full" in advice_for(message, lines, "RUN tar x")
    assert "another architecture" in advice_for(
        message, ("exec /bin/sh: exec format error",), "RUN x"
    )
    assert advice_for(message, ("all good",), "RUN tar x") == ""
