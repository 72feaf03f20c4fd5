"""What Batch tells EventBridge, as the targets of rules receive it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner

BATCH = {"source": ["aws.batch"]}


class Bus:
    """EventBridge of an account, with queues that receive."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.events = cloud.client("events")
        self.sqs = cloud.client("sqs")
        self._rules: list[str] = []

    def rule(self, pattern: Any, **target: Any) -> str:
        """The name of a new rule with one target."""
        name = self.cloud.name("rule")
        self.events.put_rule(Name=name, EventPattern=json.dumps(pattern))
        self.events.put_targets(Rule=name, Targets=[{"Id": "1", **target}])
        self._rules.append(name)
        return name

    def queue(self) -> tuple[str, str]:
        """URL and ARN of a new queue."""
        url = self.sqs.create_queue(QueueName=self.cloud.name("events"))["QueueUrl"]
        told = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, told["Attributes"]["QueueArn"]

    def received(self, url: str) -> list[Any]:
        """Messages of a queue, which holds them no longer."""
        found = []
        while messages := self.sqs.receive_message(QueueUrl=url).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def clear(self) -> None:
        """Remove the rules."""
        for name in self._rules:
            self.events.remove_targets(Rule=name, Ids=["1"])
            self.events.delete_rule(Name=name)


@pytest.fixture
def bus(cloud: Cloud) -> Iterator[Bus]:
    made = Bus(cloud)
    yield made
    made.clear()


def test_every_state_of_a_job_is_told_in_order(bus: Bus, runner: ScriptedRunner) -> None:
    url, arn = bus.queue()
    bus.rule({**BATCH, "detail-type": ["Batch Job State Change"]}, Arn=arn)
    runner.script = lambda run: run.finish(0)
    job_id = bus.cloud.submit(bus.cloud.queue())
    bus.cloud.wait(job_id, "SUCCEEDED")
    seen: list[Any] = []

    def all_there() -> bool:
        seen.extend(bus.received(url))
        return len(seen) == 4

    eventually(all_there)
    states = [event["detail"]["status"] for event in seen]
    assert states == ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]
    last = seen[-1]
    assert last["source"] == "aws.batch"
    assert last["detail-type"] == "Batch Job State Change"
    assert last["resources"] == [bus.cloud.job(job_id)["jobArn"]]
    assert last["time"].endswith("Z")
    assert last["detail"]["attempts"][0]["container"]["exitCode"] == 0


def test_a_pattern_chooses_and_a_disabled_rule_sends_nothing(
    bus: Bus, runner: ScriptedRunner
) -> None:
    url, arn = bus.queue()
    failed, arn_of_failed = bus.queue()
    bus.events.disable_rule(Name=bus.rule(BATCH, Arn=arn))
    bus.rule({**BATCH, "detail": {"status": ["FAILED"]}}, Arn=arn_of_failed)
    runner.script = lambda run: run.finish(1)
    job_id = bus.cloud.submit(bus.cloud.queue())
    (event,) = eventually(lambda: bus.received(failed))
    assert (event["detail"]["jobId"], event["detail"]["status"]) == (job_id, "FAILED")
    assert bus.received(url) == []


def test_a_blocked_queue_is_told_once(bus: Bus) -> None:
    url, arn = bus.queue()
    bus.rule({"detail-type": ["Batch Job Queue Blocked"]}, Arn=arn)
    queue = bus.cloud.queue(bus.cloud.environment(maxvCpus=1))
    job_id = bus.cloud.submit(queue, bus.cloud.definition(vcpus="2"))
    reason = bus.cloud.wait_for_reason(job_id)
    (event,) = eventually(lambda: bus.received(url))
    assert event["detail"]["jobId"] == job_id
    assert event["detail"]["statusReason"] == reason
    assert event["detail"]["status"] == "RUNNABLE"
    assert event["resources"] == [event["detail"]["jobArn"], event["detail"]["jobQueue"]]


def test_events_reach_logs_and_topics(bus: Bus, runner: ScriptedRunner) -> None:
    runner.script = lambda run: run.finish(0)
    group = f"/aws/events/{bus.cloud.name('group')}"
    bus.cloud.logs.create_log_group(logGroupName=group)
    (told,) = bus.cloud.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    sns, (url, queue) = bus.cloud.client("sns"), bus.queue()
    topic = sns.create_topic(Name=bus.cloud.name("topic"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    succeeded = {**BATCH, "detail": {"status": ["SUCCEEDED"]}}
    bus.rule(succeeded, Arn=told["arn"].removesuffix(":*"))
    bus.rule(succeeded, Arn=topic)
    job_id = bus.cloud.submit(bus.cloud.queue())
    (message,) = eventually(lambda: bus.received(url))
    assert json.loads(message["Message"])["detail"]["jobId"] == job_id
    events = eventually(lambda: bus.cloud.logs.filter_log_events(logGroupName=group).get("events"))
    assert json.loads(events[0]["message"])["detail"]["jobId"] == job_id


def test_a_job_can_be_submitted_when_another_ends(bus: Bus, runner: ScriptedRunner) -> None:
    cloud = bus.cloud
    queue, after = cloud.queue(), cloud.queue()
    arn = cloud.batch.describe_job_queues(jobQueues=[after])["jobQueues"][0]["jobQueueArn"]
    bus.rule(
        {**BATCH, "detail": {"status": ["SUCCEEDED"], "jobName": ["first"]}},
        Arn=arn,
        RoleArn="arn:aws:iam::123456789012:role/events",
        BatchParameters={"JobDefinition": cloud.definition(), "JobName": "second"},
    )
    runner.script = lambda run: run.finish(0)
    cloud.submit(queue, name="first")
    (job,) = eventually(
        lambda: cloud.batch.list_jobs(jobQueue=after, jobStatus="SUCCEEDED")["jobSummaryList"]
    )
    assert job["jobName"] == "second"


def test_a_target_that_is_gone_does_not_stop_the_others(
    bus: Bus, runner: ScriptedRunner, caplog: pytest.LogCaptureFixture
) -> None:
    url, arn = bus.queue()
    gone = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/gone"
    runnable = {**BATCH, "detail": {"status": ["RUNNABLE"]}}
    bus.rule(runnable, Arn=gone)
    bus.rule(runnable, Arn=arn, Input='{"constant": true}')
    bus.cloud.submit(bus.cloud.queue())
    assert eventually(lambda: bus.received(url)) == [{"constant": True}]
    assert gone in caplog.text
