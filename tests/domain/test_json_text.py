from __future__ import annotations

import json

from batchdeck.domain.json_text import json_text
from batchdeck.domain.secret import Secret

HOSTILE = "a\x1b]0;x\x07\x9b2J\u202eb\u2028c"


def test_nothing_that_a_terminal_obeys_and_still_the_same_json() -> None:
    for indent in (None, 2):
        text = json_text({HOSTILE: [HOSTILE, 1, None]}, indent=indent)
        assert json.loads(text) == {HOSTILE: [HOSTILE, 1, None]}
        assert text.replace("\n", "").isprintable()


def test_readable_where_it_can_be() -> None:
    assert json_text({"name": "日本", "on": True}) == '{"name":"日本","on":true}'
    assert json_text({"a": [1]}, indent=2) == '{\n  "a": [\n    1\n  ]\n}'
    assert json_text(Secret("hunter22")) == '"******"'
