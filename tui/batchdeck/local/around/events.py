"""EventBridge: rules really deliver, and Batch tells it what happens to jobs.

Source: AWS Batch user guide, "AWS Batch events for Amazon EventBridge".
"""

from __future__ import annotations

import copy
import json
import logging
import sys
from collections import deque
from datetime import UTC, datetime
from typing import Any

from batchdeck.local.around.event_targets import DELIVERIES, payload, service_of
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.records import JobQueueRecord, JobRecord
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.surroundings import Surroundings

STATE_CHANGE = "Batch Job State Change"
QUEUE_BLOCKED = "Batch Job Queue Blocked"
logger = logging.getLogger(__name__)


def install() -> None:
    """Let rules deliver to every target that is known here, while they are enabled."""
    from moto.events import models

    rule: Any = models.Rule
    known = rule.send_to_targets

    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:
        if self.state != "ENABLED" or not self.event_pattern.get_pattern():
            return
        if not self.event_pattern.matches_event(original_event):
            return
        event = {**original_event, "time": _iso(original_event["time"])}
        for target in list(self.targets):
            deliver(target, event)
        others = copy.copy(self)
        others.targets = [one for one in self.targets if service_of(one) == "events"]
        if others.targets:
            known(others, original_event, transform_input)

    rule.send_to_targets = send_to_targets


def deliver(target: dict[str, Any], event: dict[str, Any]) -> None:
    """Bring an event to a target; one that refuses it does not stop the others."""
    from moto.core.exceptions import ServiceException
    from werkzeug.exceptions import HTTPException

    deliver = DELIVERIES.get(service_of(target))
    if deliver is None:
        return
    try:
        deliver(target, payload(target, event))
    except (ClientError, HTTPException, ServiceException, ValueError) as error:
        logger.warning("an event did not reach %s: %s", target["Arn"], error)


def _iso(at: Any) -> str:
    if isinstance(at, str):
        return at
    return datetime.fromtimestamp(float(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class BatchEvents(Watcher):
    """Sends Batch's own events. What happens in a turn is sent at its end, in order."""

    def __init__(self, account: Account, surroundings: Surroundings) -> None:
        self._account = account
        self._waiting: deque[dict[str, Any]] = deque()

    def moved(self, job: JobRecord) -> None:
        """`Batch Job State Change`; AWS sends none for the submission."""
        self._note(STATE_CHANGE, job)

    def blocked(self, queue: JobQueueRecord, head: JobRecord) -> None:
        """`Batch Job Queue Blocked`."""
        self._note(QUEUE_BLOCKED, head, queue.arn)

    def turned(self) -> None:
        """Send what was noted."""
        while self._waiting:
            event = self._waiting.popleft()
            backend = self._backend()
            if backend is not None:
                backend.put_events([event])

    def _note(self, kind: str, job: JobRecord, *more: str) -> None:
        """Have an event sent about a job, and other resources by ARN."""
        from batchdeck.local.batch.models import batch_backends
        from batchdeck.local.batch.operations import OPERATIONS

        if self._backend() is None:
            return
        service = batch_backends[self._account.account_id][self._account.region].service
        described = OPERATIONS["DescribeJobs"](service, {"jobs": [job.id]})["jobs"]
        for detail in described:
            self._waiting.append(
                {
                    "Source": "aws.batch",
                    "DetailType": kind,
                    "Detail": json.dumps(detail),
                    "Resources": [self._account.arn(f"job/{job.id}"), *more],
                }
            )

    def _backend(self) -> Any:
        """The account's EventBridge; None as long as nobody has made a rule for events there."""
        models = sys.modules.get("moto.events.models")
        if models is None:
            return None
        backend = models.events_backends[self._account.account_id][self._account.region]
        bus = backend.event_buses.get("default")
        rules = [] if bus is None else list(bus.rules.values())
        return backend if any(rule.event_pattern.get_pattern() for rule in rules) else None
