"""The layers of an image on their way, as the engine tells of them one by one."""

from __future__ import annotations

from batchdeck.docker.engine_api import Message
from batchdeck.docker.output import readable
from batchdeck.domain.container_image import Layer


class Layers:
    """What is known of each, in the order in which the engine named them."""

    def __init__(self) -> None:
        self._known: dict[str, Layer] = {}

    def feed(self, message: Message) -> bool:
        """Whether a message that names a layer changes something."""
        name, status = readable(str(message.get("id", ""))), readable(str(message["status"]))
        before = self._known.get(name)
        newer = _after(name, status, message.get("progressDetail"), before)
        if newer == before:
            return False
        self._known[name] = newer
        return True

    @property
    def all(self) -> tuple[Layer, ...]:
        """Every layer so far."""
        return tuple(self._known.values())

    @property
    def done(self) -> int:
        """Bytes of all layers that have gone or come."""
        return sum(layer.done for layer in self._known.values())

    @property
    def total(self) -> int:
        """Bytes of the layers whose size is known."""
        return sum(layer.total for layer in self._known.values())


def count(value: object) -> int:
    """A number of bytes; 0 for anything else."""
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return max(0, value) if isinstance(value, int) else 0


def _after(name: str, status: str, detail: object, before: Layer | None) -> Layer:
    done, total = (before.done, before.total) if before else (0, 0)
    # Extracting counts other bytes than those that came.
    if isinstance(detail, dict) and "current" in detail and status != "Extracting":
        done = count(detail["current"])
        # The engine's estimate may be less than what then goes.
        total = max(done, count(detail.get("total")), total)
    if status.startswith("Retrying"):
        done = 0
    newer = Layer(name, status, done, total)
    return Layer(name, status, total, total) if newer.settled else newer
