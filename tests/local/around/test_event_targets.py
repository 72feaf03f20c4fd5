from __future__ import annotations

import json

from batchdeck.local.around.event_targets import payload, service_of

EVENT = {
    "id": "1",
    "time": "2026-01-01T00:00:00Z",
    "ingestion-time": 1.0,
    "detail": {"jobName": "nightly", "status": "FAILED"},
}
ARN = {"Arn": "arn:aws:sqs:eu-west-1:123456789012:queue"}


def test_a_target_gets_the_event() -> None:
    sent = json.loads(payload(ARN, EVENT))
    assert sent["detail"] == EVENT["detail"]
    assert "ingestion-time" not in sent


def test_a_constant_goes_before_it() -> None:
    assert payload({**ARN, "Input": "[1]"}, EVENT) == "[1]"


def test_a_template_makes_something_else_of_it() -> None:
    transformer = {
        "InputPathsMap": {"job": "$.detail.jobName", "status": "$.detail.status"},
        "InputTemplate": '{"text": "<job> is <status>"}',
    }
    sent = payload({**ARN, "InputTransformer": transformer}, EVENT)
    assert json.loads(sent) == {"text": "nightly is FAILED"}


def test_the_service_stands_in_the_arn() -> None:
    assert service_of(ARN) == "sqs"
