"""The account as raw HTTP: what no AWS client would send, and what every one expects."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from batchdeck.local.batch import routes
from batchdeck.local.batch.operations import OPERATIONS
from tests.local.cloud import REGION, Cloud

AUTHORIZATION = (
    f"AWS4-HMAC-SHA256 Credential=testing/20260101/{REGION}/batch/aws4_request, "
    "SignedHeaders=host, Signature=0"
)


def post(cloud: Cloud, path: str, body: bytes, method: str = "POST") -> tuple[int, Any, Any]:
    """Status, headers and document of an answer."""
    request = urllib.request.Request(
        cloud.endpoint + path,
        data=body,
        method=method,
        headers={"Authorization": AUTHORIZATION, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, json.loads(error.read())


def test_an_answer_is_json_with_a_request_id(cloud: Cloud) -> None:
    status, headers, document = post(cloud, "/v1/describejobqueues", b"{}")
    assert (status, document) == (200, {"jobQueues": []})
    assert headers["Content-Type"] == "application/json"
    assert len(headers["x-amzn-RequestId"]) == 36


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff", "not valid JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "Resource jobName is required."),
        (b'{"jobName": 1, "jobQueue": "q", "jobDefinition": "d"}', "jobName must be of type"),
        (b'{"jobName": null, "jobQueue": "q", "jobDefinition": "d"}', "jobName is required"),
    ],
)
def test_a_request_that_is_not_one(cloud: Cloud, body: bytes, text: str) -> None:
    status, headers, document = post(cloud, "/v1/submitjob", body)
    assert status == 400
    assert headers["x-amzn-ErrorType"] == "ClientException"
    assert text in document["message"]


@pytest.mark.parametrize("path", ["/v1/newerthanthemodel", "/v1/tags/", "/v1/describejobs/"])
def test_a_path_without_an_operation_is_refused_as_batch_refuses(cloud: Cloud, path: str) -> None:
    status, headers, document = post(cloud, path, b"{}")
    assert (status, headers["x-amzn-ErrorType"]) == (404, "ClientException")
    assert path in document["message"]


def test_members_nobody_knows_are_ignored(cloud: Cloud) -> None:
    status, _, _ = post(cloud, "/v1/describejobqueues", b'{"fromTheFuture": 1}')
    assert status == 200


def test_a_wrong_method_is_refused(cloud: Cloud) -> None:
    status, headers, _ = post(cloud, "/v1/submitjob", b"{}", method="PUT")
    assert status == 404
    assert headers["x-amzn-ErrorType"] == "ClientException"


@pytest.mark.parametrize("name", routes.model().operation_names)
def test_an_operation_that_is_not_here_says_so(cloud: Cloud, name: str) -> None:
    http = routes.model().operation_model(name).http
    path = http["requestUri"].replace("{resourceArn}", "nothing")
    status, _, document = post(cloud, path, b"{}", method=http["method"])
    if name in OPERATIONS:
        assert status in (200, 400)
    else:
        assert status == 400
        assert document["message"] == f"{name} is not available in the local account."


def test_a_bug_of_ours_is_an_error_of_the_server_and_is_logged(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise KeyError("a bug")

    monkeypatch.setitem(OPERATIONS, "DescribeJobQueues", broken)
    status, headers, document = post(cloud, "/v1/describejobqueues", b"{}")
    assert status == 500
    assert headers["x-amzn-ErrorType"] == "ServerException"
    assert "KeyError: 'a bug'" in caplog.text
    assert "a bug" not in document["message"]


def test_regions_do_not_see_each_other(cloud: Cloud) -> None:
    name = cloud.definition()
    elsewhere = Cloud(cloud.endpoint, region="us-east-2")
    assert elsewhere.batch.describe_job_definitions(jobDefinitionName=name)["jobDefinitions"] == []
    assert cloud.batch.describe_job_definitions(jobDefinitionName=name)["jobDefinitions"]
