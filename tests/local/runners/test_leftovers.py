from __future__ import annotations

from collections.abc import Callable

import pytest
from docker import DockerClient
from docker.errors import APIError
from requests import Response

from batchdeck.local.runners import leftovers
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.leftovers import remove, remove_labelled, remove_leftovers
from batchdeck.local.runners.owner import ACCOUNT_LABEL, PROCESS_LABEL, Owner

pytestmark = pytest.mark.engine


def container(engine: DockerEngine, image: str, owner: Owner) -> str:
    made = engine.client.create_container(image, "true", labels=owner.labels("a-job"))
    return str(made["Id"])


def exists(engine: DockerClient, container: str) -> bool:
    return any(one["Id"] == container for one in engine.api.containers(all=True))


def test_only_containers_of_processes_that_are_gone_are_left_over(
    docker_engine: DockerEngine, engine: DockerClient, demo_image: str
) -> None:
    living = Owner.this_process()
    host, pid, started = living.process.rsplit("/", 2)
    dead = container(docker_engine, demo_image, Owner("a", f"{host}/{pid}/{int(started) - 1}"))
    ours = container(docker_engine, demo_image, living)
    theirs = container(docker_engine, demo_image, Owner("b", "elsewhere/1/1"))
    try:
        # Accounts that other tests start remove it as well: how many is anybody's guess.
        remove_leftovers(docker_engine.client)
        assert not exists(engine, dead)
        assert exists(engine, ours)
        assert exists(engine, theirs)
        remove_labelled(docker_engine.client, f"{PROCESS_LABEL}=elsewhere/1/1")
        assert not exists(engine, theirs)
        assert exists(engine, ours)
    finally:
        remove(docker_engine.client, ours)


def test_removing_what_is_gone_is_no_error(docker_engine: DockerEngine) -> None:
    remove(docker_engine.client, "no-such-container")


def test_an_engine_that_is_too_busy_at_first_is_asked_again(
    docker_engine: DockerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [500, 500, 204]
    monkeypatch.setattr(leftovers, "_PAUSE", 0)
    monkeypatch.setattr(docker_engine.client, "remove_container", scripted(answers))
    remove(docker_engine.client, "a-container")
    assert answers == []
    answers += [500] * 9
    with pytest.raises(APIError):
        remove(docker_engine.client, "a-container")
    assert len(answers) == 4
    answers[:] = [400, 204]
    with pytest.raises(APIError):
        remove(docker_engine.client, "a-container")
    assert answers == [204]


def scripted(answers: list[int]) -> Callable[..., None]:
    """An engine that removes containers with these statuses of HTTP, one after the other."""

    def removed(container: str, **_how: bool) -> None:
        response = Response()
        response.status_code = answers.pop(0)
        if response.status_code != 204:
            raise APIError("did not receive an exit event", response=response)

    return removed


def test_volumes_of_a_killed_account_go_and_those_of_a_living_one_stay(
    docker_engine: DockerEngine, engine: DockerClient
) -> None:
    living = Owner.this_process()
    host, pid, started = living.process.rsplit("/", 2)
    dead = Owner(f"dead-{living.account}", f"{host}/{pid}/{int(started) - 1}")
    names = [f"batchdeck-{owner.account}" for owner in (dead, living)]
    for name, owner in zip(names, (dead, living), strict=True):
        docker_engine.client.create_volume(name, labels=owner.labels(""))
    try:
        remove_leftovers(docker_engine.client)
        left = {volume.name for volume in engine.volumes.list()}
        assert left & set(names) == {names[1]}
    finally:
        remove_labelled(docker_engine.client, f"{ACCOUNT_LABEL}={living.account}")
    assert names[1] not in {volume.name for volume in engine.volumes.list()}
