from __future__ import annotations

import pytest
from moto.ecr.models import ecr_backends

from batchdeck.local.demo.account import Demo
from batchdeck.local.registry import LOCAL
from batchdeck.local.runners.programs import IMAGES
from tests.local.demo.conftest import ACCOUNT, REGION


@pytest.mark.usefixtures("demo")
def test_every_image_of_the_demo_is_in_ecr() -> None:
    repositories = ecr_backends[ACCOUNT][REGION].repositories
    assert set(IMAGES) <= set(repositories)
    for name, tags in IMAGES.items():
        found = {tag for image in repositories[name].images for tag in image.image_tags}
        assert set(tags) <= found


@pytest.mark.usefixtures("demo")
def test_repositories_have_an_address_without_a_registry_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LOCAL, "address", "127.0.0.1:1")  # Port 1 is nobody's.
    for repository in ecr_backends[ACCOUNT][REGION].repositories.values():
        assert f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/" in repository.uri


def test_every_definition_names_one_of_them(demo: Demo) -> None:
    for revisions in demo.service.account.definitions.values():
        for revision in revisions:
            name, _, tag = revision.container["image"].rpartition("/")[2].partition(":")
            assert tag in IMAGES[name]
