from __future__ import annotations

from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.panes.difference import difference_lines
from batchdeck.widgets.column import Tone

OLD = DefinitionDocument({"parameters": {"date": "1"}, "tags": {"team": "shop"}})
NEW = DefinitionDocument({"parameters": {"date": "2"}})


def test_field_by_field() -> None:
    assert difference_lines(OLD, NEW, as_json=False) == (
        (("2 values differ", Tone.MUTED),),
        (),
        (("parameters.date", Tone.ACCENT),),
        (("  - ", Tone.MUTED), ('"1"', Tone.BAD)),
        (("  + ", Tone.MUTED), ('"2"', Tone.GOOD)),
        (("tags.team", Tone.ACCENT),),
        (("  - ", Tone.MUTED), ('"shop"', Tone.BAD)),
    )


def test_line_by_line() -> None:
    lines = difference_lines(OLD, NEW, as_json=True)
    assert (('-     "date": "1"', Tone.BAD),) in lines
    assert (('+     "date": "2"', Tone.GOOD),) in lines
    assert (('    "parameters": {', Tone.PLAIN),) in lines


def test_lines_that_are_left_out_leave_a_mark() -> None:
    many = {f"p{number:03}": "x" for number in range(40)}
    old = DefinitionDocument({"parameters": many})
    new = DefinitionDocument({"parameters": {**many, "p000": "y", "p039": "y"}})
    assert (("...", Tone.ACCENT),) in difference_lines(old, new, as_json=True)


def test_no_difference_and_another_order() -> None:
    one, other = {"name": "A", "value": "1"}, {"name": "B", "value": "2"}
    documents = [
        DefinitionDocument({"containerProperties": {"environment": list(variables)}})
        for variables in ((one, other), (other, one))
    ]
    (first, *rest) = difference_lines(*documents, as_json=False)
    assert first[0][0] == "nothing differs but the order of some elements"
    assert rest == [()]
    assert difference_lines(OLD, OLD, as_json=False)[0][0][0] == "nothing differs"
    single = DefinitionDocument({**OLD.members, "propagateTags": True})
    assert difference_lines(OLD, single, as_json=False)[0][0][0] == "1 value differs"
