"""botocore's own files, read into two thirds of the memory.

botocore makes ordered dictionaries of all it reads, although a dictionary keeps its order, and
holds what is known of the endpoints of some 400 services for the three or four that are called.
Together that was 8 of the 80 MiB of a console with few jobs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.loaders import JSONFileLoader
from orjson import loads

ENDPOINTS = "endpoints.json"
USED = frozenset(
    {
        *("api.ecr", "autoscaling", "batch", "ec2", "ecs", "eks", "elasticfilesystem", "events"),
        *("iam", "kms", "logs", "secretsmanager", "servicequotas", "ssm", "sts"),
    }
)
"""The services that the gateways speak to, by the names of their endpoints."""


class QuickFiles(JSONFileLoader):
    """Reads what a loader of botocore finds."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        path = Path(full_path)
        if not path.is_file():
            return None

        def read() -> Any:
            with open_method(full_path, "rb") as file:
                return loads(file.read())

        found = read()
        if path.name == ENDPOINTS:
            for number, partition in enumerate(found["partitions"]):
                partition["services"] = Services(partition["services"], number, read)
        return found


class Services(dict[str, Any]):
    """The services of a partition: those in use. The file is read again for any other."""

    def __init__(self, services: dict[str, Any], number: int, read: Callable[[], Any]) -> None:
        super().__init__({name: each for name, each in services.items() if name in USED})
        self._others = frozenset(services) - USED
        self._number = number
        self._read = read

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._others

    def __missing__(self, name: str) -> Any:
        if name not in self._others:
            raise KeyError(name)
        self[name] = found = self._read()["partitions"][self._number]["services"][name]
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """What is known of a service, also of one that was not in use so far."""
        try:
            return self[name]
        except KeyError:
            return default
