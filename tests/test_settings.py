"""The configuration file, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.settings import Settings, SettingsError, load


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_sets_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, 'refresh_seconds = 5\nascii = true\n[keys]\n"console.help" = "f1"\n')
    settings = load(path)
    assert settings.refresh_seconds == 5
    assert settings.ascii
    assert settings.keys == {"console.help": "f1"}
    assert settings.theme == Settings().theme


def test_no_file_means_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchdeck.settings.default_path", lambda: tmp_path / "none.toml")
    assert load() == Settings()


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("refresh_seconds = ", "not valid TOML"),
        ("refresh = 3", "refresh: no such setting; there are refresh_seconds"),
        ('refresh_seconds = "3"', "must be a number"),
        ("refresh_seconds = true", "must be a number"),
        ("refresh_seconds = 0.2", "from 1 to 300"),
        ('theme = "neon"', "must be one of batchdeck, batchdeck-light, terminal"),
        ("ascii = 1", "must be a true or false"),
        ('read_only_profiles = "("', "not a regular expression"),
        ('[keys]\n"console.help" = 1', 'must be text such as "ctrl+k"'),
        ('[keys]\n"console.hlep" = "f1"', "console.hlep: no such action; there are console.help"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_field(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("profile", ["prod", "acme-prod", "production.admin", "PRD_ops"])
def test_profiles_named_after_production_are_read_only(profile: str) -> None:
    assert Settings().is_read_only(profile)


@pytest.mark.parametrize("profile", ["", "dev", "product-team", "reproduce"])
def test_other_profiles_are_not(profile: str) -> None:
    assert not Settings().is_read_only(profile)
    assert Settings(read_only=True).is_read_only(profile)
