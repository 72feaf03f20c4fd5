"""The RUNNABLE jobs of a queue with a fair-share policy.

Source: AWS Batch user guide, "Fair-share scheduling policies"; Batch API, `FairsharePolicy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush, nsmallest
from itertools import count

from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.usage import Usage

_Entry = tuple[int, int, JobRecord]
"""Less its priority, its number in the order of arrival, the job."""


class FairLine:
    """The share that has the fewest vCPUs for its weight is next.

    Within a share higher `schedulingPriority` goes first, then who came first.
    """

    def __init__(self) -> None:
        self._shares: dict[str, list[_Entry]] = {}
        self._numbers = count()
        self._earlier = count(-1, -1)

    def join(self, job: JobRecord) -> None:
        """Stand behind those of its share and priority."""
        self._push(job, next(self._numbers))

    def rejoin(self, job: JobRecord) -> None:
        """Stand before those of its share and priority."""
        self._push(job, next(self._earlier))

    def head(self, policy: Document, usage: Usage) -> JobRecord | None:
        """The next job; those that were stopped meanwhile leave the line."""
        self._clean()
        window = policy.get("shareDecaySeconds", 0)
        ranked = (
            (weight_factor(policy, share) * usage.weight(share, window), line[0][:2], share)
            for share, line in self._shares.items()
        )
        first = min(ranked, default=None)
        return self._shares[first[2]][0][2] if first else None

    def shares(self) -> set[str]:
        """Those that have jobs in the line."""
        return set(self._shares)

    def leave(self, job: JobRecord) -> None:
        """The head has got a place."""
        heappop(self._shares[job.share_identifier])
        self._clean()

    def upcoming(self, policy: Document, usage: Usage, number: int) -> Iterator[JobRecord]:
        """The next jobs, as if each had one vCPU and none came back from running."""
        self._clean()
        window = policy.get("shareDecaySeconds", 0)
        lines = {share: nsmallest(number, line) for share, line in self._shares.items()}
        had = {share: usage.weight(share, window) for share in lines}
        for _ in range(number):
            ranked = [
                (weight_factor(policy, share) * had[share], line[0][:2], share)
                for share, line in lines.items()
                if line
            ]
            if not ranked:
                return
            share = min(ranked)[2]
            had[share] += 1
            job = lines[share].pop(0)[2]
            if job.status == "RUNNABLE":
                yield job

    def __bool__(self) -> bool:
        return bool(self._shares)

    def _push(self, job: JobRecord, number: int) -> None:
        line = self._shares.setdefault(job.share_identifier, [])
        heappush(line, (-(job.scheduling_priority or 0), number, job))

    def _clean(self) -> None:
        for share, line in list(self._shares.items()):
            while line and line[0][2].status != "RUNNABLE":
                heappop(line)
            if not line:
                del self._shares[share]


def weight_factor(policy: Document, share: str) -> float:
    """How heavily the vCPUs of a share count; an entry may end with `*`."""
    for entry in policy.get("shareDistribution") or ():
        name = entry["shareIdentifier"]
        if name == share or (name.endswith("*") and share.startswith(name[:-1])):
            return float(entry.get("weightFactor", 1.0))
    return 1.0


def reserved(policy: Document, share: str, usage: Usage) -> float:
    """The part of the vCPUs that is kept for shares without jobs: (reservation/100)^shares."""
    active = len(usage.active().keys() | {share})
    return float((policy.get("computeReservation", 0) / 100) ** active)
