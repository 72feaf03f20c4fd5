"""The main node and the others."""

from __future__ import annotations

import threading

import pytest

from tests.worker.conftest import Bucket
from worker.interrupts import Interrupts
from worker.nodes import wait_for
from worker.problems import InterruptedRunError, StorageError


def test_it_ends_when_all_results_are_there(bucket: Bucket) -> None:
    bucket.storage.put("out/1", b"", "one")
    bucket.storage.put("out/2", b"", "of another run")
    later = threading.Timer(0.5, bucket.storage.put, ["out/2", b"", "two"])
    later.start()
    wait_for({"out/1": "one", "out/2": "two"}, bucket.storage, 60, Interrupts(), every=0.1)
    later.join()
    assert bucket.storage.mark("out/2") == "two"


def test_a_node_that_stores_nothing_is_named(bucket: Bucket) -> None:
    with pytest.raises(StorageError, match=r"1 of 1 other nodes .*out/1: look at their logs"):
        wait_for({"out/1": "one"}, bucket.storage, 0, Interrupts())


def test_the_wait_can_be_interrupted(bucket: Bucket) -> None:
    interrupts = Interrupts()
    interrupts.ask()
    with pytest.raises(InterruptedRunError):
        wait_for({"out/1": "one"}, bucket.storage, 60, interrupts)
