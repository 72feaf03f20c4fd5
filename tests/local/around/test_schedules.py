from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from batchdeck.local.around import schedules
from tests.local.cloud import Cloud, eventually

MINUTE = timedelta(minutes=1)
WINDOW = {"Mode": "OFF"}
ROLE = "arn:aws:iam::123456789012:role/events"


@pytest.fixture
def queue(cloud: Cloud) -> str:
    """The name of a queue whose jobs wait."""
    environment = cloud.environment()
    name = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return name


@pytest.fixture
def rules(cloud: Cloud) -> Iterator[Any]:
    """EventBridge; its rules are removed."""
    events = cloud.client("events")
    yield events
    for rule in events.list_rules()["Rules"]:
        targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        events.remove_targets(Rule=rule["Name"], Ids=[one["Id"] for one in targets])
        events.delete_rule(Name=rule["Name"])


@pytest.fixture
def scheduler(cloud: Cloud) -> Iterator[Any]:
    """EventBridge Scheduler; its schedules are removed."""
    client = cloud.client("scheduler")
    yield client
    for schedule in client.list_schedules()["Schedules"]:
        client.delete_schedule(Name=schedule["Name"])


def submitted(cloud: Cloud, queue: str) -> list[Any]:
    """The jobs of a queue, oldest first."""
    filters = [{"name": "JOB_NAME", "values": ["*"]}]
    found = cloud.batch.list_jobs(jobQueue=queue, filters=filters)["jobSummaryList"]
    ids = [job["jobId"] for job in reversed(found)]
    return list(cloud.batch.describe_jobs(jobs=ids)["jobs"]) if ids else []


def batch_target(cloud: Cloud, queue: str, **members: Any) -> dict[str, Any]:
    parameters = {"JobName": "nightly", "JobDefinition": cloud.definition()}
    arn = cloud.backend.account.arn(f"job-queue/{queue}")
    return {"Id": "1", "Arn": arn, "RoleArn": ROLE, "BatchParameters": parameters, **members}


def test_a_rule_submits_a_job_every_minute(cloud: Cloud, rules: Any, queue: str) -> None:
    rules.put_rule(Name="every-minute", ScheduleExpression="rate(1 minute)")
    rules.put_targets(Rule="every-minute", Targets=[batch_target(cloud, queue)])
    now = datetime.now(UTC)
    schedules.look(now)
    assert submitted(cloud, queue) == []
    for minutes in (1.2, 2.2, 3.2):
        schedules.look(now + minutes * MINUTE)
        schedules.look(now + minutes * MINUTE + MINUTE / 4)
    assert [job["jobName"] for job in submitted(cloud, queue)] == ["nightly"] * 3
    rules.disable_rule(Name="every-minute")
    schedules.look(now + 4.2 * MINUTE)
    rules.enable_rule(Name="every-minute")
    schedules.look(now + 4.5 * MINUTE)
    assert len(submitted(cloud, queue)) == 3


def test_its_input_gives_parameters_and_overrides(cloud: Cloud, rules: Any, queue: str) -> None:
    given = {
        "Parameters": {"day": "today"},
        "ContainerOverrides": {"Environment": [{"Name": "STAGE", "Value": "dev"}]},
    }
    target = batch_target(cloud, queue, Input=json.dumps(given))
    target["BatchParameters"] |= {"ArrayProperties": {"Size": 2}, "RetryStrategy": {"Attempts": 3}}
    rules.put_rule(Name="hourly", ScheduleExpression="cron(0 * * * ? *)")
    rules.put_targets(Rule="hourly", Targets=[target])
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + 60 * MINUTE
    schedules.look(hour - MINUTE / 2)
    schedules.look(hour)
    (job,) = submitted(cloud, queue)
    assert job["parameters"] == {"day": "today"}
    assert {"name": "STAGE", "value": "dev"} in job["container"]["environment"]
    assert job["arrayProperties"]["size"] == 2
    assert job["retryStrategy"]["attempts"] == 3


def test_other_targets_get_a_scheduled_event(cloud: Cloud, rules: Any) -> None:
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=cloud.name("ticks"))["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    rule = rules.put_rule(Name="daily", ScheduleExpression="rate(1 day)")["RuleArn"]
    # A target that refuses does not stop the others.
    lost = cloud.backend.account.arn("job-queue/nobody")
    targets = [{"Id": "0", "Arn": lost}, {"Id": "1", "Arn": told["Attributes"]["QueueArn"]}]
    rules.put_targets(Rule="daily", Targets=targets)
    now = datetime.now(UTC)
    schedules.look(now)
    schedules.look(now + 24.1 * 60 * MINUTE)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    event = json.loads(message["Body"])
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    assert (event["resources"], event["detail"]) == ([rule], {})


@pytest.mark.parametrize("expression", ["rate(1 minutes)", "cron(0 12 * * * *)"])
def test_a_rule_without_a_time_is_refused(rules: Any, expression: str) -> None:
    with pytest.raises(rules.exceptions.ClientError, match="ScheduleExpression is not valid"):
        rules.put_rule(Name="never", ScheduleExpression=expression)


def test_the_scheduler_submits_a_job_once_by_itself(
    cloud: Cloud, scheduler: Any, queue: str
) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=3)
    request = {"JobName": "once", "JobQueue": queue, "JobDefinition": cloud.definition()}
    scheduler.create_schedule(
        Name="once",
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow=WINDOW,
        ActionAfterCompletion="DELETE",
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob",
            "RoleArn": ROLE,
            "Input": json.dumps(request),
        },
    )
    (job,) = eventually(lambda: submitted(cloud, queue), 60)
    assert job["jobName"] == "once"
    eventually(lambda: scheduler.list_schedules()["Schedules"] == [], 60)


def test_the_scheduler_keeps_to_its_time_zone_and_its_dates(
    cloud: Cloud, scheduler: Any, queue: str
) -> None:
    request = {"JobName": "tokyo", "JobQueue": queue, "JobDefinition": cloud.definition()}
    noon = (datetime.now(UTC) + timedelta(days=2)).replace(hour=12, minute=0, second=0)
    scheduler.create_schedule(
        Name="tokyo",
        ScheduleExpression="cron(0 21 * * ? *)",
        ScheduleExpressionTimezone="Asia/Tokyo",
        FlexibleTimeWindow=WINDOW,
        EndDate=noon + timedelta(hours=1),
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob",
            "RoleArn": ROLE,
            "Input": json.dumps(request),
        },
    )
    for day in (0, 1):
        schedules.look(noon + timedelta(days=day) - MINUTE)
        schedules.look(noon + timedelta(days=day))
    assert [job["jobName"] for job in submitted(cloud, queue)] == ["tokyo"]


def test_a_schedule_without_a_time_is_refused(scheduler: Any) -> None:
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob", "RoleArn": ROLE, "Input": "{}"}
    with pytest.raises(scheduler.exceptions.ValidationException, match="Invalid Schedule"):
        scheduler.create_schedule(
            Name="never",
            ScheduleExpression="rate(5 seconds)",
            FlexibleTimeWindow=WINDOW,
            Target=target,
        )
