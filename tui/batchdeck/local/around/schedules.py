"""What EventBridge does by the clock: scheduled rules, and the schedules of its Scheduler.

moto keeps both and never acts on them. Source: EventBridge user guide, "Creating a scheduled
rule"; EventBridge Scheduler user guide, "Managing targets".
"""

from __future__ import annotations

import functools
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from batchdeck.local.around import events
from batchdeck.local.around.schedule_expressions import ScheduleError, parse

#: Seconds between two looks at the clock.
LOOK = 1.0
logger = logging.getLogger(__name__)


def install_rules() -> None:
    """Have EventBridge take rules with a schedule and keep to it."""
    from moto.events import exceptions, models

    refused: Any = exceptions.ValidationException
    backend: Any = models.EventsBackend
    known = backend.put_rule

    @functools.wraps(known)
    def put_rule(self: Any, *arguments: Any, **named: Any) -> Any:
        expression = named.get("scheduled_expression")
        if expression and not _is_known(expression):
            raise refused("Parameter ScheduleExpression is not valid.")
        return known(self, *arguments, **named)

    backend.put_rule = put_rule
    _start_clock()


def install_scheduler() -> None:
    """Have the Scheduler take schedules and keep to them."""
    from moto.scheduler import exceptions, models

    refused: Any = exceptions.ValidationException
    backend: Any = models.EventBridgeSchedulerBackend

    def checking(known: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(known)
        def change(self: Any, **named: Any) -> Any:
            expression = named["schedule_expression"]
            if not _is_known(expression, named["schedule_expression_timezone"] or "UTC"):
                raise refused(f"Invalid Schedule Expression {expression}.")
            return known(self, **named)

        return change

    backend.create_schedule = checking(backend.create_schedule)
    backend.update_schedule = checking(backend.update_schedule)
    _start_clock()


def look(now: datetime) -> None:
    """Do what has become due since the last look; what is new begins now."""
    for rule in list(_rules()):
        if _is_due(rule, rule.scheduled_expression, "UTC", now) and rule.state == "ENABLED":
            for target in list(rule.targets):
                events.deliver(target, _event(rule, now))
    for schedule, group in list(_schedules()):
        _follow(schedule, group, now)


def _follow(schedule: Any, group: Any, now: datetime) -> None:
    """A schedule of the Scheduler; its times are seconds since the epoch."""
    expression, zone = schedule.schedule_expression, schedule.schedule_expression_timezone
    at, begin, end = now.timestamp(), schedule.start_date, schedule.end_date
    within = (begin is None or begin <= at) and (end is None or at <= end)
    if not _is_due(schedule, expression, zone, now) or schedule.state != "ENABLED" or not within:
        return
    events.deliver({"Input": "{}", **schedule.target, "ScheduleArn": schedule.arn}, {})
    if expression.startswith("at(") and schedule.action_after_completion == "DELETE":
        group.schedules.pop(schedule.name, None)


def _is_due(owner: Any, expression: str, zone: str, now: datetime) -> bool:
    """Whether it is, of an object of moto's, which remembers when it was asked last."""
    memory: dict[str, Any] = owner.__dict__
    begin, since, of = memory.get("clock", (now, now, (expression, zone)))
    if of != (expression, zone):
        begin = since = now
    if now < since:
        return False
    memory["clock"] = begin, now, (expression, zone)
    return parse(expression, zone).is_due(begin, since, now)


def _is_known(expression: str, zone: str = "UTC") -> bool:
    try:
        parse(expression, zone)
    except ScheduleError:
        return False
    return True


def _event(rule: Any, now: datetime) -> dict[str, Any]:
    """What the targets of a scheduled rule are sent."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": rule.account_id,
        "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": rule.region_name,
        "resources": [rule.arn],
        "detail": {},
    }


def _rules() -> Iterator[Any]:
    for backend in _backends("moto.events.models", "events_backends"):
        for bus in list(backend.event_buses.values()):
            yield from (one for one in list(bus.rules.values()) if one.scheduled_expression)


def _schedules() -> Iterator[tuple[Any, Any]]:
    for backend in _backends("moto.scheduler.models", "scheduler_backends"):
        for group in list(backend.schedule_groups.values()):
            yield from ((one, group) for one in list(group.schedules.values()))


def _backends(module: str, name: str) -> Iterator[Any]:
    """Those of all accounts and Regions, of a service that somebody has used."""
    known = sys.modules.get(module)
    for account in list(vars(known)[name].values()) if known else ():
        yield from list(account.values())


@functools.cache
def _start_clock() -> None:
    """Look again and again, in the background, for as long as the process lives."""
    threading.Thread(target=_run, name="schedules", daemon=True).start()


def _run() -> None:
    pause = threading.Event()
    while True:
        try:
            look(datetime.now(UTC))
        except Exception:
            logger.exception("the local account's schedules: a look failed")
        pause.wait(LOOK)
