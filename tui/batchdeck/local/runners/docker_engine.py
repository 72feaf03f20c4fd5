"""Finds the Docker engine of this machine."""

from __future__ import annotations

import logging
import platform
import socket
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from batchdeck.local.runners.engine_api import is_spoken

if TYPE_CHECKING:
    from docker import APIClient
    from docker.errors import APIError

logger = logging.getLogger(__name__)
#: Seconds that the removal of a container may take on a busy engine.
_PATIENCE = 300
DESKTOP = "Docker Desktop"
"""As `GET /info` calls its operating system."""
ELSEWHERE = (
    "no containers: the Docker engine at %s is another machine's (%s), and jobs there could not "
    "reach this account. Unset DOCKER_HOST to use the engine of this machine."
)


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
    followed without a thread for each. So does one of another machine, and a line says so.
    """
    from docker import APIClient
    from docker.errors import DockerException
    from docker.utils import kwargs_from_env

    try:
        client = APIClient(**kwargs_from_env(), timeout=timeout)
        info = client.info()
        networks = [one for one in client.networks(names=["bridge"]) if one["Name"] == "bridge"]
    except (DockerException, OSError):
        return None
    away = is_elsewhere(client.base_url, info)
    if away:
        logger.warning(ELSEWHERE, client.base_url, info.get("Name"))
    if away or not is_spoken(client):
        client.close()
        return None
    client.timeout = _PATIENCE
    return DockerEngine(
        client, info["ServerVersion"], info["NCPU"], info["Architecture"], gateway_of(networks)
    )


def is_elsewhere(base_url: str, info: dict[str, Any]) -> bool:
    """Whether an engine over TCP is another machine's: its containers would not find this one.

    `info` is the answer of `GET /info`. The machine of Docker Desktop leads back to this one.
    """
    address = urlsplit(base_url)
    if address.scheme not in ("http", "https") or info.get("OperatingSystem") == DESKTOP:
        return False
    return not _is_here(address.hostname or "") or info.get("Name") != platform.node()


def _is_here(host: str) -> bool:
    """Whether a name or an address is this machine's, so that something may listen there."""
    try:
        meant = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(_can_listen(family, address) for family, _, _, _, address in meant)


def _can_listen(family: int, address: Any) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind(address)
    except OSError:
        return False
    return True


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
