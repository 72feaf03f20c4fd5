"""Images in the engine of this machine, and their way to a registry."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class LocalImage:
    """An image that the engine has."""

    id: str
    """`sha256:...`"""
    tags: tuple[str, ...]
    """`repository:tag`."""
    digests: tuple[str, ...]
    """`repository@sha256:...`, of the registries it came from or went to."""
    os: str
    architecture: str
    """amd64, arm64, ..."""
    variant: str
    """Of the architecture, such as v8; usually empty."""
    size: int
    """Bytes in the engine, uncompressed."""
    created_at: int | None
    """ms since the epoch; None when the engine does not say."""
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    user: str
    """Whom its process runs as; empty is root."""
    environment: tuple[str, ...]
    """Names of the variables that it sets."""

    @property
    def platform(self) -> str:
        """`linux/amd64`, or `linux/arm64/v8`."""
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)


@dataclass(frozen=True, slots=True)
class RegistryLogin:
    """Who pushes. It lives in memory only, and prints without its password."""

    username: str
    password: Secret
    server: str
    """Host of the registry, with a port where it has one."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of an image on its way to a registry."""

    id: str
    """Short, as the engine names it."""
    status: str
    """The engine's word: Preparing, Waiting, Pushing, Pushed, Layer already exists, ..."""
    done: int
    """Bytes."""
    total: int
    """Bytes; 0 while that is not known, and for layers that need not go."""

    @property
    def settled(self) -> bool:
        """Whether it has arrived, or was there before."""
        return self.status in _SETTLED or self.status.startswith("Mounted from")


@dataclass(frozen=True, slots=True)
class PushedImage:
    """What a registry took."""

    repository: str
    """`registry/repository`, without a tag."""
    tag: str
    digest: str
    """`sha256:...`: what a job definition should pin."""
    size: int
    """Bytes of its manifest, as the registry counts them."""

    @property
    def reference(self) -> str:
        """`registry/repository@sha256:...`"""
        return f"{self.repository}@{self.digest}"


@dataclass(frozen=True, slots=True)
class PushProgress:
    """How far a push has come. All text is clean."""

    layers: tuple[Layer, ...] = ()
    """In the order in which the engine named them."""
    done: int = 0
    """Bytes of all layers."""
    total: int = 0
    """Bytes of the layers whose size is known so far; it grows."""
    pushed: PushedImage | None = None
    """In the last progress of a push that succeeded; None before."""


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far a pull has come. All text is clean."""

    layers: tuple[Layer, ...] = ()
    """In the order in which the engine named them."""
    done: int = 0
    """Bytes of all layers."""
    total: int = 0
    """Bytes of the layers whose size is known so far; it grows."""
    image: LocalImage | None = None
    """In the last progress of a pull that succeeded; None before."""


_SETTLED = frozenset({"Pushed", "Layer already exists", "Pull complete", "Already exists"})
