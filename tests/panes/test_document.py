from __future__ import annotations

import json

from batchdeck.panes.document import document_lines
from batchdeck.widgets.column import Tone
from tests.panes.lines import text

DOCUMENT = json.dumps(
    {"jobName": "align", "note": 'a "quoted": text', "vcpus": 2, "tags": {}, "list": ["x: y"]},
    indent=2,
)


def test_every_line_is_there_as_it_was() -> None:
    assert text(document_lines(DOCUMENT)) == DOCUMENT


def test_names_stand_out_from_their_values() -> None:
    name, colon, value = document_lines(DOCUMENT)[1]
    assert name == ('  "jobName"', Tone.ACCENT)
    assert colon == (": ", Tone.MUTED)
    assert value == ('"align",', Tone.PLAIN)
    assert document_lines(DOCUMENT)[2][2] == ('"a \\"quoted\\": text",', Tone.PLAIN)


def test_what_is_no_member_is_plain() -> None:
    assert document_lines("{") == ((("{", Tone.PLAIN),),)
    assert document_lines("asking AWS") == ((("asking AWS", Tone.PLAIN),),)
    assert document_lines("") == ()
