from __future__ import annotations

from batchdeck.local.placement.starting.task import Task
from tests.local.batch.builders import environment


def test_secrets_of_containers_and_of_their_logging() -> None:
    logging = {"logDriver": "splunk", "secretOptions": [{"name": "token", "valueFrom": "b"}]}
    containers = (
        {"secrets": [{"name": "A", "valueFrom": "a"}], "logConfiguration": logging},
        {"image": "busybox"},
    )
    task = Task(environment(), containers)
    assert list(task.secrets) == [("A", "a"), ("token", "b")]
    assert list(task.log_configurations) == [logging]
