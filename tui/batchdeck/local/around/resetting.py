"""`POST /moto-api/reset` at once: what is thrown away is not made anew first."""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Let moto drop its backends, of which it makes new ones when they are asked for.

    Its own reset first fills each of them again, with thousands of images and policies. Those
    that have something to stop or to close still do so.
    """
    from moto.core.base_backend import BackendDict, BaseBackend, backend_lock

    backends: Any = BackendDict

    def reset(cls: Any) -> None:
        with backend_lock:
            for service in cls._instances:
                for account in service.values():
                    for backend in account.values():
                        if type(backend).reset is not BaseBackend.reset:
                            backend.reset()
                service.clear()
            cls._instances.clear()

    backends.reset = classmethod(reset)
