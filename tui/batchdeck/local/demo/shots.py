"""The studio renders one shot after the other: an array of frames, then a movie of them."""

from __future__ import annotations

from itertools import count

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService

FRAMES = 12
FIRST = 420
QUEUE = "render-farm"


class Shots:
    """Submits a shot when the one before it has become a movie."""

    def __init__(self, service: BatchService) -> None:
        self._service = service
        self._numbers = count(FIRST)
        self._movie = ""

    def submit(self) -> None:
        """The frames, and the movie that waits for them. Raises ClientError."""
        shot = f"{next(self._numbers):04d}"
        frames = self._submit(f"shot-{shot}", "render-frame", shot, array={"size": FRAMES})
        self._movie = self._submit(f"movie-{shot}", "encode-movie", shot, after=frames)

    def turn(self) -> None:
        """Go on with the next shot when the movie of the last one is over. Raises ClientError."""
        if not self._movie:
            return
        with self._service.account.lock:
            movie = self._service.account.jobs.get(self._movie)
            over = movie is None or movie.is_over
        if over:
            self.submit()

    def _submit(
        self, name: str, definition: str, shot: str, array: Document | None = None, after: str = ""
    ) -> str:
        request: Document = {
            "jobName": name,
            "jobQueue": QUEUE,
            "jobDefinition": definition,
            "parameters": {"shot": shot},
            "tags": {"team": "studio", "shot": shot},
        }
        if array:
            request["arrayProperties"] = array
        if after:
            request["dependsOn"] = [{"jobId": after}]
        with self._service.account.lock:
            return str(OPERATIONS["SubmitJob"](self._service, request)["jobId"])
