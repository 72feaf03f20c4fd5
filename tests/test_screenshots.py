"""The screenshots' framework: names, keys and waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.screenshots import SHOTS, Shot, chosen, press, see, take


def test_every_picture_has_its_own_name() -> None:
    names = [shot.name for shot in SHOTS]
    assert len(set(names)) == len(names)


def test_pictures_are_chosen_by_their_names() -> None:
    assert chosen([]) == list(SHOTS)
    assert {shot.name for shot in chosen(["console"])} == {"console", "console-80x24"}
    assert chosen(["nothing like it"]) == []


def test_words_are_typed() -> None:
    assert press("slash", "'etl", "enter").keys == ["slash", "e", "t", "l", "enter"]


async def test_takes_the_picture_at_the_end_of_the_way(
    empty_account: LocalAccount, tmp_path: Path
) -> None:
    shot = Shot("keys", (80, 24), [see("no jobs yet"), press("question_mark"), see("Everywhere")])
    picture = await take(shot, empty_account, tmp_path)
    assert picture == tmp_path / "keys.svg"
    assert "Everywhere" in picture.read_text(encoding="utf-8")


async def test_what_never_appears_is_an_error_with_the_screen(
    empty_account: LocalAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = Shot("never", (80, 24), [see("no such text")])
    monkeypatch.setattr("tests.screenshots.PATIENCE", 0.1)
    with pytest.raises(AssertionError, match="no such text"):
        await take(shot, empty_account, tmp_path)
