"""What is checked before anything is done."""

from __future__ import annotations

import pytest

from worker.problems import SettingsError
from worker.settings import destination, log_settings, run_settings


def test_a_bucket_is_enough() -> None:
    settings = run_settings({"S3_BUCKET": "my-bucket"})
    assert (settings.inputs, settings.result) == ("data/", "out/result.gz")


def test_a_scheduled_run_has_a_folder_of_its_own() -> None:
    environment = {"S3_BUCKET": "my-bucket", "SHARD_INDEX": "1", "SHARD_COUNT": "2"}
    settings = run_settings(environment, "2020-09-27T21:31:00+09:00")
    assert settings.result == "out/20200927T123100Z/result-00001-of-00002.gz"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    environment = {
        "S3_BUCKET": "s3://bucket",
        "S3_INPUT_PREFIX": "s3://bucket/data",
        "SHARD_INDEX": "x",
        "SHARD_COUNT": "2",
        "FETCH_THREADS": "0",
        "CHECKPOINT_SECONDS": "-1",
        "COMPRESSION_LEVEL": "ten",
    }
    with pytest.raises(SettingsError) as caught:
        run_settings(environment, "2020-09-27T12:31:00")
    for name in (*environment, "--time"):
        if name != "SHARD_COUNT":
            assert f"{name} is " in str(caught.value)


@pytest.mark.parametrize("output", ["data", "data/out"])
def test_results_cannot_become_inputs(output: str) -> None:
    with pytest.raises(SettingsError, match="results would become inputs"):
        run_settings({"S3_BUCKET": "my-bucket", "S3_OUTPUT_PREFIX": output})


def test_only_a_main_node_waits_for_others() -> None:
    environment = {
        "S3_BUCKET": "my-bucket",
        "AWS_BATCH_JOB_NODE_INDEX": "1",
        "AWS_BATCH_JOB_NUM_NODES": "3",
        "AWS_BATCH_JOB_MAIN_NODE_INDEX": "1",
        "NODES_SECONDS": "60",
    }
    settings = run_settings(environment)
    assert settings.nodes_seconds == 60
    assert settings.result_of(2) == "out/result-00002-of-00003.gz"
    assert run_settings({**environment, "AWS_BATCH_JOB_MAIN_NODE_INDEX": "0"}).nodes_seconds == 0
    assert run_settings({"S3_BUCKET": "my-bucket"}).nodes_seconds == 0


def test_a_missing_bucket_is_named() -> None:
    with pytest.raises(SettingsError, match="S3_BUCKET is not set"):
        run_settings({})


def test_a_destination_is_a_bucket_and_a_prefix() -> None:
    assert destination("s3://my-bucket/data") == ("my-bucket", "data/")
    assert destination("s3://my-bucket") == ("my-bucket", "")
    for wrong in ("my-bucket/data", "s3:///data", "http://my-bucket/", "s3://MY_BUCKET/"):
        with pytest.raises(SettingsError, match="bucket"):
            destination(wrong)


def test_only_two_forms_of_lines_are_known() -> None:
    assert log_settings({"LOG_FORMAT": "json", "LOG_GROUP": "/mine"}).form == "json"
    with pytest.raises(SettingsError, match="LOG_FORMAT is 'xml'"):
        log_settings({"LOG_FORMAT": "xml"})
