"""What is left when an account has to go before everything is removed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from docker import DockerClient

from batchdeck.local.runners import cleaner
from batchdeck.local.runners.cleaner import clean_up_after
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.owner import JOB_LABEL, Owner
from tests.local.cloud import eventually

HURRIED = """
import os, sys
from batchdeck.local.runners.cleaner import leave_to_cleaner
from batchdeck.local.runners.docker_engine import find_engine
from batchdeck.local.runners.owner import Owner
client, labels = find_engine(timeout=30).client, Owner.this_process().labels("in-a-hurry")
client.start(client.create_container(sys.argv[1], ["sleep", "1000"], labels=labels)["Id"])
leave_to_cleaner()
os._exit(1)
"""


@pytest.mark.engine
def test_what_an_account_leaves_is_removed_after_it(
    docker_engine: DockerEngine, engine: DockerClient, demo_image: str
) -> None:
    done = subprocess.run([sys.executable, "-c", HURRIED, demo_image], check=False)
    assert done.returncode == 1
    mine = {"label": f"{JOB_LABEL}=in-a-hurry"}
    eventually(lambda: not engine.api.containers(all=True, filters=mine), 120)


def test_an_account_that_stays_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaner, "_PATIENCE", 0.2)
    assert not clean_up_after(Owner.this_process().process)
