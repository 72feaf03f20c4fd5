from __future__ import annotations

from batchdeck.local.around.watching import watch
from batchdeck.local.batch.watcher import FACTORIES


def test_everybody_watches_once() -> None:
    watch()
    before = list(FACTORIES)
    watch()
    assert len(set(before)) == len(before) == len(FACTORIES)
