from __future__ import annotations

import os
from io import BytesIO

import pytest

from batchdeck.domain.log_line import RawEvents
from batchdeck.headless.log_output import Output
from batchdeck.logs.store import LogStore

AT = 1_700_000_000_007
STAMP = "2023-11-14T22:13:20.00"


@pytest.fixture
def store() -> LogStore:
    store = LogStore()
    store.append(RawEvents([AT, AT + 1], ["\x1b[31mred\x1b]52;c;x\x07", "日本"]), [0, 1])
    store.append_rule("attempt 2 begins", AT + 2)
    return store


@pytest.mark.parametrize(
    ("raw", "times", "names", "expected"),
    [
        (False, False, (), "red\n日本\n"),
        (True, False, (), "\x1b[31mred\x1b]52;c;x\x07\n日本\n"),
        (
            *(False, True, ()),
            f"{STAMP}7Z red\n{STAMP}8Z 日本\n",
        ),
        (
            *(True, True, ("0", "17")),
            f"{STAMP}7Z [0] \x1b[31mred\x1b]52;c;x\x07\n{STAMP}8Z [17] 日本\n",
        ),
    ],
)
def test_lines_are_written_cleaned_or_as_they_came(
    store: LogStore, raw: bool, times: bool, names: tuple[str, ...], expected: str
) -> None:
    stream = BytesIO()
    output = Output(stream, raw=raw, times=times)
    written = output.write(store, 0, names)
    assert stream.getvalue().decode() == expected
    assert output.write(store, written, names) == written
    assert stream.getvalue().decode() == expected
    store.append(RawEvents([AT], ["more"]))
    output.write(store, written)
    assert stream.getvalue().decode().endswith("more\n")


def test_a_time_that_is_none_leaves_a_blank() -> None:
    store, stream = LogStore(), BytesIO()
    store.append(RawEvents([10**18], ["x"]))
    Output(stream, raw=True, times=True).write(store, 0)
    assert stream.getvalue() == b" " * 25 + b"x\n"


def test_when_nobody_reads_any_more_it_is_quiet(store: LogStore) -> None:
    read, write = os.pipe()
    with os.fdopen(write, "wb", buffering=0) as stream:
        output = Output(stream, raw=True, times=False)
        os.close(read)
        start = output.write(store, 0)
        assert not output.is_read
        store.append(RawEvents([AT], ["more"]))
        output.write(store, start)
