from __future__ import annotations

from batchdeck.aws.writes import (
    cancel_job,
    create_repository,
    deregister_job_definition,
    register_job_definition,
    submit_job,
    terminate_job,
)
from batchdeck.domain.connection import Connection
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.secret import Secret
from batchdeck.domain.submission import Submission

CONNECTION = Connection(region="eu-west-1", profile="prod")


def test_the_shortest_submission_overrides_nothing() -> None:
    write = submit_job(Submission("x", "q", "d:3"), "t1", CONNECTION)
    assert (write.service, write.operation) == ("batch", "SubmitJob")
    assert write.parameters == {
        "jobName": "x",
        "jobQueue": "q",
        "jobDefinition": "d:3",
        "tags": {"batchdeck:submission": "t1"},
    }
    assert write.line == (
        "aws batch submit-job --job-name x --job-queue q --job-definition d:3 "
        """--tags '{"batchdeck:submission":"t1"}' --region eu-west-1 --profile prod"""
    )


def test_a_full_submission() -> None:
    order = Submission(
        name="x",
        queue="q",
        definition="d",
        parameters=(("input", "s3://b/k"),),
        command=("sh", "-c", "true"),
        environment=(("TOKEN", "hunter22"),),
        vcpus=0.25,
        memory=512,
        attempts=3,
        timeout_seconds=600,
        tags=(("team", "genome"),),
    )
    write = submit_job(order, "t1", CONNECTION)
    assert write.parameters == {
        "jobName": "x",
        "jobQueue": "q",
        "jobDefinition": "d",
        "parameters": {"input": "s3://b/k"},
        "containerOverrides": {
            "command": ["sh", "-c", "true"],
            "environment": [{"name": "TOKEN", "value": "hunter22"}],
            "resourceRequirements": [
                {"type": "VCPU", "value": "0.25"},
                {"type": "MEMORY", "value": "512"},
            ],
        },
        "retryStrategy": {"attempts": 3},
        "timeout": {"attemptDurationSeconds": 600},
        "tags": {"team": "genome", "batchdeck:submission": "t1"},
    }
    assert "hunter22" not in write.line
    assert "hunter22" not in repr(write)


def test_whole_vcpus_are_sent_as_whole_numbers() -> None:
    write = submit_job(Submission("x", "q", "d", vcpus=4.0), "t", CONNECTION)
    sizes = write.parameters["containerOverrides"]["resourceRequirements"]
    assert sizes == [{"type": "VCPU", "value": "4"}]


def test_stopping_says_which_job_and_why() -> None:
    cancel = cancel_job("0a", "not needed", CONNECTION)
    terminate = terminate_job("0a", "not needed", CONNECTION)
    assert (cancel.operation, terminate.operation) == ("CancelJob", "TerminateJob")
    assert cancel.parameters == {"jobId": "0a", "reason": "not needed"} == terminate.parameters
    assert "aws batch cancel-job --job-id 0a --reason 'not needed'" in cancel.line


def test_a_definition_is_sent_as_it_is_and_shown_masked() -> None:
    variable = {"name": "TOKEN", "value": Secret("hunter22")}
    members = {"jobDefinitionName": "etl", "containerProperties": {"environment": [variable]}}
    write = register_job_definition(DefinitionDocument(members), CONNECTION)
    assert write.operation == "RegisterJobDefinition"
    sent = write.parameters["containerProperties"]["environment"]
    assert sent == [{"name": "TOKEN", "value": "hunter22"}]
    assert "aws batch register-job-definition --job-definition-name etl" in write.line
    assert "hunter22" not in write.line


def test_a_revision_is_deregistered_by_its_number() -> None:
    write = deregister_job_definition("etl:3", CONNECTION)
    assert write.parameters == {"jobDefinition": "etl:3"}
    assert "aws batch deregister-job-definition --job-definition etl:3" in write.line


def test_an_array_job_has_its_size() -> None:
    write = submit_job(Submission("x", "q", "d", array_size=10), "t1", CONNECTION)
    assert write.parameters["arrayProperties"] == {"size": 10}


def test_a_repository_whose_images_are_scanned() -> None:
    write = create_repository("team/worker", CONNECTION, immutable_tags=True)
    assert (write.service, write.operation) == ("ecr", "CreateRepository")
    assert write.line == (
        "aws ecr create-repository --repository-name team/worker "
        "--image-tag-mutability IMMUTABLE "
        """--image-scanning-configuration '{"scanOnPush":true}' --region eu-west-1 --profile prod"""
    )
    movable = create_repository("team/worker", CONNECTION, immutable_tags=False)
    assert movable.parameters["imageTagMutability"] == "MUTABLE"
