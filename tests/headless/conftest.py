"""The account of `tests.local`, for subcommands that ask one over the wire."""

from __future__ import annotations

from tests.local.conftest import _clients, cloud, endpoint, runner

__all__ = ["_clients", "cloud", "endpoint", "runner"]
