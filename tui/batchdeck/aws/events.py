"""EventBridge: the rules of the default event bus."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import Document, text
from batchdeck.domain.event_rule import EventRule


class EventsGateway:
    """Reads EventBridge. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def rules(self) -> tuple[EventRule, ...]:
        """All rules of the default event bus."""
        found = await all_members(self._caller, "events", "ListRules", {}, "Rules")
        return tuple(event_rule(one) for one in found)


def event_rule(source: Document) -> EventRule:
    """A rule of `ListRules`; AWS spells a state of its own for rules of services."""
    return EventRule(
        name=text(source, "Name"),
        enabled=text(source, "State").startswith("ENABLED"),
        pattern=text(source, "EventPattern"),
    )
