from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batchdeck.aws.errors import ThrottledError
from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.saving import Saving, read_so_far, save, whole_log
from batchdeck.logs.store import LogStore
from tests.logs.events import NOON
from tests.logs.reading_steps import FIRST, SECOND
from tests.logs.scripted_events import ScriptedEvents

HOSTILE = "\x1b]52;c;aGk=\x07 全角 \ud800"


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


async def saved(blocks: AsyncIterator[bytes], path: Path, *, replace: bool = False) -> Saving:
    async for state in save(blocks, path, replace=replace):
        last = state
    return last


async def test_the_whole_log_is_written_as_it_came(tmp_path: Path, logs: ScriptedEvents) -> None:
    logs.write("first", *(f"line {n}" for n in range(10)), HOSTILE)
    logs.write("second", "again")
    logs.empty_pages = 3
    path = tmp_path / "x.log"
    state = await saved(whole_log(logs, [FIRST, SECOND]), path)
    content = path.read_bytes()
    expected = "".join(
        f"{text}\n" for text in [*(f"line {n}" for n in range(10)), HOSTILE, "again"]
    )
    assert content == expected.encode("utf-8", "surrogatepass")
    assert state == Saving(path, 12, len(content), done=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["x.log"]


async def test_a_log_that_never_ends_is_saved_up_to_now(
    tmp_path: Path, logs: ScriptedEvents
) -> None:
    logs.write("first", "before")
    written = iter(range(1, 1_000))
    logs.before = lambda: logs.write("first", *"abc", at=NOON + next(written) * 1_000)
    path = tmp_path / "x.log"
    state = await saved(whole_log(logs, [FIRST], clock=lambda: NOON + 5_000), path)
    assert path.read_bytes().startswith(b"before\n")
    assert 15 <= state.lines <= 25


async def test_what_was_read_is_written_without_rules(tmp_path: Path) -> None:
    store = LogStore()
    store.append(RawEvents([1], [HOSTILE]))
    store.append_rule("attempt 2 begins", 2)
    store.prepend(RawEvents([0], ["older"]))
    path = tmp_path / "x.log"
    await saved(read_so_far(store), path)
    assert path.read_bytes() == f"older\n{HOSTILE}\n".encode("utf-8", "surrogatepass")


async def test_nothing_is_overwritten_unless_it_is_asked_for(
    tmp_path: Path, logs: ScriptedEvents
) -> None:
    logs.write("first", "new")
    path = tmp_path / "x.log"
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        await saved(whole_log(logs, [FIRST]), path)
    assert path.read_text() == "precious"
    await saved(whole_log(logs, [FIRST]), path, replace=True)
    assert path.read_text() == "new\n"
    assert names(tmp_path) == ["x.log"]


async def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, logs: ScriptedEvents
) -> None:
    logs.write("first", "new")
    path = tmp_path / "x.log"

    def somebody_writes() -> None:
        path.write_text("precious")

    logs.before = somebody_writes
    with pytest.raises(FileExistsError):
        await saved(whole_log(logs, [FIRST]), path)
    assert path.read_text() == "precious"
    assert names(tmp_path) == ["x.log"]


async def test_what_fails_leaves_nothing_behind(tmp_path: Path, logs: ScriptedEvents) -> None:
    logs.write("first", *"abcdefgh")
    path = tmp_path / "x.log"

    async def failing() -> AsyncIterator[bytes]:
        yield b"line\n"
        raise ThrottledError("too many calls")

    with pytest.raises(ThrottledError):
        await saved(failing(), path)
    with pytest.raises(FileNotFoundError):
        await saved(whole_log(logs, [FIRST]), tmp_path / "nowhere" / "x.log")
    assert names(tmp_path) == []


async def test_without_hard_links_it_works_too(
    tmp_path: Path, logs: ScriptedEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    logs.write("first", "x")
    await saved(whole_log(logs, [FIRST]), tmp_path / "x.log")
    assert (tmp_path / "x.log").read_text() == "x\n"
