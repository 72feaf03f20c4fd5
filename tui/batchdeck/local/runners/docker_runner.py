"""Runs attempts as containers of the Docker engine."""

from __future__ import annotations

import threading

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_run import Dock, DockerRun
from batchdeck.local.runners.images import DemoImage
from batchdeck.local.runners.leftovers import remove_labelled, remove_leftovers
from batchdeck.local.runners.line_batches import LineBatches
from batchdeck.local.runners.owner import ACCOUNT_LABEL, Owner
from batchdeck.local.runners.pulls import Pulls
from batchdeck.local.runners.runner import RunEvents, RunRequest
from batchdeck.local.runners.workers import Workers

#: Containers at a time; further attempts wait in STARTING.
LIMIT = 64
#: Seconds in which the attempts of a closing account should notice their end.
_LAST_WORDS = 2


class DockerRunner:
    """Every attempt is a container of its image."""

    simulated = False

    def __init__(self, engine: DockerEngine, environment: tuple[tuple[str, str], ...] = ()) -> None:
        """`environment`: what every container gets so that it can reach the account."""
        self.name = f"Docker {engine.version}"
        self._engine = engine
        self._owner = Owner.this_process()
        self._batches = LineBatches()
        self._changed = threading.Condition()
        self._runs: set[DockerRun] = set()
        self._closed = False
        self._workers = Workers(LIMIT, "job")
        self._dock = Dock(
            engine,
            self._owner,
            Pulls(engine.client),
            DemoImage(engine),
            self._batches,
            environment,
        )

    def prepare(self) -> None:
        """In the background: remove what a killed account left, and make the demo's image."""
        threading.Thread(target=self._prepare, name="engine-prepare", daemon=True).start()

    def start(self, request: RunRequest, events: RunEvents) -> DockerRun:
        """Begin an attempt and return at once."""
        run = DockerRun(self._dock, request, events)
        with self._changed:
            if self._closed:
                run.abandon()
            self._runs.add(run)
        self._workers.submit(lambda: self._work(run))
        return run

    def close(self) -> None:
        """Kill and remove every container of this account."""
        label = f"{ACCOUNT_LABEL}={self._owner.account}"
        with self._changed:
            self._closed = True
            for run in self._runs:
                run.abandon()
        remove_labelled(self._engine.client, label)
        with self._changed:
            ended = self._changed.wait_for(lambda: not self._runs, _LAST_WORDS)
        if not ended:
            # One that was just being created when the others were removed.
            remove_labelled(self._engine.client, label)
        self._batches.close()

    def _work(self, run: DockerRun) -> None:
        try:
            run.work()
        finally:
            with self._changed:
                self._runs.discard(run)
                self._changed.notify_all()

    def _prepare(self) -> None:
        remove_leftovers(self._engine.client)
        self._dock.demo_image.tag()
