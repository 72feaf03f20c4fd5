"""Where the image of a job is pulled from to this machine, and who pulls it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from batchdeck.aws.errors import AwsError
from batchdeck.docker.errors import PullError
from batchdeck.domain.container_image import RegistryLogin
from batchdeck.domain.image import ecr_image

_LOOPBACK = ("localhost", "127.")


@dataclass(frozen=True, slots=True)
class PullSource:
    """A reference that an engine can pull."""

    reference: str
    login: RegistryLogin | None = None
    """None: what `docker login` has remembered, or nobody."""


FindSource = Callable[[str], Awaitable[PullSource]]
"""Finds the source of an image by the reference in its definition. Raises PullError."""


class Logins(Protocol):
    """What is needed of ECR."""

    async def login(self) -> RegistryLogin:
        """A login to its registries. Raises `AwsError`s."""


async def pull_source(ecr: Logins, reference: str) -> PullSource:
    """The source of an image; ECR gives a login for its own. Raises PullError.

    A login of ECR is good for every registry of its Region that the role may read. The
    registry of an embedded account is on this machine, whatever its images are called.
    """
    image = ecr_image(reference)
    if image is None:
        return PullSource(reference)
    try:
        login = await ecr.login()
    except AwsError as error:
        raise PullError(f"no login to pull {reference}: {error}") from error
    host, _, path = reference.partition("/")
    if login.server.startswith(_LOOPBACK):
        return PullSource(f"{login.server}/{path}", login)
    return PullSource(reference, replace(login, server=host))
