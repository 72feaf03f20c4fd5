"""Joins the inputs of a shard into one result."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from worker.checkpoint import Checkpoint, Position, fingerprint, key_for
from worker.fetch import fetched
from worker.interrupts import Interrupts
from worker.logs import tell
from worker.members import EMPTY, Coder, coder
from worker.nodes import wait_for
from worker.problems import InputError, InterruptedRunError
from worker.settings import RunSettings
from worker.storage import Input, Storage
from worker.upload import Upload, part_size

_logger = logging.getLogger("worker.join")


def run(settings: RunSettings, storage: Storage, interrupts: Interrupts) -> None:
    """Join what `settings` name. Raises WorkerError.

    After InterruptedRunError and StorageError the next run goes on where this one stopped.
    """
    found = storage.inputs(settings.inputs)
    if not found:
        raise InputError(f"there is no input under {storage.url(settings.inputs)}")
    share = settings.shard.share(found)
    tell(
        _logger,
        "joining",
        inputs=len(share),
        of=len(found),
        bytes=sum(one.size for one in share),
        shard=f"{settings.shard.index} of {settings.shard.count}",
        result=storage.url(settings.result),
    )
    _Join(settings, storage, share).work(interrupts)
    if settings.nodes_seconds:
        marks = {
            settings.result_of(index): _Join(settings, storage, other.share(found)).mark
            for index, other in enumerate(settings.shard.all())
            if index != settings.shard.index
        }
        wait_for(marks, storage, settings.nodes_seconds, interrupts)


class _Join:
    def __init__(self, settings: RunSettings, storage: Storage, inputs: Sequence[Input]) -> None:
        self._settings = settings
        self._storage = storage
        self._inputs = inputs
        # What is not compressed yet may grow by 5 bytes in 16 KiB, and by its header.
        self._size = part_size(sum(one.size + one.size // 1024 + 64 for one in inputs))
        self.mark = fingerprint(inputs, self._size, settings.level)
        """What the result is known by: it tells what it was made of."""
        self._position = Position()
        self._saved_at = time.monotonic()

    def work(self, interrupts: Interrupts) -> None:
        """From where it is to the end."""
        if self._storage.mark(self._settings.result) == self.mark:
            tell(_logger, "nothing to do: this result of these inputs is stored already")
            self._storage.delete(key_for(self._settings.result))
            return
        upload = self._begin()
        try:
            self._join(upload, interrupts)
        except InterruptedRunError as error:
            self._save(upload)
            raise InterruptedRunError(
                f"{error}: saved after {self._position.index} of {len(self._inputs)} inputs, "
                "the next attempt goes on there"
            ) from error
        except InputError:
            self._remove_all(upload)
            raise
        upload.finish()
        self._storage.delete(key_for(self._settings.result))
        tell(_logger, "stored the result", result=self._storage.url(self._settings.result))

    def _join(self, upload: Upload, interrupts: Interrupts) -> None:
        start, skip = self._position.index, self._position.offset
        current: Coder | None = None
        threads = self._settings.threads
        for piece, data in fetched(self._storage, self._inputs, start, threads, interrupts):
            if piece.first:
                name = self._storage.url(self._inputs[piece.index].key)
                current = coder(name, self._settings.level)
            assert current
            made = current.feed(data)
            if piece.last:
                made += current.end()
            # What an earlier attempt has stored of the input is made again and left out.
            fresh, skip = made[skip:], max(0, skip - len(made))
            self._position = Position(piece.index, self._position.offset + len(fresh))
            upload.write(fresh)
            if piece.last:
                self._position = Position(piece.index + 1)
            if piece.last or self._settings.checkpoint_seconds:
                self._save_if_due(upload)
        if not any(one.size for one in self._inputs):
            upload.write(EMPTY)

    def _begin(self) -> Upload:
        """A new upload, or the one that an earlier attempt has left."""
        key, result = key_for(self._settings.result), self._settings.result
        data = self._storage.read(key)
        left = Checkpoint.decoded(data) if data is not None else None
        if not left:
            return Upload(self._storage, result, self._size, self.mark)
        id_ = left.stored.upload
        if left.inputs == self.mark and (not id_ or self._storage.has_upload(result, id_)):
            self._position = left.position
            tell(_logger, "going on", after=left.position.index, parts=len(left.stored.etags))
            return Upload(self._storage, result, self._size, self.mark, left.stored)
        if id_:
            self._storage.abort(result, id_)
        tell(_logger, "starting anew: the inputs have changed, or the upload is gone")
        return Upload(self._storage, result, self._size, self.mark)

    def _save_if_due(self, upload: Upload) -> None:
        if time.monotonic() - self._saved_at >= self._settings.checkpoint_seconds:
            self._save(upload)

    def _save(self, upload: Upload) -> None:
        checkpoint = Checkpoint(self.mark, self._position, upload.stored())
        self._storage.put(key_for(self._settings.result), checkpoint.encoded())
        self._saved_at = time.monotonic()
        tell(_logger, "saved", after=self._position.index, of=len(self._inputs))

    def _remove_all(self, upload: Upload) -> None:
        upload.discard()
        self._storage.delete(key_for(self._settings.result))
