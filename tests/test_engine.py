"""A missing engine or registry fails in CI and skips elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import engine as docker_engine


@pytest.fixture
def nothing_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    monkeypatch.setattr(docker_engine, "REGISTRY", "localhost:9")


@pytest.mark.usefixtures("nothing_answers")
@pytest.mark.parametrize("look", [docker_engine.connect, docker_engine.registry])
def test_skips_outside_ci(look: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="answers"):
        look()


@pytest.mark.usefixtures("nothing_answers")
@pytest.mark.parametrize("look", [docker_engine.connect, docker_engine.registry])
def test_fails_in_ci(look: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="answers"):
        look()


@pytest.mark.engine
def test_the_engine_answers() -> None:
    client = docker_engine.connect()
    try:
        assert client.version()["ApiVersion"]
    finally:
        client.close()
