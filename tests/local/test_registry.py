from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from batchdeck.local.registry import Registry
from tests.local.fake_registry import MANIFEST, FakeRegistry, running

ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    with running() as registry:
        yield registry


def nobody() -> Registry:
    """A registry at a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Registry(f"127.0.0.1:{free.getsockname()[1]}")


def test_tags_and_what_they_stand_for(fake: FakeRegistry) -> None:
    digest = fake.push("team/app", "v1", 10)
    registry = Registry(fake.address)
    assert registry.answers()
    assert registry.tags("team/app") == ["v1"]
    manifest = registry.manifest("team/app", "v1")
    assert manifest is not None
    assert (manifest.digest, manifest.media_type) == (digest, MANIFEST)
    assert registry.tags("never-pushed") == []
    assert registry.manifest("team/app", "v2") is None


def test_images_of_ecr_are_found_here(fake: FakeRegistry) -> None:
    registry = Registry(fake.address)
    assert registry.local_name(f"{ECR}/team/app:v1") == f"{fake.address}/team/app:v1"
    digest = "sha256:" + "0" * 64
    assert registry.local_name(f"{ECR}/app@{digest}") == f"{fake.address}/app@{digest}"
    assert registry.local_name("busybox:1") == "busybox:1"
    assert registry.local_name("public.ecr.aws/x/y") == "public.ecr.aws/x/y"


def test_without_a_registry_nothing_is_here() -> None:
    registry = nobody()
    assert not registry.answers()
    assert registry.tags("app") == []
    assert registry.manifest("app", "v1") is None
    assert registry.local_name(f"{ECR}/app") == f"{ECR}/app"


def test_another_address_is_asked_anew(fake: FakeRegistry) -> None:
    registry = nobody()
    assert not registry.answers()
    registry.address = fake.address
    assert registry.answers()
