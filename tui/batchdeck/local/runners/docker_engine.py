"""Finds the Docker engine of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from batchdeck.local.runners.engine_api import is_spoken

if TYPE_CHECKING:
    from docker import APIClient
    from docker.errors import APIError

#: Seconds that the removal of a container may take on a busy engine.
_PATIENCE = 300


@dataclass(frozen=True, slots=True)
class DockerEngine:
    """An engine that answers."""

    client: APIClient
    version: str
    cpus: int
    architecture: str
    """As `uname -m` calls it."""
    gateway: str
    """The host's address as containers on the default network see it; may be empty."""


def find_engine(timeout: int) -> DockerEngine | None:
    """The engine of DOCKER_HOST or the usual socket; None when none answers in time.

    `timeout` in seconds. An engine behind `ssh://` counts as none: its jobs could not be
    followed without a thread for each.
    """
    from docker import APIClient
    from docker.errors import DockerException
    from docker.utils import kwargs_from_env

    try:
        client = APIClient(**kwargs_from_env(), timeout=timeout)
        info = client.info()
        networks = client.networks(names=["bridge"])
    except (DockerException, OSError):
        return None
    if not is_spoken(client):
        client.close()
        return None
    client.timeout = _PATIENCE
    return DockerEngine(
        client, info["ServerVersion"], info["NCPU"], info["Architecture"], gateway_of(networks)
    )


def has_image(client: APIClient, reference: str) -> bool:
    """Whether the engine has an image. Raises APIError for a name that cannot be one."""
    from docker.errors import ImageNotFound

    try:
        client.inspect_image(reference)  # type: ignore[no-untyped-call]
    except ImageNotFound:
        return False
    return True


def daemon_words(error: APIError) -> str:
    """An error of the engine in the words in which ECS hands it on."""
    return f"Error response from daemon: {error.explanation or error}"


def gateway_of(networks: list[dict[str, Any]]) -> str:
    """Address of a bridge; engines that do not tell it take the first of its subnet."""
    for network in networks:
        for config in network["IPAM"]["Config"] or ():
            if gateway := config.get("Gateway"):
                return str(gateway)
            return str(next(ip_network(config["Subnet"]).hosts()))
    return ""
