"""A bucket over the wire, and the worker on it: in this process, as a program, and as an image."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.launcher import LocalAccount
from tests.accounts import environment_for
from tests.local.cloud import Cloud
from tests.sources import ROOT
from tests.worker.worker_image import build
from worker.storage import Storage

IMAGE = "batchdeck-worker:tests"
_numbers = count(1)


@dataclass(frozen=True)
class Bucket:
    """A bucket of an embedded account."""

    name: str
    s3: Any
    environment: dict[str, str]

    @property
    def storage(self) -> Storage:
        """As the worker sees it."""
        return Storage(self.s3, self.name)

    def put(self, key: str, body: bytes) -> None:
        self.s3.put_object(Bucket=self.name, Key=key, Body=body)

    def get(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=self.name, Key=key)["Body"].read())

    def text(self, key: str) -> bytes:
        """What a compressed object holds."""
        return gzip.decompress(self.get(key))

    def keys(self, prefix: str = "") -> list[str]:
        listed = self.s3.list_objects_v2(Bucket=self.name, Prefix=prefix)
        return [one["Key"] for one in listed.get("Contents", ())]

    def uploads(self) -> int:
        """How many multipart uploads are under way."""
        return len(self.s3.list_multipart_uploads(Bucket=self.name).get("Uploads", ()))

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """The worker as a program of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "worker", *arguments],
            env={**os.environ, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Exit code and output of the worker, at its end."""
        with self.start(*arguments, **environment) as process:
            output, _ = process.communicate(timeout=120)
            return process.returncode, output


def bucket_of(account: LocalAccount) -> Bucket:
    """A new bucket in an account."""
    s3 = Cloud(account.endpoint, account.region).client("s3")
    name = f"worker-{os.getpid()}-{next(_numbers)}"
    place = {"LocationConstraint": account.region}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    environment = {
        **environment_for(account),
        "PYTHONPATH": str(ROOT / "worker"),
        "S3_BUCKET": name,
    }
    return Bucket(name, s3, environment)


@pytest.fixture
def bucket(local_account: LocalAccount) -> Bucket:
    """An empty bucket."""
    return bucket_of(local_account)


@pytest.fixture(scope="session")
def image(engine: DockerClient, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of the worker's image in the engine."""
    folder: Path = tmp_path_factory.mktemp("image")
    engine.images.get(build(engine, folder)).tag(*IMAGE.split(":"))
    return IMAGE
