"""Removes containers, networks and volumes that nobody needs any more."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from batchdeck.local.runners.owner import ACCOUNT_LABEL, PROCESS_LABEL, is_gone

if TYPE_CHECKING:
    from docker import APIClient

#: Removals at a time: each takes the engine about 0.2 s when the container runs.
_AT_ONCE = 8
#: Gone already, or somebody else is removing it.
_SETTLED = frozenset({404, 409})
#: A busy engine may fail to kill a container, or to let go of its files, and do it when asked
#: again: how often, and the seconds between.
_TRIES, _PAUSE = 5, 1.0


def remove_leftovers(client: APIClient) -> None:
    """Remove what accounts of this host have left whose process is gone."""
    containers = client.containers(all=True, filters={"label": ACCOUNT_LABEL})
    _remove_all(client, [str(one["Id"]) for one in containers if _is_left(one)])
    _remove_networks(client, [one for one in _networks(client, ACCOUNT_LABEL) if _is_left(one)])
    _remove_volumes(client, [one for one in _volumes(client, ACCOUNT_LABEL) if _is_left(one)])


def remove_labelled(client: APIClient, label: str) -> None:
    """Kill and remove all containers with a label, then its networks and volumes.

    Returns when all are gone.
    """
    containers = client.containers(all=True, filters={"label": label})
    _remove_all(client, [str(one["Id"]) for one in containers])
    _remove_networks(client, _networks(client, label))
    _remove_volumes(client, _volumes(client, label))


def remove(client: APIClient, container: str) -> None:
    """Kill and remove one container with its anonymous volumes. Raises APIError."""
    from docker.errors import APIError

    for tries_left in reversed(range(_TRIES)):
        try:
            client.remove_container(container, force=True, v=True)
        except APIError as error:
            if error.status_code in _SETTLED:
                return
            if not (tries_left and error.is_server_error()):
                raise
            time.sleep(_PAUSE)
        else:
            return


def _remove_all(client: APIClient, containers: list[str]) -> None:
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="container-removal") as pool:
        list(pool.map(lambda container: remove(client, container), containers))


def _is_left(one: dict[str, Any]) -> bool:
    return is_gone((one["Labels"] or {}).get(PROCESS_LABEL, ""))


def _networks(client: APIClient, label: str) -> list[dict[str, Any]]:
    return list(client.networks(filters={"label": label}))


def _remove_networks(client: APIClient, networks: list[dict[str, Any]]) -> None:
    """Those still in use stay, as volumes do; the engine says so with a 403."""
    from docker.errors import APIError

    for network in networks:
        try:
            client.remove_network(network["Id"])
        except APIError as error:
            if error.status_code not in _SETTLED | {403}:
                raise


def _volumes(client: APIClient, label: str) -> list[dict[str, Any]]:
    return client.volumes(filters={"label": label})["Volumes"] or []


def _remove_volumes(client: APIClient, volumes: list[dict[str, Any]]) -> None:
    """Those still in use stay: the next account to start will find them."""
    from docker.errors import APIError

    for volume in volumes:
        try:
            client.remove_volume(volume["Name"])
        except APIError as error:
            if error.status_code not in _SETTLED:
                raise
