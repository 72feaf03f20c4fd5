from __future__ import annotations

import pytest

from batchdeck.domain.json_line import LONGEST, JsonLine, json_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"msg": "hello"}', JsonLine("hello")),
        ('{"level": "warn", "message": "slow"}\n', JsonLine("slow", "WARN")),
        (
            '{"time": 1, "level": 50, "msg": "no", "err": {"a": [1]}}',
            JsonLine("no", "ERROR", (("time", "1"), ("err", '{"a":[1]}'))),
        ),
        (
            '{"log": "from docker", "stream": "stderr"}',
            JsonLine("from docker", "", (("stream", "stderr"),)),
        ),
        ('{"event": "start", "severity": "INFO"}', JsonLine("start", "INFO")),
        ('{"log.level": "debug", "message": "x"}', JsonLine("x", "DEBUG")),
        ('{"level": 7, "msg": "x"}', JsonLine("x", "", (("level", "7"),))),
        ('{"level": true, "msg": "x"}', JsonLine("x", "", (("level", "true"),))),
    ],
)
def test_finds_message_level_and_fields(text: str, expected: JsonLine) -> None:
    assert json_line(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "{",
        "{}",
        "[1]",
        '{"a": 1}',
        '{"msg": 1}',
        '{"msg": "cut',
        "{'msg': 'python'}",
        '{"msg": "\ud800"}',
        '{"msg": "' + "x" * LONGEST + '"}',
    ],
)
def test_leaves_every_other_line_as_it_is(text: str) -> None:
    assert json_line(text) is None
