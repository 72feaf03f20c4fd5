"""State machines whose tasks are jobs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from batchdeck.local.around import schedules
from batchdeck.local.around.step_functions import operation_model
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


@pytest.fixture(autouse=True)
def _interpreter_finds_the_account(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_PORT", str(urlsplit(cloud.endpoint).port))


def execution(cloud: Cloud, resource: str, **parameters: Any) -> Any:
    """A function that tells how the execution of one Batch task stands."""
    states = cloud.client("stepfunctions")
    task = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::batch:{resource}",
        "Parameters": {
            "JobName": "from-states",
            "JobQueue": cloud.queue(),
            "JobDefinition": cloud.definition(),
            **parameters,
        },
        "End": True,
    }
    machine = states.create_state_machine(
        name=cloud.name("machine"),
        definition=json.dumps({"StartAt": "Run", "States": {"Run": task}}),
        roleArn="arn:aws:iam::123456789012:role/states",
    )
    started = states.start_execution(stateMachineArn=machine["stateMachineArn"], input="{}")
    return lambda: states.describe_execution(executionArn=started["executionArn"])


def ended(told: Any, status: str) -> Any:
    """How an execution stands once it is in that state."""
    return eventually(lambda: (now := told())["status"] == status and now, 20)


def test_a_task_that_waits_for_its_job(cloud: Cloud, runner: ScriptedRunner) -> None:
    overrides = {"Environment": [{"Name": "DAY", "Value": "monday"}], "Command": ["run"]}
    told = execution(cloud, "submitJob.sync", ContainerOverrides=overrides)
    run = runner.next(20)
    assert run.request.command == ("run",)
    variables = dict(run.request.environment)
    assert variables["DAY"] == "monday"
    assert variables["MANAGED_BY_AWS"] == "STARTED_BY_STEP_FUNCTIONS"
    assert told()["status"] == "RUNNING"
    run.finish(0)
    output = json.loads(ended(told, "SUCCEEDED")["output"])
    assert (output["JobId"], output["Status"]) == (run.request.job_id, "SUCCEEDED")


def test_a_job_that_fails_fails_its_execution(cloud: Cloud, runner: ScriptedRunner) -> None:
    runner.script = lambda run: run.finish(7)
    told = ended(execution(cloud, "submitJob.sync"), "FAILED")
    assert told["error"] == "States.TaskFailed"
    assert json.loads(told["cause"])["Container"]["ExitCode"] == 7


def test_a_task_that_only_submits(cloud: Cloud, runner: ScriptedRunner) -> None:
    output = json.loads(ended(execution(cloud, "submitJob"), "SUCCEEDED")["output"])
    run = runner.next()
    assert output["JobId"] == run.request.job_id
    assert cloud.job(output["JobId"])["jobName"] == "from-states"


def test_a_refused_job_fails_its_execution(cloud: Cloud) -> None:
    told = ended(execution(cloud, "submitJob.sync", JobQueue="nowhere"), "FAILED")
    assert told["error"] == "Batch.ClientException"
    assert "nowhere" in told["cause"] or "does not exist" in told["cause"]


ROLE = "arn:aws:iam::123456789012:role/states"


def daily_stack(cloud: Cloud) -> Any:
    """A template with a state machine that runs a job, and a rule that starts it every day."""
    parameters = {
        "JobName": "daily",
        "JobQueue": cloud.queue(),
        "JobDefinition": cloud.definition(),
    }
    resource = "arn:aws:states:::batch:submitJob.sync"
    task = {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}
    definition = json.dumps({"StartAt": "Run", "States": {"Run": task}})
    target = {"Id": "machine", "Arn": {"Ref": "Machine"}, "RoleArn": ROLE}
    return {
        "Resources": {
            "Machine": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {"DefinitionString": definition, "RoleArn": ROLE},
            },
            "Rule": {
                "Type": "AWS::Events::Rule",
                "Properties": {"ScheduleExpression": "cron(31 12 * * ? *)", "Targets": [target]},
            },
        }
    }


def test_a_machine_of_a_stack_is_started_by_a_rule_of_the_stack(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    runner.script = lambda run: run.finish(0)
    formation, stack = cloud.client("cloudformation"), cloud.name("stack")
    formation.create_stack(StackName=stack, TemplateBody=json.dumps(daily_stack(cloud)))
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0) + timedelta(days=1)
    schedules.look(noon)
    schedules.look(noon + timedelta(minutes=31))
    states = cloud.client("stepfunctions")
    machines = states.list_state_machines()["stateMachines"]
    (machine,) = [one["stateMachineArn"] for one in machines if one["name"].startswith(stack)]

    def succeeded() -> list[Any]:
        found = states.list_executions(stateMachineArn=machine)["executions"]
        return [one for one in found if one["status"] == "SUCCEEDED"]

    eventually(succeeded, 60)
    (run,) = runner.requests
    assert cloud.job(run.job_id)["jobName"] == "daily"
    formation.delete_stack(StackName=stack)


def test_models_of_operations() -> None:
    assert operation_model("batch", "submit_job").name == "SubmitJob"
    assert operation_model("batch", "fly") is None
    assert operation_model("no-such-service", "submit_job") is None
