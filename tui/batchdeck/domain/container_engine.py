"""The engine that builds, pushes and runs images on this machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineDescription:
    """An engine that answers, in its own words."""

    address: str
    """Where it listens: `unix:///var/run/docker.sock`, `tcp://host:2375`."""
    name: str
    """Docker or Podman."""
    version: str
    architecture: str
    """As images name it: amd64, arm64."""
    os: str
    """linux or windows."""
