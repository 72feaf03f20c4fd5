from __future__ import annotations

import pytest

from batchdeck.domain.container_image import Layer, LocalImage, PushedImage, RegistryLogin
from batchdeck.domain.secret import Secret


def image(os: str, architecture: str, variant: str) -> LocalImage:
    return LocalImage(
        *("sha256:1", (), (), os, architecture, variant, 0, None, (), (), ""), environment=()
    )


def test_a_platform_has_a_variant_only_where_there_is_one() -> None:
    assert image("linux", "amd64", "").platform == "linux/amd64"
    assert image("linux", "arm64", "v8").platform == "linux/arm64/v8"
    assert image("", "", "").platform == ""


def test_a_login_prints_without_its_password() -> None:
    login = RegistryLogin("AWS", Secret("hunter2"), "registry.example.com")
    assert "hunter2" not in f"{login} {login!r}"


@pytest.mark.parametrize(
    ("status", "settled"),
    [
        ("Pushed", True),
        ("Layer already exists", True),
        ("Mounted from team/base", True),
        ("Pull complete", True),
        ("Already exists", True),
        ("Pushing", False),
        ("Retrying in 5 seconds", False),
        ("", False),
    ],
)
def test_when_a_registry_has_a_layer(status: str, settled: bool) -> None:
    assert Layer("a", status, 0, 0).settled is settled


def test_what_was_pushed_is_pinned_by_its_digest() -> None:
    pushed = PushedImage("registry.example.com/app", "v1", "sha256:1", 528)
    assert pushed.reference == "registry.example.com/app@sha256:1"
