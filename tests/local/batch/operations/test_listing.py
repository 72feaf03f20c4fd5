from __future__ import annotations

from itertools import chain
from typing import Any

import pytest

from batchdeck.local.batch.records import JobRecord
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

START = 1_700_000_000_000


@pytest.fixture
def queue(cloud: Cloud) -> str:
    """A queue with 250 jobs that SUCCEEDED, a millisecond apart, and one that FAILED."""
    name, account = cloud.queue(), cloud.backend.account
    definitions = [account.definition(cloud.definition()) for _ in range(2)]
    record = account.queue(name)
    assert record is not None
    for number in range(250):
        definition = definitions[number % 2]
        assert definition is not None
        job = JobRecord(
            f"id-{number}",
            ("Nightly", "hourly-1", "hourly-2")[number % 3],
            record.arn,
            definition,
            START + number,
            status="SUCCEEDED" if number else "FAILED",
        )
        account.jobs.insert(job)
    return name


def ids(answer: Any) -> list[str]:
    return [job["jobId"] for job in answer["jobSummaryList"]]


def expected(numbers: Any) -> list[str]:
    return [f"id-{number}" for number in numbers]


def test_one_status_at_a_time_newest_first(cloud: Cloud, queue: str) -> None:
    ask = cloud.batch.list_jobs
    assert ids(ask(jobQueue=queue, jobStatus="SUCCEEDED")) == expected(range(249, 0, -1))
    assert ids(ask(jobQueue=queue, jobStatus="FAILED")) == ["id-0"]
    assert ids(ask(jobQueue=queue)) == []


def test_running_is_what_is_listed_unless_a_status_is_given(cloud: Cloud, runner: Any) -> None:
    name = cloud.queue()
    job_id = cloud.submit(name)
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    assert ids(cloud.batch.list_jobs(jobQueue=name)) == [job_id]


def test_pages_fit_together_while_jobs_come_and_go(cloud: Cloud, queue: str) -> None:
    pages = []
    request: dict[str, Any] = {"jobQueue": queue, "jobStatus": "SUCCEEDED", "maxResults": 100}
    jobs = cloud.backend.jobs
    while True:
        answer = cloud.batch.list_jobs(**request)
        pages.append(ids(answer))
        if "nextToken" not in answer:
            break
        request["nextToken"] = answer["nextToken"]
        newest = jobs.get("id-249")
        assert newest is not None
        jobs.move(newest, "FAILED" if newest.status == "SUCCEEDED" else "SUCCEEDED")
    assert [len(page) for page in pages] == [100, 100, 49]
    assert [*chain(*pages)] == expected(range(249, 0, -1))


def test_botos_paginator_gets_everything(cloud: Cloud, queue: str) -> None:
    pages = cloud.batch.get_paginator("list_jobs").paginate(
        jobQueue=queue, jobStatus="SUCCEEDED", PaginationConfig={"PageSize": 60}
    )
    assert [*chain.from_iterable(map(ids, pages))] == expected(range(249, 0, -1))


@pytest.mark.parametrize(
    ("name", "value", "numbers"),
    [
        ("JOB_NAME", "nightly", [n for n in range(249, -1, -1) if n % 3 == 0]),
        ("JOB_NAME", "HOURLY*", [n for n in range(249, -1, -1) if n % 3]),
        ("JOB_NAME", "night", []),
        ("BEFORE_CREATED_AT", str(START + 3), [2, 1, 0]),
        ("AFTER_CREATED_AT", str(START + 246), [249, 248, 247]),
    ],
)
def test_filters_look_at_all_states(
    cloud: Cloud, queue: str, name: str, value: str, numbers: list[int]
) -> None:
    filters = [{"name": name, "values": [value]}]
    pages = cloud.batch.get_paginator("list_jobs").paginate(jobQueue=queue, filters=filters)
    assert [*chain.from_iterable(map(ids, pages))] == expected(numbers)


def test_a_name_is_found_among_thousands_that_only_begin_or_end_like_it(cloud: Cloud) -> None:
    name, account = cloud.queue(), cloud.backend.account
    record, definition = account.queue(name), account.definition(cloud.definition())
    assert record is not None
    assert definition is not None
    for number in range(3000):
        job = JobRecord(f"id-{number}", f"run-{number}", record.arn, definition, START + number)
        account.jobs.insert(job)

    def named(*values: str) -> list[str]:
        filters = [{"name": "JOB_NAME", "values": list(values)}]
        return ids(cloud.batch.list_jobs(jobQueue=name, filters=filters))

    assert named("RUN-2", "run-2999", "un-7", "nobody") == ["id-2999", "id-2"]
    assert named("run-150*", "run-.") == expected([*range(1509, 1499, -1), 150])
    assert named("run-", "un-1*") == []


def test_a_page_of_filtered_jobs_has_at_most_a_hundred(cloud: Cloud, queue: str) -> None:
    filters = [{"name": "JOB_NAME", "values": ["*"]}]
    answer = cloud.batch.list_jobs(jobQueue=queue, filters=filters, maxResults=1000)
    assert len(ids(answer)) == 100


def test_a_definition_is_named_in_four_ways(cloud: Cloud, queue: str) -> None:
    arn = cloud.job("id-0")["jobDefinition"]
    reference = arn.rpartition("/")[2]
    name = reference.partition(":")[0]
    for value in (arn, reference, name, f"{name}*"):
        filters = [{"name": "JOB_DEFINITION", "values": [value]}]
        answer = cloud.batch.list_jobs(jobQueue=queue, filters=filters)
        assert ids(answer)[:2] == ["id-248", "id-246"]


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ({}, "exactly one of"),
        ({"jobQueue": "q", "arrayJobId": "id-0"}, "exactly one of"),
        ({"jobQueue": "nobody"}, "JobQueue nobody not found."),
        ({"arrayJobId": "nobody"}, "Job nobody not found."),
        ({"jobQueue": "q", "nextToken": "x"}, "Invalid nextToken"),
        ({"jobQueue": "q", "maxResults": 0}, "maxResults"),
        ({"jobQueue": "q", "filters": [{"name": "SIZE", "values": ["1"]}]}, "must be one of"),
        ({"jobQueue": "q", "filters": [{"name": "JOB_NAME", "values": []}]}, "have a value"),
        (
            {"jobQueue": "q", "filters": [{"name": "AFTER_CREATED_AT", "values": ["now"]}]},
            "not a time",
        ),
        ({"jobQueue": "q", "filters": [{"name": "JOB_NAME", "values": ["a"]}] * 2}, "one filter"),
    ],
)
def test_requests_that_cannot_be(cloud: Cloud, queue: str, request_: Any, text: str) -> None:
    request_ = {**request_, "jobQueue": queue} if request_.get("jobQueue") == "q" else request_
    with refused(text):
        cloud.batch.list_jobs(**request_)


def test_a_job_has_no_children(cloud: Cloud, queue: str) -> None:
    assert ids(cloud.batch.list_jobs(arrayJobId="id-0")) == []
