from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from batchdeck.quiet_input import Bell, read_keys


class CountingParser(XTermParser):
    """Knows how often it was looked after."""

    ticks = 0

    def tick(self) -> Iterator[Message]:
        self.ticks += 1
        yield from super().tick()


class Typist:
    """Somebody who types into a pipe, and the thread that reads it."""

    def __init__(self) -> None:
        self.output, self.input = os.pipe()
        self.parser = CountingParser()
        self.end = Bell()
        self.got: list[Message] = []
        words = (self.output, self.parser, self.got.append, self.end)
        self.thread = threading.Thread(target=read_keys, args=words, daemon=True)
        self.thread.start()

    def type(self, typed: bytes) -> None:
        os.write(self.input, typed)

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.got if isinstance(message, events.Key)]

    def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.got
            time.sleep(0.01)


@pytest.fixture
def typist() -> Iterator[Typist]:
    made = Typist()
    yield made
    made.end.set()
    made.thread.join(30)
    assert not made.thread.is_alive()


def test_keys_come_as_they_are_typed(typist: Typist) -> None:
    typist.type(b"j\x1b[B\x1b[6~")
    typist.until(lambda: typist.keys == ["j", "down", "pagedown"])


def test_a_character_may_come_in_pieces(typist: Typist) -> None:
    typed = "日".encode()
    typist.type(typed[:1])
    typist.until(lambda: typist.parser.ticks == 1)
    typist.type(typed[1:] + b"x")
    typist.until(lambda: len(typist.keys) == 2)
    assert [each.character for each in typist.got if isinstance(each, events.Key)] == ["日", "x"]


def test_bytes_that_are_no_text_do_no_harm(typist: Typist) -> None:
    typist.type(b"\xff\xfek")
    typist.until(lambda: typist.keys[-1:] == ["k"])


def test_a_lone_escape_comes_by_itself_and_a_sequence_in_pieces_as_one_key(typist: Typist) -> None:
    typist.type(b"\x1b")
    typist.until(lambda: typist.keys == ["escape"])
    typist.type(b"j")
    typist.until(lambda: typist.keys == ["escape", "j"])


def test_it_does_not_look_up_while_nothing_is_typed(typist: Typist) -> None:
    typist.type(b"j")
    typist.until(lambda: typist.parser.ticks == 1)
    time.sleep(0.5)
    assert typist.parser.ticks == 1


def test_a_terminal_that_is_gone_says_nothing_and_the_end_is_still_heard(typist: Typist) -> None:
    typist.type(b"j")
    typist.until(lambda: typist.keys == ["j"])
    os.close(typist.input)
    typist.until(lambda: typist.parser.ticks >= 3)
    assert typist.keys == ["j"]


def test_a_bell_can_be_used_again() -> None:
    bell = Bell()
    for _ in range(2):
        bell.set()
        bell.set()
        assert bell.is_set()
        bell.clear()
        bell.clear()
        assert not bell.is_set()
