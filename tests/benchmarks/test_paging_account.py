from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.benchmarks.made_jobs import summaries
from tests.benchmarks.paging_account import PagingAccount, chain

NOW = 1_790_000_000_000
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> Any:
    account = PagingAccount(summaries(4_000, NOW), delay=0)
    app = web.Application()
    app.router.add_route("*", "/calls", account.count)
    app.router.add_post("/{path:.*}", account.answer)
    async with TestClient(TestServer(app)) as found:
        yield found


async def asked(client: Client, operation: str, **parameters: Any) -> Any:
    return await (await client.post(f"/v1/{operation}", json=parameters)).json(content_type=None)


async def everything(client: Client, **parameters: Any) -> list[list[str]]:
    """The ids of all pages."""
    pages: list[list[str]] = []
    token: dict[str, str] = {}
    while True:
        answer = await asked(client, "listjobs", jobQueue="q", **parameters, **token)
        pages.append([job["jobId"] for job in answer["jobSummaryList"]])
        if "nextToken" not in answer:
            return pages
        token = {"nextToken": answer["nextToken"]}


async def test_a_state_comes_in_pages_of_a_thousand(client: Client) -> None:
    pages = await everything(client, jobStatus="SUCCEEDED", maxResults=1000)
    assert [len(page) for page in pages][:-1] == [1000] * (len(pages) - 1)
    assert len({job_id for page in pages for job_id in page}) == sum(map(len, pages))


async def test_a_filter_comes_in_pages_of_a_hundred_newest_first(client: Client) -> None:
    since = NOW - 16 * 3_600_000
    values = [str(since)]
    pages = await everything(client, filters=[{"name": "AFTER_CREATED_AT", "values": values}])
    assert {len(page) for page in pages[:-1]} == {100}
    found = await asked(client, "describejobs", jobs=[page[0] for page in pages])
    created = [job["createdAt"] for job in found["jobs"]]
    assert created == sorted(created, reverse=True)
    assert min(created) > since


async def test_calls_are_counted_from_the_last_time_on(client: Client) -> None:
    await asked(client, "describejobqueues")
    assert await (await client.post("/calls")).json() == {
        "operations": {"describejobqueues": 1},
        "chain": 1,
    }
    assert await (await client.get("/calls")).json() == {"operations": {}, "chain": 0}


def test_the_chain_is_what_had_to_wait_for_each_other() -> None:
    assert chain([]) == 0
    assert chain([(0, 2), (0, 3), (1, 2)]) == 1
    assert chain([(0, 2), (0, 3), (2.5, 4), (4, 5), (3.5, 6)]) == 3
