"""An object that is written as a stream, and appears when it is whole."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from worker.problems import StorageError
from worker.storage import Storage

LEAST_PART = 5 * 2**20
"""S3's own limit for every part but the last, in bytes."""
MOST_PARTS = 10_000
"""S3's own limit."""


@dataclass(frozen=True, slots=True)
class Stored:
    """How far an upload has come: enough to go on with it in another process."""

    upload: str = ""
    """The id of the multipart upload; empty while there is none."""
    etags: tuple[str, ...] = ()
    """Of the parts that S3 has, in order."""
    tail: bytes | bytearray = b""
    """What comes after them: less than a part. Not a copy: to be used before more is written."""


NOTHING = Stored()


def part_size(total: int) -> int:
    """Bytes of a part, so that `total` bytes fit: the least, unless they are many."""
    return max(LEAST_PART, -(-total // (MOST_PARTS - 1)))


class Upload:
    """Takes bytes, stores them part by part: one is stored while the next fills.

    `mark` is what the object is known by afterwards. All methods raise StorageError.
    """

    def __init__(
        self, storage: Storage, key: str, size: int, mark: str, begun: Stored = NOTHING
    ) -> None:
        self.key = key
        self._storage = storage
        self._size = size
        self._mark = mark
        self._upload = begun.upload
        self._etags = list(begun.etags)
        self._filling = bytearray(begun.tail)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._storing: Future[str] | None = None

    def write(self, data: bytes) -> bool:
        """Take bytes; whether a part became full."""
        view, filled = memoryview(data), False
        while len(view):
            room = self._size - len(self._filling)
            self._filling += view[:room]
            view = view[room:]
            if len(self._filling) == self._size:
                self._store()
                filled = True
        return filled

    def stored(self) -> Stored:
        """How far it has come, once every full part is stored."""
        self._settle()
        return Stored(self._upload, tuple(self._etags), self._filling)

    def finish(self) -> None:
        """Make the object appear; a small one without parts."""
        if not self._upload:
            self._storage.put(self.key, self._filling, self._mark)
        else:
            if self._filling:
                self._store()
            self._settle()
            self._complete()
        self._pool.shutdown()

    def discard(self) -> None:
        """Throw away what is stored."""
        if self._storing:
            self._storing.exception()
        if self._upload:
            self._storage.abort(self.key, self._upload)
        self._pool.shutdown()

    def _complete(self) -> None:
        """Where an answer was lost, the upload may be gone because it is complete."""
        try:
            self._storage.complete(self.key, self._upload, self._etags)
        except StorageError as error:
            if error.code != "NoSuchUpload" or self._storage.mark(self.key) != self._mark:
                raise

    def _store(self) -> None:
        self._settle()
        if not self._upload:
            self._upload = self._storage.begin_upload(self.key, self._mark)
        number = len(self._etags) + 1
        part, self._filling = self._filling, bytearray()
        self._storing = self._pool.submit(
            self._storage.store_part, self.key, self._upload, number, part
        )

    def _settle(self) -> None:
        storing, self._storing = self._storing, None
        if storing:
            self._etags.append(storing.result())
