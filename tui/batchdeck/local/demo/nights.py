"""The rules by which EventBridge submits the jobs of the night."""

from __future__ import annotations

from typing import Any

from batchdeck.local.around.adaptations import adapt
from batchdeck.local.batch.account import Account
from batchdeck.local.demo.habits import NIGHTLY
from batchdeck.local.demo.roles import SCHEDULES


def build_nights(account: Account) -> None:
    """Make a rule for each of them: they really are submitted at their hours."""
    from moto.events.models import events_backends

    adapt("events")
    events: Any = events_backends[account.account_id][account.region]
    for habit in NIGHTLY:
        hour, minute = divmod(round((habit.hour or 0) * 60), 60)
        events.put_rule(
            name=habit.name, scheduled_expression=f"cron({minute} {hour} * * ? *)", state="ENABLED"
        )
        target = {
            "Id": "queue",
            "Arn": account.arn(f"job-queue/{habit.queue}"),
            "RoleArn": f"arn:aws:iam::{account.account_id}:role/{SCHEDULES}",
            "BatchParameters": {"JobName": habit.name, "JobDefinition": habit.definition},
        }
        events.put_targets(name=habit.name, event_bus_arn=None, targets=[target])
