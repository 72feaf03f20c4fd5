"""Reads what the engine tells while it pushes.

Source: Docker Engine API, "Push an image"; words of errors: distribution/distribution and
moby/moby, seen with Docker 20.10 and docker-registry 2.8.
"""

from __future__ import annotations

import re

from batchdeck.docker.engine_api import Message
from batchdeck.docker.errors import PushDeniedError, PushError, PushInterruptedError
from batchdeck.docker.layers import Layers, count
from batchdeck.docker.output import readable
from batchdeck.domain.container_image import PushedImage, PushProgress

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
#: What Podman says at the end, and Docker too: `TAG: digest: sha256:... size: 528`.
_SUMMARY = re.compile(r"digest: (sha256:[0-9a-f]{64})(?: size: (\d+))?")
#: Words of a registry that does not let this login do it, or has no such repository.
DENIED = re.compile(
    "denied|unauthorized|authentication|no basic auth credentials|forbidden|not authorized|"
    "name unknown|does not exist|incorrect username or password|authorization token has expired"
    "|status: 40[13]",
    re.IGNORECASE,
)
#: Words of a connection that was not made or broke, or of a registry that cannot just now.
INTERRUPTED = re.compile(
    r"no such host|connection (refused|reset)|\bEOF\b|broken pipe|timeout|timed out|"
    "network is unreachable|no route to host|request canceled|context canceled|use of closed|"
    "too ?many ?requests|proxyconnect|internal server error|bad gateway|service unavailable|"
    "unknown blob|blob upload (invalid|unknown)|status: 5..|closed by the remote|dial tcp",
    re.IGNORECASE,
)
_LOGIN = (
    "the login may have expired or lacks the right to push (for ECR: ecr:InitiateLayerUpload, "
    "UploadLayerPart, CompleteLayerUpload, PutImage), or the repository does not exist"
)
_AGAIN = "the layers that arrived stay there: push again"


class PushReader:
    """How far a push has come, from one message to the next."""

    def __init__(self, repository: str, tag: str) -> None:
        self._repository = repository
        self._tag = tag
        self._layers = Layers()
        self._pushed: PushedImage | None = None

    def feed(self, message: Message) -> PushProgress | None:
        """How things stand after a message; None when it changes nothing. Raises PushError."""
        if "error" in message or "errorDetail" in message:
            detail = message.get("errorDetail")
            text = detail.get("message") if isinstance(detail, dict) else None
            raise failure(str(text or message.get("error") or "no reason was given"))
        if isinstance(message.get("aux"), dict):
            self._summary(str(message["aux"].get("Digest", "")), message["aux"].get("Size"))
            return None
        status = readable(str(message.get("status", "")))
        if found := _SUMMARY.search(status):
            self._summary(found[1], found[2])
            return None
        if message.get("id", "") in {"", self._tag} or not self._layers.feed(message):
            return None
        return self._progress()

    def end(self) -> PushProgress:
        """The last progress, when nothing more comes. Raises PushError without a digest."""
        if self._pushed is None:
            raise PushInterruptedError(
                "the push ended without a digest: the registry may not have the image",
                advice=_AGAIN,
            )
        return self._progress()

    def _summary(self, digest: str, size: object) -> None:
        if _DIGEST.fullmatch(digest):
            known = self._pushed.size if self._pushed else 0
            self._pushed = PushedImage(self._repository, self._tag, digest, count(size) or known)

    def _progress(self) -> PushProgress:
        layers = self._layers
        return PushProgress(layers.all, layers.done, layers.total, self._pushed)


def failure(message: str) -> PushError:
    """The kind of failure that the engine's words tell of."""
    said = readable(message.replace("\n", " "))
    if DENIED.search(said):
        return PushDeniedError(said, advice=_LOGIN)
    if INTERRUPTED.search(said):
        return PushInterruptedError(said, advice=_AGAIN)
    if "immutable" in said:
        return PushError(said, advice="choose another tag: this repository never changes one")
    return PushError(said)
