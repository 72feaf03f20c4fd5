"""Nothing of the developer's own set-up reaches the tests, and nothing of theirs reaches it."""

from __future__ import annotations

import os
import time
from collections.abc import MutableMapping
from pathlib import Path

FOREIGN = ("AWS_", "BATCHDECK_", "BOTO", "MOTO_", "TEXTUAL", "XDG_")
"""Beginnings of variables that change what the code under test does."""
FOREIGN_NAMES = (
    *("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "COLUMNS", "LINES"),
    "DOCKER_CONFIG",
)


def isolate(environment: MutableMapping[str, str], home: Path) -> None:
    """Empty the environment of what steers AWS, Docker and the terminal; `home` is the new home.

    There are no credentials afterwards, and the metadata service is not asked for any.
    """
    for name in list(environment):
        if name.startswith(FOREIGN) or name in FOREIGN_NAMES:
            del environment[name]
    environment.update(
        HOME=str(home),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_CACHE_HOME=str(home / "cache"),
        XDG_STATE_HOME=str(home / "state"),
        DOCKER_CONFIG=str(home / "docker"),
        AWS_CONFIG_FILE=str(home / "aws-config"),
        AWS_SHARED_CREDENTIALS_FILE=str(home / "aws-credentials"),
        AWS_EC2_METADATA_DISABLED="true",
        NO_PROXY="localhost,127.0.0.1",
        no_proxy="localhost,127.0.0.1",
        TERM="xterm-256color",
        TZ="UTC",
    )


def isolate_process(home: Path) -> None:
    """`isolate` for this process and the ones it starts."""
    isolate(os.environ, home)
    time.tzset()
