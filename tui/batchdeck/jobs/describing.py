"""Full descriptions of many jobs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from batchdeck.domain.job import JobDetail
from batchdeck.jobs.ports import BatchReads

#: `DescribeJobs` takes no more ids a call. Source: Batch API, `DescribeJobs`.
IDS_A_CALL = 100


async def describe(batch: BatchReads, ids: Iterable[str]) -> dict[str, JobDetail]:
    """The descriptions by id; ids that AWS no longer knows are left out. Raises `AwsError`."""
    rest = iter(ids)
    found: dict[str, JobDetail] = {}
    while chunk := tuple(islice(rest, IDS_A_CALL)):
        found.update((detail.job.id, detail) for detail in await batch.details(chunk))
    return found
