"""An account that pages as the API reference says, and answers after a delay.

    python -m tests.benchmarks.paging_account --jobs 10000 --delay 0.05

prints its port. `GET /calls` tells how often each operation was asked for and how many calls
came one after the other; `POST /calls` starts counting anew. It answers from prepared bytes: it
shares the machine with what is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from aiohttp import web

from tests.benchmarks.made_jobs import ARN, QUEUE, Summary, by_status, summaries

PAGE = 1000
"""Jobs a page with `jobStatus`. Source: Batch API, `ListJobs`, maxResults."""
FILTERED_PAGE = 100
"""The same with `filters`."""
ENVIRONMENT = f"{ARN}:compute-environment/spot"
IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/Operator/bench</Arn>
<UserId>AROA:bench</UserId><Account>123456789012</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""
ALIASES = """<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
<ListAccountAliasesResult><AccountAliases><member>bench</member></AccountAliases>
</ListAccountAliasesResult></ListAccountAliasesResponse>"""
FIXED: dict[str, dict[str, Any]] = {
    "describecomputeenvironments": {
        "computeEnvironments": [
            {
                "computeEnvironmentName": "spot",
                "computeEnvironmentArn": ENVIRONMENT,
                "type": "MANAGED",
                "state": "ENABLED",
                "status": "VALID",
                "computeResources": {"type": "SPOT", "maxvCpus": 512, "desiredvCpus": 64},
            }
        ]
    },
    "describejobqueues": {
        "jobQueues": [
            {
                "jobQueueName": QUEUE,
                "jobQueueArn": f"{ARN}:job-queue/{QUEUE}",
                "state": "ENABLED",
                "status": "VALID",
                "priority": 1,
                "computeEnvironmentOrder": [{"order": 1, "computeEnvironment": ENVIRONMENT}],
            }
        ]
    },
    "describejobdefinitions": {"jobDefinitions": []},
}


class PagingAccount:
    """Answers requests about prepared jobs."""

    def __init__(self, jobs: list[Summary], delay: float) -> None:
        self.calls: Counter[str] = Counter()
        """How often each operation was asked for."""
        self._taken: list[tuple[float, float]] = []
        self._delay = delay
        self._jobs = jobs
        self._by_id = {job["jobId"]: job for job in jobs}
        self._by_status = by_status(jobs)
        self._pages: dict[tuple[str, int, int], bytes] = {}
        for status, found in self._by_status.items():
            for at in range(0, len(found), PAGE):
                self._page(status, at, PAGE)

    async def answer(self, request: web.Request) -> web.Response:
        """The answer to one request, after the delay."""
        body = await request.read()
        operation = request.path.rpartition("/")[2] or _action(body)
        self.calls[operation] += 1
        came = time.monotonic()
        await asyncio.sleep(self._delay)
        self._taken.append((came, time.monotonic()))
        if operation == "GetCallerIdentity":
            return web.Response(text=IDENTITY, content_type="text/xml")
        if operation == "ListAccountAliases":
            return web.Response(text=ALIASES, content_type="text/xml")
        asked = json.loads(body or b"{}")
        if operation == "listjobs":
            found = self._filtered(asked) if asked.get("filters") else self._listed(asked)
        elif operation == "describejobs":
            known = [self._by_id[job_id] for job_id in asked["jobs"] if job_id in self._by_id]
            found = json.dumps({"jobs": [{**job, "jobQueue": QUEUE} for job in known]}).encode()
        else:
            found = json.dumps(FIXED[operation]).encode()
        return web.Response(body=found, content_type="application/json")

    async def count(self, request: web.Request) -> web.Response:
        """The calls so far; a POST starts anew."""
        found = {"operations": dict(self.calls), "chain": chain(self._taken)}
        if request.method == "POST":
            self.calls.clear()
            self._taken.clear()
        return web.json_response(found)

    def _listed(self, asked: dict[str, Any]) -> bytes:
        size = min(asked.get("maxResults", PAGE), PAGE)
        return self._page(asked["jobStatus"], int(asked.get("nextToken") or 0), size)

    def _page(self, status: str, at: int, size: int) -> bytes:
        key = (status, at, size)
        if key not in self._pages:
            self._pages[key] = _answer(self._by_status.get(status, []), at, size)
        return self._pages[key]

    def _filtered(self, asked: dict[str, Any]) -> bytes:
        after = int(asked["filters"][0]["values"][0])
        found = [job for job in self._jobs if job["createdAt"] > after]
        found.sort(key=lambda job: -int(job["createdAt"]))
        return _answer(found, int(asked.get("nextToken") or 0), FILTERED_PAGE)


def chain(taken: list[tuple[float, float]]) -> int:
    """How many calls came one after the other at most, from the beginning and end of each."""
    length, free = 0, 0.0
    for came, answered in sorted(taken, key=lambda each: each[1]):
        if came >= free:
            length, free = length + 1, answered
    return length


def _answer(jobs: list[Summary], at: int, size: int) -> bytes:
    page: dict[str, Any] = {"jobSummaryList": jobs[at : at + size]}
    if at + size < len(jobs):
        page["nextToken"] = str(at + size)
    return json.dumps(page).encode()


def _action(body: bytes) -> str:
    fields = dict(part.partition("=")[::2] for part in body.decode().split("&"))
    return fields.get("Action", "")


async def serve(account: PagingAccount) -> None:
    """Serve on a free port of this machine until standard input closes."""
    app = web.Application()
    app.router.add_route("*", "/calls", account.count)
    app.router.add_post("/{path:.*}", account.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """Make the jobs and serve them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds before each answer")
    options = parser.parse_args()
    now = int(time.time() * 1000)
    asyncio.run(serve(PagingAccount(summaries(options.jobs, now), options.delay)))


if __name__ == "__main__":
    main()
