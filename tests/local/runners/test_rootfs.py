from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from batchdeck.local.runners import rootfs
from batchdeck.local.runners.programs import PROGRAMS


def names(content: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {entry.name: entry for entry in tar}


def without_busybox(monkeypatch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "busybox" else which(name))


@pytest.mark.parametrize(("word", "code"), [("ok", 0), ("ng", 1)])
def test_a_script_prints_its_lines_and_ends_as_the_table_says(
    word: str, code: int, tmp_path: Path
) -> None:
    quick = rootfs.scripts()["bin/probe"].replace("sleep 1.0", "sleep 0")
    script = tmp_path / "probe"
    script.write_text(quick, encoding="utf-8")
    done = subprocess.run(["sh", script, word], capture_output=True, text=True, check=False)
    wanted = next(one for one in PROGRAMS if one.name == "probe" and (one.word == "ng") == code)
    assert done.stdout.splitlines() == list(wanted.lines)
    assert (done.returncode, done.stderr) == (code, "")


def test_japanese_lines_come_out_whole(tmp_path: Path) -> None:
    script = tmp_path / "report"
    text = rootfs.scripts()["bin/report"].replace("sleep 2.0", "sleep 0")
    script.write_text(text, encoding="utf-8")
    done = subprocess.run(["sh", script], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "日次集計が完了しました"


def test_the_filesystem_has_the_programs_a_shell_and_a_place_to_write() -> None:
    found = names(rootfs.archive())
    assert {f"bin/{one.name}" for one in PROGRAMS} <= set(found)
    assert "bin/sh" in found
    assert found["tmp"].mode == 0o1777
    assert found["bin/etl"].mode == 0o755


def test_without_a_busybox_the_hosts_own_tools_come_with_their_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_busybox(monkeypatch)
    found = names(rootfs.archive())
    assert {"bin/sh", "bin/sleep", "bin/cat", "bin/seq"} <= set(found)
    assert "bin/busybox" not in found
    assert any("libc.so" in name or "ld-musl" in name for name in found)


def test_a_host_without_a_shell_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FileNotFoundError, match="neither busybox nor a shell"):
        rootfs.archive()


def test_only_the_programs_where_the_tools_are_there_already() -> None:
    assert set(names(rootfs.archive(tools=False))) == {f"bin/{one.name}" for one in PROGRAMS}
