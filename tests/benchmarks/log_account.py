"""A log group that pages as the API reference says, whose stream is full or grows by itself.

    python -m tests.benchmarks.log_account --events 100000 --rate 0 --delay 0.05

prints its port. With a rate the job runs and the stream grows by so many events a second, each of
which says when it was stored; without one the job has ended. It shares the machine with what is
measured, so pages that do not change are prepared once.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import json
import sys
import time
from collections import Counter
from typing import Any

from aiohttp import web

GROUP, STREAM = "/aws/batch/job", "etl/default/0123456789abcdef"
JOB = "0a1b2c3d-0000-4000-8000-000000000001"
ARN = f"arn:aws:batch:us-east-1:123456789012:job/{JOB}"
PAGE, PAGE_BYTES, OVERHEAD = 10_000, 2**20, 26
"""Events and bytes a page, and bytes of an event beside its message."""
STORED = "stored at "
"""Stands before the time at which an event was stored, in ns."""


def message(number: int, at: int) -> str:
    """An event's text, about as long as lines of programs are; `at` in ns."""
    return (
        f"INFO worker-{number % 17} part-{number:07d}.parquet rows={number % 50_000} {STORED}{at}"
    )


class LogAccount:
    """Answers requests about one stream and its job."""

    def __init__(self, events: int, rate: float, delay: float) -> None:
        self.calls: Counter[str] = Counter()
        self._rate = rate
        self._delay = delay
        self._began = time.time_ns()
        first = self._began // 1_000_000 - events - 60_000
        self._times = [first + number for number in range(events)]
        self._texts = [message(number, at * 1_000_000) for number, at in enumerate(self._times)]
        self._sizes = [len(text) + OVERHEAD for text in self._texts]
        self._written = 0
        self._prepared: dict[tuple[str, int, int], bytes] = {}

    async def answer(self, request: web.Request) -> web.Response:
        """The answer to one request, after the delay."""
        asked = json.loads(await request.read() or b"{}")
        target = request.headers.get("X-Amz-Target", "")
        operation = target.rpartition(".")[2] or request.path.rpartition("/")[2]
        self.calls[operation] += 1
        await asyncio.sleep(self._delay)
        self._grow()
        found = getattr(self, f"_{operation.lower()}")(asked)
        body = found if isinstance(found, bytes) else json.dumps(found).encode()
        return web.Response(body=body, content_type="application/x-amz-json-1.1")

    def _grow(self) -> None:
        """Store what was written since the last request, each event at its own time."""
        now = time.time_ns()
        due = int((now - self._began) / 1e9 * self._rate)
        for number in range(self._written, due):
            at = self._began + int(number / self._rate * 1e9)
            self._times.append(at // 1_000_000)
            self._texts.append(message(number, at))
            self._sizes.append(len(self._texts[-1]) + OVERHEAD)
        self._written = max(due, self._written)

    def _getlogevents(self, asked: dict[str, Any]) -> bytes:
        low, high = self._range(asked)
        token = asked.get("nextToken", "")
        forward = token.startswith("f") or (not token and asked.get("startFromHead", False))
        place = min(max(int(token[2:] or 0), low), high) if token else (low if forward else high)
        start, stop = (place, self._up(place, high)) if forward else (self._down(low, place), place)
        return self._page(
            "events",
            start,
            stop,
            {
                "nextForwardToken": f"f/{stop}",
                "nextBackwardToken": f"b/{start}",
            },
        )

    def _filterlogevents(self, asked: dict[str, Any]) -> bytes:
        low, high = self._range(asked)
        start = max(low, int(asked.get("nextToken") or low))
        stop = self._up(start, high)
        return self._page("filtered", start, stop, {"nextToken": str(stop)} if stop < high else {})

    def _describelogstreams(self, asked: dict[str, Any]) -> dict[str, Any]:
        stream = {
            "logStreamName": STREAM,
            "creationTime": self._began // 1_000_000 - 10**7,
            "firstEventTimestamp": next(iter(self._times), self._began // 1_000_000),
            "lastEventTimestamp": self._began // 1_000_000 + 10**7,
            "lastIngestionTime": self._began // 1_000_000 + 10**7,
            "uploadSequenceToken": "1",
            "arn": f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}:log-stream:{STREAM}",
            "storedBytes": 0,
        }
        return {"logStreams": [stream]}

    def _describejobs(self, asked: dict[str, Any]) -> dict[str, Any]:
        began = self._times[0] if self._times else self._began // 1_000_000
        job: dict[str, Any] = {
            "jobId": JOB,
            "jobName": "etl",
            "jobArn": ARN,
            "jobQueue": "etl",
            "jobDefinition": "etl:1",
            "status": "RUNNING",
            "createdAt": began - 2000,
            "startedAt": began - 1000,
            "container": {"image": "etl", "command": ["run"], "logStreamName": STREAM},
        }
        if not self._rate:
            job |= {"status": "SUCCEEDED", "stoppedAt": self._began // 1_000_000 - 59_000}
            job["container"]["exitCode"] = 0
        return {"jobs": [job]}

    def _range(self, asked: dict[str, Any]) -> tuple[int, int]:
        since, until = asked.get("startTime"), asked.get("endTime")
        low = 0 if since is None else bisect.bisect_left(self._times, since)
        high = len(self._times) if until is None else bisect.bisect_left(self._times, until)
        return low, max(low, high)

    def _up(self, start: int, high: int) -> int:
        """Where the page from there on ends."""
        size, stop = 0, start
        while stop < min(high, start + PAGE) and (size := size + self._sizes[stop]) <= PAGE_BYTES:
            stop += 1
        return stop

    def _down(self, low: int, stop: int) -> int:
        """Where the page up to there begins."""
        size, start = 0, stop
        while (
            start > max(low, stop - PAGE) and (size := size + self._sizes[start - 1]) <= PAGE_BYTES
        ):
            start -= 1
        return start

    def _page(self, kind: str, start: int, stop: int, more: dict[str, str]) -> bytes:
        key = (kind, start, stop)
        if key not in self._prepared:
            extra = {"logStreamName": STREAM} if kind == "filtered" else {}
            events = [
                {
                    "timestamp": self._times[at],
                    "ingestionTime": self._times[at],
                    "message": self._texts[at],
                    **extra,
                    **({"eventId": f"{at:056d}"} if extra else {}),
                }
                for at in range(start, stop)
            ]
            found = json.dumps({"events": events, **more}).encode()
            if self._rate:
                return found
            self._prepared[key] = found
        return self._prepared[key]

    async def count(self, request: web.Request) -> web.Response:
        """The calls so far; a POST starts anew."""
        found = {"operations": dict(self.calls), "chain": 0}
        if request.method == "POST":
            self.calls.clear()
        return web.json_response(found)


async def serve(account: LogAccount) -> None:
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
    """Store the events and serve them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0, help="events a second")
    parser.add_argument("--delay", type=float, default=0.05, help="seconds before each answer")
    options = parser.parse_args()
    asyncio.run(serve(LogAccount(options.events, options.rate, options.delay)))


if __name__ == "__main__":
    main()
