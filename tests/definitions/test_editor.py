"""Real editors: scripts that edit, and ones that do everything else."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from batchdeck.definitions.editor import LONGEST, EditorError, edit, editor_command

CONTENT = b'{\n  "a": 1\n}\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the files for the editor are made."""
    folder = tmp_path / "runtime"
    folder.mkdir()
    return folder


def script(tmp_path: Path, text: str) -> str:
    """An editor that is a shell script; its file is `$1`."""
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def environment(place: Path, editor: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "EDITOR": editor, "XDG_RUNTIME_DIR": str(place)}


def edited(tmp_path: Path, place: Path, text: str) -> bytes:
    return edit(CONTENT, "etl.json", environment(place, script(tmp_path, text)))


def test_what_the_editor_wrote_comes_back_and_no_file_stays(tmp_path: Path, place: Path) -> None:
    assert edited(tmp_path, place, "sed -i s/1/2/ $1") == CONTENT.replace(b"1", b"2")
    assert list(place.iterdir()) == []


def test_an_editor_that_does_nothing(tmp_path: Path, place: Path) -> None:
    assert edited(tmp_path, place, "true") == CONTENT


def test_nobody_else_can_read_the_file(tmp_path: Path, place: Path) -> None:
    seen = tmp_path / "seen"
    edited(tmp_path, place, f'stat -c "%a %n" $1 "$(dirname $1)" > {seen}')
    file, folder = (line.split() for line in seen.read_text().splitlines())
    assert (file[0], folder[0]) == ("600", "700")
    assert file[1].startswith(str(place))
    assert file[1].endswith("/etl.json")


def test_without_a_directory_in_memory_the_usual_one_is_taken(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    editor = script(tmp_path, f"echo $1 > {seen}")
    for runtime in ("", str(tmp_path / "missing")):
        edit(CONTENT, "x.json", {**environment(Path(runtime), editor), "XDG_RUNTIME_DIR": runtime})
        assert not Path(seen.read_text().strip()).parent.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("echo {} > $1; exit 1", "ended with code 1"),
        ("kill -9 $$", "was ended by signal 9"),
        ("rm $1", "left no file to read: No such file"),
        ("rm $1; mkdir $1", "something else than a file"),
        ("rm $1; mkfifo $1", "something else than a file"),
        ("ln -sf /etc/passwd $1", "left no file to read"),
        (f"truncate -s {LONGEST + 1} $1", "bytes; at most"),
    ],
)
def test_hostile_editors(tmp_path: Path, place: Path, text: str, words: str) -> None:
    with pytest.raises(EditorError, match=words):
        edited(tmp_path, place, text)
    assert list(place.iterdir()) == []


def test_garbage_comes_back_as_it_is(tmp_path: Path, place: Path) -> None:
    assert edited(tmp_path, place, "printf '\\377\\000' > $1") == b"\xff\x00"
    assert edited(tmp_path, place, ": > $1") == b""


def test_what_an_editor_leaves_beside_its_file_goes_too(tmp_path: Path, place: Path) -> None:
    edited(tmp_path, place, "cp $1 $1.swp; cp $1 $(dirname $1)/.backup~")
    assert list(place.iterdir()) == []


def test_an_editor_with_arguments_and_one_that_is_not_there(tmp_path: Path, place: Path) -> None:
    editor = script(tmp_path, 'printf "%s" "$1" > "$2"')
    found = edit(CONTENT, "x.json", environment(place, f"{editor} 'two words'"))
    assert found == b"two words"
    with pytest.raises(
        EditorError, match=r"cannot be started: No such file .* set VISUAL or EDITOR"
    ):
        edit(CONTENT, "x.json", environment(place, "/no/such/editor"))
    assert list(place.iterdir()) == []


def test_which_editor() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vim"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "vim"}) == ["vim"]
    assert editor_command({}) == ["vi"]
    with pytest.raises(EditorError, match=r"EDITOR=vim '.*: a quote is not closed"):
        editor_command({"EDITOR": "vim '"})


def test_a_place_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(EditorError, match="no file can be written"):
        edit(CONTENT, "x.json", {"EDITOR": "true", "PATH": os.environ["PATH"]})


PROGRAM = """
import os, signal, sys
from batchdeck.definitions.editor import edit, EditorError
def ended(number, frame):
    sys.exit(128 + number)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, ended)
try:
    edit(b"secret", "x.json", dict(os.environ))
except EditorError as error:
    print(error)
print("went on")
"""


@pytest.mark.parametrize("stubborn", [False, True])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_console_ends_the_editor_and_removes_the_file(
    tmp_path: Path, place: Path, number: signal.Signals, stubborn: bool
) -> None:
    with _console_with_editor(tmp_path, place, stubborn=stubborn) as process:
        process.send_signal(number)
        assert process.wait(60) == 128 + number
    assert list(place.iterdir()) == []
    pid = int((tmp_path / "started").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_ctrl_c_is_the_editors(tmp_path: Path, place: Path) -> None:
    with _console_with_editor(tmp_path, place) as process:
        process.send_signal(signal.SIGINT)
        (tmp_path / "leave").touch()
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert output == "went on\n"
    assert list(place.iterdir()) == []


def _console_with_editor(
    tmp_path: Path, place: Path, *, stubborn: bool = False
) -> subprocess.Popen[str]:
    """A program whose editor has begun, and goes on until there is a file `leave`."""
    started, leave = tmp_path / "started", tmp_path / "leave"
    os.mkfifo(begun := tmp_path / "begun")
    trap = "trap '' TERM HUP\n" if stubborn else ""
    wait = f"while [ ! -e {shlex.quote(str(leave))} ]; do sleep 0.05; done"
    editor = script(tmp_path, f"{trap}echo $$ > {started}\necho > {begun}\n{wait}")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **environment(place, editor)},
        stdout=subprocess.PIPE,
        text=True,
    )
    begun.read_text()
    (folder,) = place.iterdir()
    assert stat.S_IMODE((folder / "x.json").stat().st_mode) == 0o600
    return process


def test_outside_the_main_thread_it_is_a_mistake(place: Path) -> None:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            edit(CONTENT, "x.json", environment(place, "true"))
        except ValueError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])
    assert list(place.iterdir()) == []
