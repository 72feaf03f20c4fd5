"""The engine as everything above it sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence

from batchdeck.docker import builds, images, pulls, pushes, trials
from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.finding import find
from batchdeck.docker.shell import shell_command
from batchdeck.domain.container_engine import EngineDescription
from batchdeck.domain.container_image import LocalImage, PullProgress, PushProgress, RegistryLogin
from batchdeck.domain.image_build import BuildOrder, BuildProgress
from batchdeck.domain.trial import TrialOrder, TrialState


class Engine:
    """An engine that answered. Closing one of its generators really ends what it does."""

    def __init__(
        self, api: EngineApi, description: EngineDescription, environ: Mapping[str, str]
    ) -> None:
        self.description = description
        """What and where it is."""
        self._api = api
        self._environ = environ

    @classmethod
    async def find(cls, environ: Mapping[str, str]) -> Engine:
        """The engine that the `docker` command would talk to, or else Podman's.

        Looked at in this order: DOCKER_HOST, the current docker context, the usual sockets
        of Docker and of Podman. Raises EngineAbsentError, EngineDeniedError,
        EngineUnreachableError.
        """
        return cls(*await find(environ), environ)

    async def close(self) -> None:
        """Hang up."""
        await self._api.close()

    def build(self, order: BuildOrder) -> AsyncGenerator[BuildProgress]:
        """Build an image; the last progress holds its id.

        Closing the generator stops the build. Raises BuildError, ContextError,
        EngineUnreachableError.
        """
        return builds.build(self._api, self.description, order, self._environ)

    async def inspect(self, reference: str) -> LocalImage:
        """An image by its reference or id. Raises ImageAbsentError, EngineUnreachableError."""
        return await images.inspect(self._api, reference)

    def push(
        self, reference: str, repository: str, tag: str, login: RegistryLogin | None = None
    ) -> AsyncGenerator[PushProgress]:
        """Tag an image of this engine as `repository:tag` and push it there.

        The last progress says what the registry took. `repository` begins with the
        registry's host. The login is sent with this push and kept nowhere; without one, what
        `docker login` has remembered is used. Closing the generator stops the push. Raises
        PushDeniedError, PushInterruptedError, PushError, ImageAbsentError,
        EngineUnreachableError.
        """
        return pushes.push(self._api, reference, repository, tag, login, self._environ)

    def pull(
        self, reference: str, login: RegistryLogin | None = None
    ) -> AsyncGenerator[PullProgress]:
        """Get an image from its registry; the last progress holds it.

        The login as with `push`. Closing the generator stops the pull. Raises PullError,
        EngineUnreachableError.
        """
        return pulls.pull(self._api, reference, login, self._environ)

    def run(self, order: TrialOrder) -> AsyncGenerator[TrialState]:
        """Run a container to its end; the last state tells how it ended.

        Its container is removed on every way out, and killed first when the generator is
        closed before. Raises TrialError, ImageAbsentError, EngineUnreachableError.
        """
        return trials.run(self._api, order)

    def shell_command(self, container: str) -> Sequence[str]:
        """The command line of a shell in a running container, for a terminal of its own."""
        return shell_command(self._api.address, container)
