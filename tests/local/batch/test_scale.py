"""An account of a hundred thousand jobs fits into memory, and its lists are whole."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

JOBS = 100_000
PROGRAM = f"""
import json
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.service import BatchService
from tests.benchmarks.full_account import QUEUE, fill, memory

service = BatchService("123456789012", "us-east-1")
before = memory()
fill(service, {JOBS})
megabytes = memory() - before

def pages(**request):
    while True:
        answer = OPERATIONS["ListJobs"](service, {{"jobQueue": QUEUE, **request}})
        yield [job["jobId"] for job in answer["jobSummaryList"]]
        if "nextToken" not in answer:
            return
        request["nextToken"] = answer["nextToken"]

def read(**request):
    found = list(pages(**request))
    ids = [job for page in found for job in page]
    return {{"pages": len(found), "ids": len(set(ids)), "sorted": ids == sorted(ids, reverse=True)}}

name = [{{"name": "JOB_NAME", "values": ["align-reads-5*"]}}]
print(json.dumps({{
    "megabytes": megabytes,
    "SUCCEEDED": read(jobStatus="SUCCEEDED"),
    "RUNNABLE": read(jobStatus="RUNNABLE"),
    "named": read(filters=name),
}}))
"""


@pytest.fixture(scope="module")
def read() -> Any:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def test_they_fit_into_memory(read: Any) -> None:
    assert read["megabytes"] <= 150


def test_every_list_is_read_to_its_end_newest_first(read: Any) -> None:
    named = sum(f"{number}".startswith("5") for number in range(0, JOBS, 4))
    assert read["SUCCEEDED"] == {"pages": 90, "ids": JOBS * 9 // 10, "sorted": True}
    assert read["RUNNABLE"] == {"pages": 10, "ids": JOBS // 10, "sorted": True}
    assert read["named"] == {"pages": -(-named // 100), "ids": named, "sorted": True}
