from __future__ import annotations

import asyncio
from typing import Any

import pytest

from batchdeck.aws.batch import BatchGateway
from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import DeniedError, UncertainError, UnreachableError
from batchdeck.domain.connection import Connection
from batchdeck.domain.job import Job
from batchdeck.domain.submission import Submission
from tests.aws.answers import DEFINITION, ENVIRONMENT, HOSTILE, JOB, QUEUE
from tests.aws.misbehaving_server import MisbehavingServer, answer, refusal, silence, truncated


@pytest.fixture
def batch(caller: Caller, connection: Connection) -> BatchGateway:
    return BatchGateway(caller, connection)


def _jobs(*ids: str, **more: Any) -> Any:
    return {"jobSummaryList": [{**JOB, "jobId": one} for one in ids], **more}


async def test_environments_and_queues_are_asked_for_without_names(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(
        answer({"computeEnvironments": [ENVIRONMENT], "nextToken": "n"}),
        answer({"computeEnvironments": [ENVIRONMENT]}),
        answer({"jobQueues": [QUEUE]}),
    )
    assert [one.name for one in await batch.environments()] == ["spot", "spot"]
    assert [one.name for one in await batch.queues()] == ["genome"]
    assert [(sent.path, sent.json) for sent in server.requests] == [
        ("/v1/describecomputeenvironments", {}),
        ("/v1/describecomputeenvironments", {"nextToken": "n"}),
        ("/v1/describejobqueues", {}),
    ]


async def test_definitions_newest_revision_first(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    answers = [
        {**DEFINITION, "jobDefinitionName": name, "revision": revision}
        for name, revision in (("b", 1), ("a", 9), ("a", 10))
    ]
    server.reply(answer({"jobDefinitions": answers}))
    assert [one.reference for one in await batch.definitions()] == ["a:10", "a:9", "b:1"]
    assert server.requests[0].json == {"status": "ACTIVE", "maxResults": 100}


async def test_jobs_come_page_by_page(server: MisbehavingServer, batch: BatchGateway) -> None:
    server.reply(answer(_jobs("1", "2", nextToken="n")), answer(_jobs("3")))
    pages = [[job.id for job in page] async for page in batch.pages("genome", "FAILED")]
    assert pages == [["1", "2"], ["3"]]
    asked = {"jobQueue": "genome", "jobStatus": "FAILED", "maxResults": 1000}
    assert [sent.json for sent in server.requests] == [asked, {**asked, "nextToken": "n"}]


async def test_one_page_is_asked_for_in_advance_and_no_more(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(*(answer(_jobs(str(page), nextToken=f"n{page}")) for page in range(3)))
    pages = batch.pages("genome", "FAILED")
    assert [job.id for job in await anext(pages)] == ["0"]
    async with asyncio.timeout(60):
        while len(server.requests) < 2:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0)
    await pages.aclose()  # type: ignore[attr-defined]
    assert [sent.json.get("nextToken") for sent in server.requests] == [None, "n0"]


async def test_a_page_that_cannot_be_read_is_told_when_its_turn_comes(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(answer(_jobs("1", nextToken="n")), refusal("AccessDeniedException", "no"))
    pages = batch.pages("genome", "FAILED")
    assert [job.id for job in await anext(pages)] == ["1"]
    with pytest.raises(DeniedError):
        await anext(pages)


async def test_new_jobs_are_asked_for_by_a_filter_without_a_status(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(answer(_jobs("2", "1")))
    pages = [[job.id for job in page] async for page in batch.created_after("genome", 1700)]
    assert pages == [["2", "1"]]
    assert server.requests[0].json == {
        "jobQueue": "genome",
        "filters": [{"name": "AFTER_CREATED_AT", "values": ["1700"]}],
        "maxResults": 100,
    }


async def test_the_children_of_an_array(server: MisbehavingServer, batch: BatchGateway) -> None:
    server.reply(answer(_jobs("a:0", "a:1")))
    array = Job("a", "many", "genome", "PENDING", 1, array_size=2)
    (page,) = [page async for page in batch.children(array, "FAILED")]
    assert [(child.id, child.queue) for child in page] == [("a:0", "genome"), ("a:1", "genome")]
    asked = {"arrayJobId": "a", "jobStatus": "FAILED", "maxResults": 1000}
    assert [sent.json for sent in server.requests] == [asked]


async def test_a_name_is_found_exactly(server: MisbehavingServer, batch: BatchGateway) -> None:
    others = [{**JOB, "jobId": "2", "jobName": "ALIGN"}, {**JOB, "jobId": "1"}]
    server.reply(answer({"jobSummaryList": others}))
    assert [job.id for job in await batch.named("genome", "align")] == ["1"]
    assert server.requests[0].json["filters"] == [{"name": "JOB_NAME", "values": ["align"]}]


async def test_details_a_hundred_a_call(server: MisbehavingServer, batch: BatchGateway) -> None:
    server.reply(answer({"jobs": [JOB]}))
    ids = [str(number) for number in range(201)]
    assert len(await batch.details(ids)) == 3
    assert [len(sent.json["jobs"]) for sent in server.requests] == [100, 100, 1]
    assert await batch.details([]) == ()
    assert len(server.requests) == 3


async def test_an_answer_that_broke_off_is_not_an_empty_list(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(truncated(_jobs("1", "2"), 200))
    with pytest.raises(UnreachableError, match="broke off"):
        await anext(batch.pages("genome", "FAILED"))


async def test_a_submission_is_sent_as_it_was_shown(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(answer({"jobId": "0a" + HOSTILE, "jobName": "x"}))
    write = batch.submission(Submission("x", "q", "d", command=("true",)), "t1")
    assert await batch.send_submission(write) == "0axy"
    assert [sent.path for sent in server.requests] == ["/v1/submitjob"]
    assert server.requests[0].json == write.parameters


async def test_a_submission_whose_answer_is_lost_was_sent_once(
    server: MisbehavingServer, batch: BatchGateway
) -> None:
    server.reply(silence)
    with pytest.raises(UncertainError, match="outcome of SubmitJob is unknown"):
        await batch.send_submission(batch.submission(Submission("x", "q", "d"), "t1"))
    assert len(server.requests) == 1


async def test_stopping_is_sent_once(server: MisbehavingServer, batch: BatchGateway) -> None:
    server.reply(answer({}))
    await batch.send(batch.cancellation("0a", "why"))
    await batch.send(batch.termination("0b", "why"))
    assert [(sent.path, sent.json) for sent in server.requests] == [
        ("/v1/canceljob", {"jobId": "0a", "reason": "why"}),
        ("/v1/terminatejob", {"jobId": "0b", "reason": "why"}),
    ]


async def test_who_stands_at_the_front(server: MisbehavingServer, batch: BatchGateway) -> None:
    jobs = [{"jobArn": "arn:aws:batch:eu-west-1:1:job/a"}, {"jobArn": "arn:aws:batch:x:1:job/b"}]
    server.reply(answer({"frontOfQueue": {"jobs": jobs}}))
    snapshot = await batch.snapshot("genome")
    assert [one.job for one in snapshot.front] == ["a", "b"]
    assert server.requests[0].json == {"jobQueue": "genome"}


async def test_a_fair_share_policy(server: MisbehavingServer, batch: BatchGateway) -> None:
    server.reply(answer({"schedulingPolicies": [{"arn": "arn:p", "name": "p"}]}))
    policy = await batch.scheduling_policy("arn:p")
    assert policy is not None
    assert policy.name == "p"
    assert server.requests[0].json == {"arns": ["arn:p"]}
    server.reply(answer({"schedulingPolicies": []}))
    assert await batch.scheduling_policy("arn:p") is None


async def test_consumable_resources(server: MisbehavingServer, batch: BatchGateway) -> None:
    licences = {"consumableResourceName": "licences", "totalQuantity": 5, "inUseQuantity": 4}
    server.reply(answer({"consumableResources": [licences, {}]}))
    first, second = await batch.consumables()
    assert (first.name, first.available) == ("licences", 1)
    assert second.available == 0
