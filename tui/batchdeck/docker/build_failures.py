"""What would help a build that failed, from the words of the engine and of the step.

Source: moby/moby, builder/dockerfile and daemon/images; seen with Docker 20.10.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NO_ROOM = (
    "the engine's disk is full: docker system df shows what for, docker image prune removes "
    "images without a name"
)
_NO_SOURCE = (
    "paths of COPY and ADD are relative to the context folder; look whether it is there and "
    "not left out by .dockerignore"
)
_NO_BASE = "look at the name and tag of the base image, and docker login to its registry"
_OTHER_MACHINE = (
    "the base image is made for another architecture than the engine: choose another platform, "
    "or install qemu-user-static on the engine's machine"
)
_BUILDKIT = "install docker-buildx beside the docker command, or write the step without it"
_UNREACHED = (
    "no such host|connection refused|i/o timeout|network is unreachable|no route to host|"
    "handshake timeout|request canceled while waiting|temporary failure in name|bad address|"
    "could not resolve|proxyconnect"
)
_MISSING = "not found in build context|forbidden path outside|no source files were|copier: stat"
_UNKNOWN = (
    "manifest unknown|manifest for .* not found|pull access denied|repository does not exist|"
    "no basic auth credentials|unauthorized|authentication required"
)
_ADVICE = {
    "no space left on device|disk quota exceeded": _NO_ROOM,
    "requires buildkit": _BUILDKIT,
    _MISSING: _NO_SOURCE,
    "exec format error": _OTHER_MACHINE,
    # Docker 20.10 looks through all images for one it could use again.
    "unable to find image": "somebody removed an image just now: build again",
    _UNKNOWN: _NO_BASE,
    _UNREACHED: "",
    "returned a non-zero code: 137": "it was killed, most likely for want of memory",
    "unknown operating system or architecture": "a platform is linux/amd64 or linux/arm64",
    "failed to reach build target": "name a stage of the Dockerfile: FROM ... AS NAME",
    "base name .* should not be blank": "give the build argument that FROM uses a value",
}
_PATTERNS = {re.compile(words, re.IGNORECASE): advice for words, advice in _ADVICE.items()}
_REGISTRY = (
    "the engine cannot reach the registry: on a host without internet use a base image that "
    "the engine has (docker images), or bring one with docker save and docker load"
)
_NETWORK = (
    "the step cannot reach the network: behind a proxy give the build arguments HTTP_PROXY "
    "and HTTPS_PROXY"
)


def advice_for(message: str, lines: Sequence[str], instruction: str) -> str:
    """What to do, in one line; empty when nothing better is known than the message itself.

    `lines` are the last ones that the step wrote, `instruction` its line of the Dockerfile.
    """
    for text in (message, *reversed(lines)):
        for pattern, advice in _PATTERNS.items():
            if pattern.search(text):
                return advice or _connection(instruction)
    return ""


def _connection(instruction: str) -> str:
    word = instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""
    return _NETWORK if word in {"RUN", "ADD"} else _REGISTRY
