from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.merging import DELAY, HOLD, Ahead, Behind, Merged
from tests.logs.events import NOON


def at(*seconds: float, name: str = "") -> RawEvents:
    """Events so many seconds after noon that say so."""
    return RawEvents.of(*((NOON + round(1000 * one), f"{name}{one:g}") for one in seconds))


def shown(merged: Merged) -> list[str]:
    assert len(merged.sources) == len(merged.events.times)
    return list(merged.events.messages)


def test_events_wait_until_those_of_others_must_have_come() -> None:
    ahead = Ahead()
    ahead.add(at(1, 2, 10), 0, NOON + 10_000)
    ahead.add(at(1.5), 1, NOON + 10_000)
    began = NOON + 10_000
    merged = ahead.ready(began, began, everything=False)
    assert shown(merged) == ["1", "1.5", "2"]
    assert merged.sources == [0, 1, 0]
    assert shown(ahead.ready(began, began, everything=False)) == []
    later = began + DELAY
    assert shown(ahead.ready(later, later, everything=False)) == ["10"]


def test_while_a_log_has_more_others_wait_for_it() -> None:
    ahead = Ahead()
    now = NOON + 100_000
    ahead.add(at(1, 2), 0, now)
    ahead.has_more(0, True)
    ahead.add(at(1.5, 3), 1, now)
    assert shown(ahead.ready(now, now, everything=False)) == ["1", "1.5", "2"]
    ahead.add(at(2.5), 0, now)
    ahead.has_more(0, False)
    assert shown(ahead.ready(now, now, everything=False)) == ["2.5", "3"]


def test_no_event_waits_for_ever() -> None:
    ahead = Ahead()
    ahead.add(at(3600), 0, NOON)
    assert shown(ahead.ready(NOON, NOON + HOLD - 1, everything=False)) == []
    assert shown(ahead.ready(NOON, NOON + HOLD, everything=False)) == ["3600"]
    ahead.add(at(3601), 0, NOON)
    assert shown(ahead.ready(NOON, NOON, everything=True)) == ["3601"]


def test_older_events_are_shown_as_far_as_all_logs_were_read() -> None:
    behind = Behind()
    behind.add(at(1, 2, 3, name="a"), 0, at_beginning=False)
    behind.add(at(2.5, 4, name="b"), 1, at_beginning=False)
    assert shown(behind.certain()) == ["b2.5", "a3", "b4"]
    assert behind.shown_at == NOON + 2_500
    assert shown(behind.certain()) == []
    assert behind.unsure(1) == [1]
    behind.add(RawEvents(), 1, at_beginning=True)
    assert shown(behind.certain()) == ["a1", "a2"]
    assert not behind.is_empty
    behind.add(at(0, name="a"), 0, at_beginning=True)
    merged = behind.certain()
    assert (shown(merged), merged.sources) == (["a0"], [0])
    assert behind.is_empty


def test_a_log_of_which_nothing_is_known_is_read_first() -> None:
    behind = Behind()
    behind.add(RawEvents(), 0, at_beginning=False)
    behind.add(at(1), 1, at_beginning=True)
    assert shown(behind.certain()) == []
    assert behind.unsure(5) == [0]
    behind.add(RawEvents(), 0, at_beginning=True)
    assert shown(behind.certain()) == ["1"]


@given(st.lists(st.lists(st.integers(0, 20), max_size=12), min_size=1, max_size=4), st.data())
def test_whatever_is_read_in_whatever_order_comes_out_sorted(
    logs: Sequence[list[int]], data: st.DataObject
) -> None:
    left = [sorted(each) for each in logs]
    behind = Behind()
    found: list[int] = []
    for source in range(len(left)):
        behind.add(RawEvents(), source, at_beginning=False)
    while not behind.is_empty:
        unsure = behind.unsure(len(left))
        if unsure:
            source = data.draw(st.sampled_from(unsure))
            count = data.draw(st.integers(1, 4))
            page, left[source] = left[source][-count:], left[source][:-count]
            behind.add(at(*page), source, at_beginning=not left[source])
        found[:0] = behind.certain().events.times
    assert found == sorted(NOON + 1000 * one for each in logs for one in each)
