"""What a user can set, from the configuration file and the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

FILE_NAME = "config.toml"
THEMES = ("batchdeck", "batchdeck-light", "terminal")


class SettingsError(Exception):
    """The configuration file cannot be used; the text names file, field and what is right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Each field is a key of the configuration file."""

    refresh_seconds: float = 3.0
    """How often the jobs on screen are asked for again; 1 to 300."""

    theme: str = "batchdeck"
    """`batchdeck`, `batchdeck-light`, or `terminal` for the terminal's own sixteen colours."""

    ascii: bool = False
    """Draw with ASCII characters only: for terminals without UTF-8 or with wide box characters."""

    mouse: bool = False
    """Let the mouse select and scroll. Off: the terminal keeps its own selection."""

    read_only: bool = False
    """Never change anything."""

    read_only_profiles: str = r"(^|[-_.])(prod|prd|production)([-_.]|$)"
    """Profiles whose name matches this regular expression are read-only."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys for actions: binding id -> keys separated by commas."""

    def is_read_only(self, profile: str) -> bool:
        """Whether nothing may be changed with that profile."""
        return self.read_only or bool(
            profile and re.search(self.read_only_profiles, profile, re.IGNORECASE)
        )


def default_path() -> Path:
    """Where the configuration file is looked for."""
    return Path(platformdirs.user_config_dir("batchdeck")) / FILE_NAME


def cache_folder() -> Path:
    """Where first frames of the console are kept."""
    return Path(platformdirs.user_cache_dir("batchdeck")) / "first-frames"


def accounts_folder() -> Path:
    """Where the embedded accounts that are open are noted."""
    return Path(platformdirs.user_cache_dir("batchdeck")) / "accounts"


def orders_folder() -> Path:
    """Where the last order for each folder that was shipped is kept."""
    return Path(platformdirs.user_cache_dir("batchdeck")) / "orders"


def load(path: Path | None = None) -> Settings:
    """Settings from a file; without a file, the defaults. Raises SettingsError."""
    where = path or default_path()
    try:
        text = where.read_text("utf-8")
    except FileNotFoundError:
        if path is not None:
            raise SettingsError(f"{where}: there is no such file") from None
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{where}: cannot be read: {error}") from error
    import tomllib  # most people have no such file

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where}: not valid TOML: {error}") from error
    return _checked(where, document)


def _checked(where: Path, document: Mapping[str, Any]) -> Settings:
    known = {setting.name: type(getattr(Settings(), setting.name)) for setting in fields(Settings)}
    for name, value in document.items():
        if name not in known:
            hint = ", ".join(known)
            raise SettingsError(f"{where}: {name}: no such setting; there are {hint}")
        wanted = (int, float) if known[name] is float else known[name]
        if not isinstance(value, wanted) or (known[name] is float and isinstance(value, bool)):
            raise SettingsError(f"{where}: {name} = {value!r}: must be a {_word(known[name])}")
    settings = replace(Settings(), **document)
    if not 1 <= settings.refresh_seconds <= 300:
        raise SettingsError(f"{where}: refresh_seconds = {settings.refresh_seconds}: from 1 to 300")
    if settings.theme not in THEMES:
        hint = ", ".join(THEMES)
        raise SettingsError(f"{where}: theme = {settings.theme!r}: must be one of {hint}")
    try:
        re.compile(settings.read_only_profiles)
    except re.error as error:
        text = f"{where}: read_only_profiles: not a regular expression: {error}"
        raise SettingsError(text) from error
    if settings.keys:
        _check_keys(where, settings.keys)
    return settings


def _check_keys(where: Path, keys: Mapping[str, Any]) -> None:
    from batchdeck.key_ids import KEY_IDS, nearest  # most people bind nothing anew

    for name, key in keys.items():
        if name not in KEY_IDS:
            raise SettingsError(f"{where}: keys: {name}: no such action; there are {nearest(name)}")
        if not isinstance(key, str):
            raise SettingsError(f'{where}: keys: {name} = {key!r}: must be text such as "ctrl+k"')


def _word(kind: type) -> str:
    return {float: "number", bool: "true or false", str: "text", dict: "table"}.get(kind, "table")
