"""What can go wrong between the console and the container engine.

`DockerError` and its kinds are all that the layers above ever see. All text is clean.
"""

from __future__ import annotations


class DockerError(Exception):
    """Something that the engine did not do. `str()` is one line a user can act on."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice
        """What to do about it, in one line; may be empty."""


class EngineAbsentError(DockerError):
    """No engine was found."""

    def __init__(self, message: str, *, advice: str = "", tried: tuple[str, ...] = ()) -> None:
        super().__init__(message, advice=advice)
        self.tried = tried
        """Addresses that were looked at, in that order."""


class EngineDeniedError(DockerError):
    """There is an engine, and this user has no right to its socket."""


class EngineUnreachableError(DockerError):
    """The engine does not answer, or its connection broke off in the middle."""


class EngineRefusedError(DockerError):
    """The engine understood the request and refuses it."""

    def __init__(self, message: str, *, advice: str = "", status: int = 0) -> None:
        super().__init__(message, advice=advice)
        self.status = status
        """Of HTTP."""


class ContextError(DockerError):
    """The folder or the Dockerfile cannot be built from as they are. Nothing was sent."""


class BuildError(DockerError):
    """A build that failed."""

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        step: int = 0,
        steps: int = 0,
        instruction: str = "",
        lines: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, advice=advice)
        self.step = step
        """The step that failed, counted from 1; 0 when it failed before the first one."""
        self.steps = steps
        self.instruction = instruction
        """The step's line of the Dockerfile."""
        self.lines = lines
        """The last lines that the step wrote, oldest first."""


class ImageAbsentError(DockerError):
    """The engine has no such image."""


class PushError(DockerError):
    """A push that did not bring the image into the registry."""


class PushDeniedError(PushError):
    """The registry does not let this login push there, or does not have the repository."""


class PushInterruptedError(PushError):
    """The registry was not reached or the connection broke: the same push may be tried again."""


class PullError(DockerError):
    """An image that the engine could not get from its registry."""


class TrialError(DockerError):
    """A container that could not be made or started."""
