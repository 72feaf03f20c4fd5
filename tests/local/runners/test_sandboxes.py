"""What a job reaches from its network: asked from within."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.owner import JOB_LABEL, PROCESS_LABEL, Owner
from tests.local.runners.doorway import PORT
from tests.local.runners.recorder import Recorder, request

pytestmark = pytest.mark.engine
#: Says `open` or `shut` of an address and a port; a port of the host that answers says nothing.
LOOK = "nc -w 2 {} {} </dev/null >/dev/null 2>&1 && echo open || echo shut"


@contextmanager
def host_service(address: str) -> Iterator[int]:
    """The port of something else that this host serves."""
    with socket.create_server((address, 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        port = int(listener.getsockname()[1])
        # Proves that what is shut to a job is open to others.
        socket.create_connection(("127.0.0.1", port), 10).close()
        yield port
        listener.shutdown(socket.SHUT_RDWR)


def shell(runner: DockerRunner, script: str, **others: object) -> Recorder:
    seen = Recorder()
    runner.start(request("sh", "-c", script, **others), seen)  # type: ignore[arg-type]
    return seen


def test_a_job_reaches_the_account_at_its_endpoint(runner: DockerRunner) -> None:
    script = 'echo "$AWS_ENDPOINT_URL"; wget -q -O - "$AWS_ENDPOINT_URL"'
    seen = shell(runner, script)
    assert seen.outcome() == (0, "")
    assert seen.texts == [f"http://127.0.0.1:{PORT}", "here"]


def test_a_job_reaches_nothing_else_of_the_host(
    runner: DockerRunner, docker_engine: DockerEngine
) -> None:
    with host_service("127.0.0.1") as local, host_service("0.0.0.0") as everywhere:
        looks = [
            LOOK.format("127.0.0.1", local),
            LOOK.format("127.0.0.1", everywhere),
            LOOK.format(docker_engine.gateway, everywhere),
            LOOK.format(own_address(), everywhere),
            LOOK.format("127.0.0.1", PORT),
        ]
        seen = shell(runner, "; ".join(looks))
        assert seen.outcome() == (0, "")
    assert seen.texts == ["shut"] * 4 + ["open"]


def own_address() -> str:
    """The address of this host by which others know it, or another of its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


def test_a_job_has_no_interface_that_leads_anywhere(runner: DockerRunner) -> None:
    seen = shell(runner, "tail -n +3 /proc/net/dev | cut -d : -f 1; tail -n +2 /proc/net/route")
    assert seen.outcome() == (0, "")
    assert [line.strip() for line in seen.texts] == ["lo"]


def test_jobs_do_not_reach_each_other_but_containers_of_a_task_do(runner: DockerRunner) -> None:
    listening = "echo up; nc -l -p 7000 </dev/null; echo visited"
    serving = shell(runner, listening, task="a-task")
    serving.wait(lambda it: it.texts)
    other = shell(runner, LOOK.format("127.0.0.1", 7000), task="another")
    assert other.outcome() == (0, "")
    assert other.texts == ["shut"]
    assert not serving.ends
    friend = shell(runner, LOOK.format("127.0.0.1", 7000), task="a-task")
    assert friend.outcome() == (0, "")
    assert friend.texts == ["open"]
    assert serving.outcome() == (0, "")


def test_a_network_is_used_again_unless_a_privileged_job_had_it(runner: DockerRunner) -> None:
    def network() -> str:
        seen = shell(runner, "readlink /proc/self/ns/net")
        assert seen.outcome() == (0, "")
        return seen.texts[0]

    first = network()
    assert network() == first
    # Whether it starts at all depends on what the engine itself may do.
    shell(runner, "true", privileged=True).outcome()
    assert network() != first


def test_a_kept_network_that_somebody_removed_is_not_missed(
    runner: DockerRunner, engine: DockerClient
) -> None:
    assert shell(runner, "true").outcome() == (0, "")
    mine = {"label": [f"{PROCESS_LABEL}={Owner.this_process().process}", f"{JOB_LABEL}="]}
    kept = engine.api.containers(filters=mine)
    assert kept
    for one in kept:
        engine.api.remove_container(one["Id"], force=True)
    assert shell(runner, "true").outcome() == (0, "")


def test_nodes_of_a_job_reach_each_other_and_not_the_host(
    runner: DockerRunner, engine: DockerClient, docker_engine: DockerEngine
) -> None:
    serve = "echo up; nc -l -p 7000 </dev/null; echo visited; sleep 60"
    main = shell(runner, serve, nodes="many", job_id="many#0")
    main.wait(lambda it: it.texts and it.address)
    (network,) = engine.containers.list(filters={"label": f"{JOB_LABEL}=many#0"})
    assert network.attrs["HostConfig"]["NetworkMode"].startswith("container:")
    gateway = ".".join([*main.address.split(".")[:3], "1"])
    with host_service("0.0.0.0") as everywhere:
        looks = [
            LOOK.format(gateway, everywhere),
            LOOK.format(docker_engine.gateway, everywhere),
            LOOK.format(own_address(), everywhere),
            LOOK.format(main.address, 7000),
            LOOK.format("127.0.0.1", PORT),
        ]
        child = shell(runner, "; ".join(looks), nodes="many")
        assert child.outcome() == (0, "")
        stranger = shell(runner, LOOK.format(main.address, 7000), nodes="others")
        assert stranger.outcome() == (0, "")
    assert child.texts == ["shut", "shut", "shut", "open", "open"]
    assert stranger.texts == ["shut"]
    main.wait(lambda it: it.texts == ["up", "visited"])
