"""The AWS CLI as a client that knows nothing of this account."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.local.cloud import REGION, Cloud
from tests.local.scripted_runner import ScriptedRunner

SETTINGS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_MAX_ATTEMPTS": "1",
    "AWS_PAGER": "",
}


class CommandLine:
    """`aws batch ...` against one account; nothing of the user's own settings is read."""

    def __init__(self, endpoint: str, home: Path) -> None:
        self._command = [sys.executable, "-m", "awscli", "--endpoint-url", endpoint, "batch"]
        self._environment = {**SETTINGS, "HOME": str(home)}

    def run(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run an operation; options that are no strings are written as JSON."""
        given = [
            word
            for name, value in options.items()
            for word in (
                "--" + name.replace("_", "-"),
                value if isinstance(value, str) else json.dumps(value),
            )
        ]
        return subprocess.run(
            [*self._command, *words, *given],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def __call__(self, *words: str, **options: Any) -> Any:
        """The answer of an operation."""
        done = self.run(*words, **options)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout or "{}")


@pytest.fixture
def aws(endpoint: str, tmp_path: Path) -> CommandLine:
    return CommandLine(endpoint, tmp_path)


def test_a_job_from_its_definition_to_its_end(
    cloud: Cloud, runner: ScriptedRunner, aws: CommandLine
) -> None:
    queue, name = cloud.queue(), cloud.name("definition")
    size = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
    made = aws(
        "register-job-definition",
        job_definition_name=name,
        type="container",
        container_properties={"image": "busybox", "resourceRequirements": size},
    )
    job = aws("submit-job", job_name="job", job_queue=queue, job_definition=name)
    runner.next().finish(0)
    cloud.wait(job["jobId"], "SUCCEEDED")
    (told,) = aws("describe-jobs", jobs=job["jobId"])["jobs"]
    assert told["jobDefinition"] == made["jobDefinitionArn"]
    assert told["attempts"][0]["container"]["exitCode"] == 0
    listed = aws("list-jobs", job_queue=queue, job_status="SUCCEEDED")["jobSummaryList"]
    assert [one["jobId"] for one in listed] == [job["jobId"]]


def test_lists_are_read_page_by_page(cloud: Cloud, aws: CommandLine) -> None:
    names = [cloud.name("licence") for _ in range(3)]
    for name in names:
        aws("create-consumable-resource", consumable_resource_name=name, total_quantity="1")
    listed = aws("list-consumable-resources", page_size="2")["consumableResources"]
    assert [one["consumableResourceName"] for one in listed] == names


def test_a_refusal_is_read_as_one_of_batch(cloud: Cloud, aws: CommandLine) -> None:
    done = aws.run("list-jobs", job_queue="nobody")
    assert done.returncode != 0
    assert "(ClientException)" in done.stderr
    assert "JobQueue nobody not found." in done.stderr
