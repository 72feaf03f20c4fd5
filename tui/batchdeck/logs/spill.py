"""Where lines go that do not fit into memory: a file without a name."""

from __future__ import annotations

import os
from typing import IO, NamedTuple


class Place(NamedTuple):
    """Where in the file something is, bytes."""

    offset: int
    length: int


class SpillFile:
    """An anonymous temporary file: it is gone when the process is, whichever way it went.

    It is made with the first `write`, in `$TMPDIR`, readable by nobody else.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def write(self, content: bytes) -> Place:
        """Keep `content`. Raises OSError when it cannot be kept; the rest stays as it is."""
        if self._file is None:
            import tempfile  # Not before the first frame: it is rarely needed.

            self._file = tempfile.TemporaryFile(prefix="batchdeck-")  # noqa: SIM115
        place = Place(self._end, len(content))
        written = 0
        while written < len(content):
            rest = memoryview(content)[written:]
            written += os.pwrite(self._file.fileno(), rest, place.offset + written)
        self._end += len(content)
        return place

    def read(self, place: Place) -> bytes:
        """What `write` kept there; in any thread. Raises OSError when the disk fails."""
        if self._file is None:
            raise OSError("nothing has been kept")
        found = bytearray()
        while len(found) < place.length:
            at = place.offset + len(found)
            part = os.pread(self._file.fileno(), place.length - len(found), at)
            if not part:
                raise OSError("the temporary file of the log is shorter than it was")
            found += part
        return bytes(found)

    def close(self) -> None:
        """Give the disk back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        self.close()
