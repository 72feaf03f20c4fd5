"""The worker as a program."""

from __future__ import annotations

import gzip
import json
import signal
from pathlib import Path

from tests.worker.conftest import Bucket

NODE = {"AWS_BATCH_JOB_NODE_INDEX": "1", "AWS_BATCH_JOB_NUM_NODES": "2"}


def test_from_files_to_a_result(tmp_path: Path, bucket: Bucket) -> None:
    for number in range(4):
        (tmp_path / f"{number}.dat").write_text(f"{number}\n")
    code, output = bucket.run("stage", str(tmp_path), f"s3://{bucket.name}/data")
    assert code == 0, output
    code, output = bucket.run("run", "--time", "2020-09-27T12:31:00Z", **NODE)
    assert code == 0, output
    (key,) = bucket.keys("out/")
    assert key == "out/20200927T123100Z/result-00001-of-00002.gz"
    assert bucket.text(key) == b"2\n3\n"


def test_a_wrong_setting_is_said_without_a_traceback(bucket: Bucket) -> None:
    code, output = bucket.run("run", S3_BUCKET="")
    assert code == 2
    assert len(output.splitlines()) == 1
    assert "S3_BUCKET is not set" in output


def test_a_damaged_input_has_a_code_of_its_own(bucket: Bucket) -> None:
    bucket.put("data/a.gz", b"rubbish")
    code, output = bucket.run("run", LOG_FORMAT="json", LOG_GROUP=f"/{bucket.name}")
    assert code == 65
    told = [json.loads(line) for line in output.splitlines()]
    assert told[-1]["level"] == "ERROR"
    assert "data/a.gz is not whole gzip" in told[-1]["message"]


def test_without_credentials_a_role_is_asked_for(bucket: Bucket) -> None:
    missing = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    code, output = bucket.run("run", **missing, AWS_EC2_METADATA_DISABLED="true")
    assert code == 69
    assert "jobRoleArn" in output


def test_sigterm_has_a_code_that_a_retry_rule_understands(bucket: Bucket) -> None:
    with bucket.start("probe", "--ok", "--seconds", "600") as process:
        assert process.stdout
        assert "started" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 75
        assert "interrupted by a signal" in process.stdout.read()


def test_a_signal_counts_while_the_program_is_still_starting(
    tmp_path: Path, bucket: Bucket
) -> None:
    bucket.put("data/a", b"text")
    (tmp_path / "boto3.py").write_text(
        "import os, signal, sys\nos.kill(os.getpid(), signal.SIGTERM)\n"
        "sys.path.remove(os.path.dirname(__file__))\n"
        "del sys.modules['boto3']\nimport boto3\n"
    )
    path = f"{tmp_path}:{bucket.environment['PYTHONPATH']}"
    with bucket.start("run", PYTHONPATH=path) as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 75, output
    assert bucket.keys("out/") == ["out/result.gz.checkpoint"]


def test_a_run_that_gets_sigterm_is_gone_on_with(bucket: Bucket) -> None:
    packed = [gzip.compress(b"%d\n" % number) for number in range(400)]
    for number, one in enumerate(packed):
        bucket.put(f"data/{number:03}.gz", one)
    with bucket.start("run", FETCH_THREADS="1", CHECKPOINT_SECONDS="0") as process:
        assert process.stdout
        while "saved" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(60) == 75, rest
    assert "the next attempt goes on there" in rest
    assert bucket.keys("out/") == ["out/result.gz.checkpoint"]
    code, output = bucket.run("run")
    assert code == 0, output
    assert "going on" in output
    assert bucket.get("out/result.gz") == b"".join(packed)
    assert bucket.keys("out/") == ["out/result.gz"]
