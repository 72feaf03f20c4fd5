from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batchdeck.headless.ship import ship
from batchdeck.local.announcing import announced
from batchdeck.local.launcher import LocalAccount
from batchdeck.settings import accounts_folder, orders_folder
from batchdeck.shipping.remembered import remembered
from tests.accounts import environment_for
from tests.docker.kitchen import unique
from tests.local.cloud import Cloud

NOTHING = "tcp://127.0.0.1:1"
"""Where no engine is."""


@pytest.fixture
def words(
    local_account: LocalAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Enough to be looked at; the environment of this process leads to the account."""
    for name, value in environment_for(local_account).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DOCKER_HOST", NOTHING)
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    cloud, name = Cloud(local_account.endpoint, local_account.region), unique("ship")
    definition = cloud.definition()
    where = ["--repository", name, "--queue", cloud.queue(), "--definition", definition]
    return [str(tmp_path), *where]


def test_without_an_engine_nothing_is_written(
    words: list[str], local_account: LocalAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship(words) == 2
    said = capsys.readouterr().out
    assert "check: bad     engine: " in said
    assert NOTHING.removeprefix("tcp://") in said
    assert "absent  job: not begun" in said
    ecr = Cloud(local_account.endpoint, local_account.region).client("ecr")
    names = [one["repositoryName"] for one in ecr.describe_repositories()["repositories"]]
    assert words[2] not in names
    assert remembered(orders_folder(), Path(words[0])) is None


def test_an_object_at_the_end_and_the_lines_beside_it(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship([*words, "--json"]) == 2
    told = capsys.readouterr()
    document: dict[str, Any] = json.loads(told.out)
    assert document["exit_code"] == 2
    assert {one["subject"] for one in document["checks"] if one["verdict"] == "bad"} == {"engine"}
    assert "check: bad     engine: " in told.err


def test_a_dry_run_shows_what_would_be_sent(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ship([*words, "--dry-run"]) == 2
    said = capsys.readouterr().out
    assert f"$ aws ecr create-repository --repository-name {words[2]} " in said
    assert "$ aws batch register-job-definition " in said
    assert "$ aws batch submit-job " in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--parameter", "x"], "argument --parameter: 'x': write name=value"),
        (["--again"], "no order for"),
        (["--image", "a", "--image"], "expected one argument"),
    ],
)
def test_wrong_arguments(
    words: list[str], more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        ship([*words, *more])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_profile_that_is_read_only(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "prod")
    assert ship(words) == 2
    assert "this console only reads" in capsys.readouterr().out


def test_local_is_the_account_that_a_console_has_open(
    words: list[str],
    local_account: LocalAccount,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    assert ship([*words, "--local"]) == 2
    assert "start `batchdeck --local` first" in capsys.readouterr().err
    with announced(accounts_folder(), local_account):
        assert ship([*words, "--local"]) == 2
    assert "check: good    definition: " in capsys.readouterr().out
