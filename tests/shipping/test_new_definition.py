"""A definition of the little that a container needs."""

from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.submission import Submission
from batchdeck.shipping.new_definition import with_new_definition
from batchdeck.shipping.order import Order

ORDER = Order(
    Submission("mine", "etl", "fresh", command=("run",), vcpus=0.5, memory=1024), repository="fresh"
)


def test_it_has_what_the_job_said_and_the_job_says_it_no_more() -> None:
    order = with_new_definition(ORDER, job_role="arn:aws:iam::1:role/work")
    assert order.new_definition is not None
    assert order.new_definition.members == {
        "jobDefinitionName": "fresh",
        "type": "container",
        "containerProperties": {
            "command": ["run"],
            "jobRoleArn": "arn:aws:iam::1:role/work",
            "resourceRequirements": [
                {"type": "VCPU", "value": "0.5"},
                {"type": "MEMORY", "value": "1024"},
            ],
        },
    }
    assert (order.job.command, order.job.vcpus, order.job.memory) == ((), None, None)


def test_a_job_for_fargate_has_a_definition_for_fargate() -> None:
    order = with_new_definition(replace(ORDER, job=replace(ORDER.job, fargate=True)))
    assert order.new_definition is not None
    assert order.new_definition.members["platformCapabilities"] == ["FARGATE"]
