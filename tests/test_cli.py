from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from batchdeck import __version__, cli
from batchdeck.aws.errors import UnreachableError
from batchdeck.domain.connection import Connection
from batchdeck.local import launcher
from batchdeck.local.launcher import EmbeddedAccountError, LocalAccount
from batchdeck.opening import Opening
from batchdeck.settings import Settings

Connect = Callable[[], Awaitable[Connection]]


class Opened:
    """What the console was opened with, instead of opening it."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.connection: Connection | None = None
        self.failure: Exception | None = None

    def run(self, settings: Settings, connect: Connect, _: Opening) -> int:
        """Connect as the console would, and end with a code of its own."""
        self.settings = settings
        try:
            self.connection = asyncio.run(self._connect(connect))
        except UnreachableError as error:
            self.failure = error
        return 7

    async def _connect(self, connect: Connect) -> Connection:
        return await connect()


class PretendedAccount:
    """An embedded account without a process."""

    started: list[tuple[str, ...]] = []
    closed = 0
    failure: Exception | None = None
    account = LocalAccount("http://127.0.0.1:9", "1", "eu-west-1", "Docker 20.10", False)

    @classmethod
    def start(cls, *words: str) -> PretendedAccount:
        cls.started.append(words)
        return cls()

    async def ready(self) -> LocalAccount:
        if self.failure is not None:
            raise self.failure
        return self.account

    def close(self) -> None:
        type(self).closed += 1


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    console = Opened()
    monkeypatch.setattr(cli, "_run", console.run)
    return console


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> type[PretendedAccount]:
    class Pretended(PretendedAccount):
        started: list[tuple[str, ...]] = []

    monkeypatch.setattr(launcher, "EmbeddedAccount", Pretended)
    return Pretended


def batchdeck(*arguments: str) -> int | str | None:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return ended.value.code


def test_where_the_calls_go_is_said_on_the_command_line(opened: Opened) -> None:
    code = batchdeck("--profile", "dev", "--region", "eu-west-1", "--endpoint-url", "http://x")
    assert code == 7
    assert opened.connection == Connection("dev", "eu-west-1", "http://x")


def test_without_arguments_the_ordinary_chain_decides(opened: Opened) -> None:
    batchdeck()
    assert opened.connection == Connection()
    assert opened.settings == Settings()


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_a_production_profile_only_reads_wherever_it_was_named(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    batchdeck("--profile", "acme-prod")
    assert opened.connection is not None
    assert opened.connection.read_only
    monkeypatch.setenv(variable, "acme-prod")
    batchdeck()
    assert opened.connection.read_only
    assert opened.connection.profile == ""
    batchdeck("--profile", "dev")
    assert not opened.connection.read_only


def test_the_command_line_wins_over_the_file(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "terminal"\nrefresh_seconds = 9\n')
    batchdeck("--config", str(file), "--theme", "batchdeck-light", "--ascii", "--mouse")
    settings = opened.settings
    assert (settings.theme, settings.refresh_seconds) == ("batchdeck-light", 9)
    assert (settings.ascii, settings.mouse, settings.read_only) == (True, True, False)
    batchdeck("--config", str(file), "--read-only")
    assert opened.settings.theme == "terminal"
    assert opened.connection is not None
    assert opened.connection.read_only


def test_a_terminal_without_utf8_is_drawn_in_ascii(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Latin:
        encoding = "ANSI_X3.4-1968"

    monkeypatch.setattr("sys.stdout", Latin())
    batchdeck()
    assert opened.settings.ascii


def test_a_file_that_cannot_be_used_is_one_line_on_stderr(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batchdeck("--config", str(tmp_path / "none.toml")) == 2
    said = capsys.readouterr().err
    assert said.startswith("batchdeck: ")
    assert said.count("\n") == 1
    assert opened.connection is None


def test_the_embedded_account_is_started_opened_and_closed(
    opened: Opened, pretended: type[PretendedAccount]
) -> None:
    assert batchdeck("--local", "--local-pace", "immediate", "--local-empty") == 7
    assert pretended.started == [("--pace", "immediate", "--no-demo")]
    assert pretended.closed == 1
    connection = opened.connection
    assert connection is not None
    assert (connection.endpoint_url, connection.region) == ("http://127.0.0.1:9", "eu-west-1")
    assert (connection.access_key, connection.secret_key.reveal()) == ("local", "local")
    assert (connection.note, connection.read_only) == ("Docker 20.10", False)


def test_the_embedded_account_is_made_as_it_is_asked_for(
    opened: Opened, pretended: type[PretendedAccount]
) -> None:
    batchdeck("--local", "--local-jobs", "100000", "--local-seed", "3")
    assert pretended.started == [("--jobs", "100000", "--seed", "3")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--local", "--local-jobs", "many"),
            "--local-jobs: 'many' is no number of jobs: a whole number from 0 to 200000",
        ),
        (("--local", "--local-seed", "-1"), "--local-seed"),
        (("--local", "--local-seed", "x"), "'x' is no seed: a whole number from 0 to 4294967295"),
        (
            ("--local", "--local-jobs", "5", "--local-empty"),
            "not allowed with argument --local-jobs",
        ),
        (("--local-jobs", "5"), "--local-jobs: only with --local"),
        (("--local-seed", "5"), "--local-seed: only with --local"),
        (("--local-empty",), "--local-empty: only with --local"),
        (("--local-pace", "humane"), "--local-pace: only with --local"),
    ],
)
def test_an_account_that_cannot_be_made_so_is_told(
    opened: Opened, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batchdeck(*words) == 2
    assert told in capsys.readouterr().err
    assert opened.connection is None


def test_what_only_reads_also_only_reads_the_embedded_account(
    opened: Opened, pretended: type[PretendedAccount], tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("read_only = true\n")
    batchdeck("--local", "--config", str(file))
    assert opened.connection is not None
    assert opened.connection.read_only
    assert pretended.closed == 1


def test_without_an_engine_the_header_will_say_so(
    opened: Opened, pretended: type[PretendedAccount], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = LocalAccount("http://127.0.0.1:9", "1", "eu-west-1", "simulated", True)
    monkeypatch.setattr(pretended, "account", account)
    batchdeck("--local")
    assert opened.connection is not None
    assert opened.connection.note == "simulated: no Docker engine"


def test_an_embedded_account_that_does_not_get_ready_is_told_and_closed(
    opened: Opened, pretended: type[PretendedAccount], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pretended, "failure", EmbeddedAccountError("it ended: no moto"))
    assert batchdeck("--local") == 7
    assert str(opened.failure) == "it ended: no moto"
    assert pretended.closed == 1


def test_an_embedded_account_that_cannot_start_is_one_line_on_stderr(
    opened: Opened,
    pretended: type[PretendedAccount],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: str) -> PretendedAccount:
        raise EmbeddedAccountError("the embedded account cannot start: no space")

    monkeypatch.setattr(pretended, "start", refuse)
    assert batchdeck("--local") == 1
    said = capsys.readouterr().err
    assert said == "batchdeck: the embedded account cannot start: no space\n"
    assert opened.connection is None


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert batchdeck("--version") == 0
    assert capsys.readouterr().out == f"batchdeck {__version__}\n"
    assert batchdeck("--help") == 0
    assert "--local" in capsys.readouterr().out
