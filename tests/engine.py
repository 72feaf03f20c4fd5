"""The Docker engine and the registry of the machine the tests run on."""

from __future__ import annotations

import gc
import os
import urllib.error
import urllib.request
import warnings

import docker
import pytest
from docker.errors import DockerException

REGISTRY = "localhost:5000"
"""A registry on the loopback needs no TLS."""


def connect() -> docker.DockerClient:
    """A client of an engine that answers; the caller closes it."""
    reason = ""
    # The SDK leaves its socket open when nobody listens.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            return docker.from_env(timeout=60)
        except DockerException as error:
            reason = str(error)
        gc.collect()
    raise _absence(f"no Docker engine answers: {reason}")


def registry() -> str:
    """The registry's name in image references, when it answers."""
    try:
        with urllib.request.urlopen(f"http://{REGISTRY}/v2/", timeout=5):
            return REGISTRY
    except (urllib.error.URLError, OSError) as error:
        raise _absence(f"no registry answers on {REGISTRY}: {error}") from error


def _absence(reason: str) -> BaseException:
    """In CI everything has to be there; elsewhere the tests that need it are skipped."""
    if os.environ.get("CI") == "true":
        return pytest.fail.Exception(reason, pytrace=False)
    return pytest.skip.Exception(reason)
