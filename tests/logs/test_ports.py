from __future__ import annotations

import inspect

from batchdeck.aws.logs import LogsGateway
from batchdeck.logs.ports import LogEventReads, LogSearches
from tests.logs.scripted_events import ScriptedEvents


def test_the_gateway_and_the_script_take_what_the_port_says() -> None:
    wanted = inspect.signature(LogEventReads.events).parameters
    for one in (LogsGateway, ScriptedEvents):
        given = inspect.signature(one.events).parameters
        assert [(p.name, p.kind, p.default) for p in given.values()] == [
            (p.name, p.kind, p.default) for p in wanted.values()
        ]


def test_the_gateway_searches_as_the_port_says() -> None:
    wanted = inspect.signature(LogSearches.found).parameters
    given = inspect.signature(LogsGateway.found).parameters
    assert [(p.name, p.kind, p.default) for p in given.values()] == [
        (p.name, p.kind, p.default) for p in wanted.values()
    ]
