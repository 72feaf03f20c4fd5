"""The sample worker, beside the same work done by a shell script."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.accounts import environment_for, serving
from tests.benchmarks.report import Line
from tests.benchmarks.surroundings import PEERS, alternating, environment
from tests.local.cloud import Cloud
from tests.sources import ROOT

NAME = "worker"
BUCKET = "bench"
INPUTS = 16
LINES = 150_000
"""Of each input: about 5 MB, 1.5 MB of them compressed."""
TIMES = 3
SHELL = f"""
aws s3 cp --quiet --recursive s3://{BUCKET}/data "$1/data"
gunzip "$1"/data/*.gz
cat "$1"/data/* > "$1/joined"
gzip "$1/joined"
aws s3 cp --quiet "$1/joined.gz" s3://{BUCKET}/shell/result.gz
"""
"""What the articles do: fetch all, decompress, join, compress, store, remove."""


def measure() -> list[Line]:
    """Seconds from start to end, of the whole program."""
    with serving("--engine", "none") as account:
        s3 = Cloud(account.endpoint, account.region).client("s3")
        place = {"LocationConstraint": account.region}
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        for number in range(INPUTS):
            s3.put_object(Bucket=BUCKET, Key=f"data/{number:02}.gz", Body=_packed(number))
        settings = {
            **environment(),
            **environment_for(account),
            "PYTHONPATH": str(ROOT / "worker"),
            "PATH": f"{PEERS}:{os.environ['PATH']}",
            "S3_BUCKET": BUCKET,
        }
        mine, theirs = alternating(lambda: _ours(settings), lambda: _shell(settings), TIMES)
        results = [
            gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
            for key in (_result(s3), "shell/result.gz")
        ]
        assert results[0] == results[1]
    text = f"{INPUTS} inputs joined, {len(results[0]) // 10**6} MB"
    return [Line(NAME, text, "s", mine, 1, theirs, "shell script")]


def _packed(number: int) -> bytes:
    made = random.Random(number)
    lines = (f"{made.randrange(10**9)},{at},ok,0.{made.randrange(100)}\n" for at in range(LINES))
    return gzip.compress("".join(lines).encode())


def _ours(settings: dict[str, str]) -> float:
    # A result that is there already would not be made again.
    moment = datetime.now(UTC).isoformat()
    return _seconds([sys.executable, "-m", "worker", "run", "--time", moment], settings)


def _result(s3: Any) -> str:
    """The key of one of the results."""
    return str(s3.list_objects_v2(Bucket=BUCKET, Prefix="out/")["Contents"][0]["Key"])


def _shell(settings: dict[str, str]) -> float:
    folder = Path(tempfile.mkdtemp(prefix="batchdeck-bench-"))
    try:
        return _seconds(["sh", "-euc", SHELL, "sh", str(folder)], settings)
    finally:
        shutil.rmtree(folder)


def _seconds(command: list[str], settings: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=settings, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {NAME: measure}
