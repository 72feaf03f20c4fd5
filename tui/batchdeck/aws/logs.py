"""CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Sequence

from batchdeck.aws.caller import Caller
from batchdeck.aws.shapes import children, text
from batchdeck.domain.clean import clean
from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import FoundPage, RawEvents, RawPage

#: The most events `GetLogEvents` gives at once.
PAGE = 10_000
_GROUPS = 50


class LogsGateway:
    """Reads log streams, and looks for events in groups."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def has_group(self, name: str) -> bool:
        """Whether the log group of that name exists (`logs:DescribeLogGroups`)."""
        parameters = {"logGroupNamePrefix": name, "limit": _GROUPS}
        answer = await self._caller.read(
            "logs", "DescribeLogGroups", parameters, expects="logGroups"
        )
        return any(text(group, "logGroupName") == name for group in children(answer, "logGroups"))

    async def events(
        self,
        where: LogLocation,
        token: str = "",
        *,
        from_head: bool = False,
        since: int | None = None,
        until: int | None = None,
    ) -> RawPage:
        """One page of a stream: its tail, its head, or what a token leads to.

        `since` and `until` (ms; before it) narrow the stream; with a token they have to be the
        same as before. Raises `AwsError`: `NotFoundError` while the stream does not exist,
        `RefusedError` for a token that has expired.
        """
        given = {"nextToken": token or None, "startTime": since, "endTime": until}
        parameters = {
            "logGroupName": where.group,
            "logStreamName": where.stream,
            "limit": PAGE,
            "startFromHead": from_head,
            **{name: value for name, value in given.items() if value is not None},
        }
        answer = await self._caller.read("logs", "GetLogEvents", parameters, expects="events")
        events = answer["events"]
        return RawPage(
            RawEvents(
                [event.get("timestamp") or 0 for event in events],
                [event.get("message") or "" for event in events],
            ),
            ingested_at=(events[-1].get("ingestionTime") or 0) if events else 0,
            forward_token=answer.get("nextForwardToken") or token,
            backward_token=answer.get("nextBackwardToken") or token,
        )

    async def found(
        self,
        group: str,
        pattern: str,
        token: str = "",
        *,
        streams: Sequence[str] = (),
        since: int | None = None,
        until: int | None = None,
    ) -> FoundPage:
        """One page of the events of a group that a filter pattern matches, in the order of time.

        `streams` (up to 100) narrows it, as do `since` and `until` (ms). An empty page is not
        the end while it has a token. Raises `AwsError`: `RefusedError` for a wrong pattern.
        """
        given = {
            "nextToken": token or None,
            "logStreamNames": list(streams) or None,
            "startTime": since,
            "endTime": until,
        }
        parameters = {
            "logGroupName": group,
            "filterPattern": pattern,
            **{name: value for name, value in given.items() if value is not None},
        }
        answer = await self._caller.read("logs", "FilterLogEvents", parameters, expects="events")
        events = answer["events"]
        return FoundPage(
            RawEvents(
                [event.get("timestamp") or 0 for event in events],
                [event.get("message") or "" for event in events],
            ),
            tuple(clean(event.get("logStreamName") or "") for event in events),
            answer.get("nextToken") or "",
        )
