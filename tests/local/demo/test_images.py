from __future__ import annotations

import pytest
from moto.ecr.models import ecr_backends

from batchdeck.local.demo.account import Demo
from batchdeck.local.runners.programs import IMAGES
from tests.local.demo.conftest import ACCOUNT, REGION


@pytest.mark.usefixtures("demo")
def test_every_image_of_the_demo_is_in_ecr() -> None:
    repositories = ecr_backends[ACCOUNT][REGION].repositories
    assert set(IMAGES) <= set(repositories)
    for name, tags in IMAGES.items():
        found = {tag for image in repositories[name].images for tag in image.image_tags}
        assert set(tags) <= found


def test_every_definition_names_one_of_them(demo: Demo) -> None:
    for revisions in demo.service.account.definitions.values():
        for revision in revisions:
            name, _, tag = revision.container["image"].rpartition("/")[2].partition(":")
            assert tag in IMAGES[name]
