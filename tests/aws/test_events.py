from __future__ import annotations

from dataclasses import replace

from batchdeck.aws.account import Account
from batchdeck.aws.events import EventsGateway, event_rule
from batchdeck.domain.event_rule import EventRule
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli
from tests.aws.scripted_caller import ScriptedCaller
from tests.screens.console_app import connection_to

PATTERN = '{"source":["aws.batch"]}'


async def test_all_rules() -> None:
    rule = {"Name": "r", "State": "ENABLED", "EventPattern": PATTERN}
    script = ScriptedCaller({"Rules": [rule], "NextToken": "t"}, {"Rules": [{"State": "DISABLED"}]})
    found = await EventsGateway(script.caller).rules()
    assert found == (EventRule("r", True, PATTERN), EventRule("", False))
    assert script.asked[0] == ("events", "ListRules", {})
    of_a_service = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    assert event_rule({"State": of_a_service}).enabled


async def test_over_the_wire(empty_account: LocalAccount, aws_cli: AwsCli) -> None:
    aws_cli("events", "put-rule", "--name", "blocked", "--event-pattern", PATTERN)
    aws = Account(replace(connection_to(empty_account.endpoint), region=empty_account.region))
    try:
        (found,) = await aws.events.rules()
    finally:
        await aws.close()
    assert found.watches("aws.batch", "Batch Job Queue Blocked")
