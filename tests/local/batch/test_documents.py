"""Answers are of the shapes that AWS's model promises."""

from __future__ import annotations

import pytest

from batchdeck.local.batch import documents
from batchdeck.local.batch.records import Document, JobQueueRecord
from tests.local.batch.builders import QUEUE, definition, environment
from tests.local.batch.shapes import check_shape


@pytest.mark.parametrize(
    ("document", "shape"),
    [
        (documents.compute_environment(environment(minvCpus=0)), "ComputeEnvironmentDetail"),
        (documents.compute_environment(environment("FARGATE")), "ComputeEnvironmentDetail"),
        (documents.job_queue(JobQueueRecord("queue", QUEUE, 1, ["arn"])), "JobQueueDetail"),
        (documents.job_definition(definition(parameters={"a": "b"})), "JobDefinition"),
    ],
)
def test_documents_are_of_the_shape_of_the_model(document: Document, shape: str) -> None:
    check_shape(document, shape)


def test_desired_vcpus_are_whole() -> None:
    record = environment()
    record.desired_vcpus = 0.25
    assert documents.compute_environment(record)["computeResources"]["desiredvCpus"] == 1
