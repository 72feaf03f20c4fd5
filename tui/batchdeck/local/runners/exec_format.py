"""What becomes of an image on a host of another architecture."""

from __future__ import annotations

from batchdeck.local.runners.programs import is_demo_image
from batchdeck.local.runners.runner import RunRequest

EXIT_CODE = 255
#: The engine's names for what EC2 calls otherwise.
_NAMES = {"amd64": "x86_64", "aarch64": "arm64"}
_DEMO = "x86_64"
"""What the demo's images are said to be: they are made for whatever host they run on."""


def exec_format_error(request: RunRequest, image_architecture: str) -> str:
    """The only line of its log; empty when image and host go together.

    `image_architecture` is the engine's word for it, which does not count for the demo's.
    """
    found = _DEMO if is_demo_image(request.image) else image_architecture
    if not request.architecture or _NAMES.get(found, found) == request.architecture:
        return ""
    program = request.command[0] if request.command else "/docker-entrypoint.sh"
    return f"exec {program}: exec format error"
