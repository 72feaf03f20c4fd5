from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from batchdeck.local import launcher
from batchdeck.local.launcher import EmbeddedAccount, EmbeddedAccountError, LocalAccount
from tests.processes import watching


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the accounts of a test write their errors."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is started in place of the account: write it first."""
    program = tmp_path / "python"
    program.touch(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


@pytest.fixture
def accounts() -> Iterator[list[EmbeddedAccount]]:
    """Accounts to close after the test."""
    started: list[EmbeddedAccount] = []
    yield started
    for account in started:
        account.close()


def ready(account: EmbeddedAccount) -> LocalAccount:
    return asyncio.run(account.ready())


def start(accounts: list[EmbeddedAccount], *arguments: str) -> EmbeddedAccount:
    accounts.append(EmbeddedAccount.start("--no-demo", "--engine", "none", *arguments))
    return accounts[-1]


def test_an_account_is_ready_and_answers(accounts: list[EmbeddedAccount]) -> None:
    account = start(accounts, "--region", "eu-west-1", "--account", "210987654321")
    told = ready(account)
    assert (told.account, told.region) == ("210987654321", "eu-west-1")
    assert (told.runner, told.simulated) == ("simulated", True)
    with urllib.request.urlopen(f"{told.endpoint}/moto-api/config") as answer:
        assert answer.read().startswith(b"{")
    assert ready(account) is told


async def test_the_loop_goes_on_while_the_account_starts(accounts: list[EmbeddedAccount]) -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    counting = asyncio.ensure_future(count())
    await start(accounts).ready()
    counting.cancel()
    assert turns > 10


def test_close_ends_it_and_leaves_no_file(logs: Path) -> None:
    account = EmbeddedAccount.start("--no-demo", "--engine", "none")
    ready(account)
    with watching(account.pid) as process:
        account.close()
        assert process.ends_within(0)
    account.close()
    assert list(logs.iterdir()) == []


def test_close_ends_it_also_while_it_starts() -> None:
    account = EmbeddedAccount.start("--no-demo", "--engine", "none")
    with watching(account.pid) as process:
        account.close()
        assert process.ends_within(0)


def test_wrong_arguments_are_told_in_its_own_words(accounts: list[EmbeddedAccount]) -> None:
    with pytest.raises(EmbeddedAccountError, match=r"ended: .*'x' is no port"):
        ready(start(accounts, "--port", "x"))


def test_the_last_words_of_one_that_broke_are_told(
    accounts: list[EmbeddedAccount], python: Path
) -> None:
    python.write_text("#!/bin/sh\nseq 1 9 >&2; echo Oops >&2; exit 1\n", encoding="utf-8")
    with pytest.raises(EmbeddedAccountError, match=r"ended: 8 / 9 / Oops$"):
        ready(start(accounts))


def test_one_that_is_never_ready_is_given_up(
    accounts: list[EmbeddedAccount], python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "READY_WITHIN", 0.2)
    python.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    begin = time.monotonic()
    with pytest.raises(EmbeddedAccountError, match="not ready after"):
        ready(start(accounts))
    assert time.monotonic() - begin < 10


def test_one_that_cannot_be_started_says_why(python: Path) -> None:
    python.unlink()
    with pytest.raises(EmbeddedAccountError, match=r"cannot start: .*No such file"):
        EmbeddedAccount.start()


def test_modules_in_the_current_folder_are_not_taken_for_libraries(
    accounts: list[EmbeddedAccount], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "moto.py").write_text("raise SystemExit('not me')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert ready(start(accounts)).endpoint


def test_keys_for_the_console_do_not_reach_it(accounts: list[EmbeddedAccount]) -> None:
    """Ctrl-C in a shell goes to the whole process group."""
    account = start(accounts)
    ready(account)
    assert os.getpgid(account.pid) != os.getpgrp()
