"""The engine as everything above it sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence

from batchdeck.domain.container_engine import EngineDescription
from batchdeck.domain.container_image import LocalImage, PushProgress, RegistryLogin
from batchdeck.domain.image_build import BuildOrder, BuildProgress
from batchdeck.domain.trial import TrialOrder, TrialState


class Engine:
    """An engine that answered. Closing one of its generators really ends what it does."""

    def __init__(self, description: EngineDescription) -> None:
        self.description = description

    @classmethod
    async def find(cls, environ: Mapping[str, str]) -> Engine:
        """The engine that the `docker` command would talk to, or else Podman's.

        Looked at in this order: DOCKER_HOST, the current docker context, the usual sockets
        of Docker and of Podman. Raises EngineAbsentError, EngineDeniedError,
        EngineUnreachableError.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Hang up."""
        raise NotImplementedError

    def build(self, order: BuildOrder) -> AsyncGenerator[BuildProgress]:
        """Build an image; the last progress holds its id.

        Closing the generator stops the build. Raises BuildError, ContextError,
        EngineUnreachableError.
        """
        raise NotImplementedError

    async def inspect(self, reference: str) -> LocalImage:
        """An image by its reference or id. Raises ImageAbsentError, EngineUnreachableError."""
        raise NotImplementedError

    def push(
        self, reference: str, repository: str, tag: str, login: RegistryLogin | None = None
    ) -> AsyncGenerator[PushProgress]:
        """Tag an image of this engine as `repository:tag` and push it there.

        The last progress says what the registry took. `repository` begins with the
        registry's host. The login is sent with this push and kept nowhere. Closing the
        generator stops the push. Raises PushDeniedError, PushInterruptedError, PushError,
        ImageAbsentError, EngineUnreachableError.
        """
        raise NotImplementedError

    def run(self, order: TrialOrder) -> AsyncGenerator[TrialState]:
        """Run a container to its end; the last state tells how it ended.

        Its container is removed on every way out, and killed first when the generator is
        closed before. Raises TrialError, ImageAbsentError, EngineUnreachableError.
        """
        raise NotImplementedError

    def shell_command(self, container: str) -> Sequence[str]:
        """The command line of a shell in a running container, for a terminal of its own."""
        raise NotImplementedError
