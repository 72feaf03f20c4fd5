from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import BuildError, ImageAbsentError
from batchdeck.docker.images import made_for_platform
from tests.docker.kitchen import SHELL, built
from tests.docker.scripted_engine import scripted_engine

INSTRUCTIONS = (
    SHELL
    + """ENV TOKEN=secret PATH=/bin
USER 1000:1000
ENTRYPOINT ["/bin/sh", "-c"]
CMD ["echo \\u001b[2Jhi"]
"""
)


@pytest.mark.engine
async def test_what_an_image_is(here: Engine, tag: str, tmp_path: Path) -> None:
    made = await built(here, tmp_path, INSTRUCTIONS, tag)
    image = await here.inspect(tag)
    assert image == await here.inspect(made)
    assert (image.id, image.tags) == (made, (tag,))
    assert (image.os, image.architecture) == ("linux", here.description.architecture)
    assert image.platform == f"linux/{here.description.architecture}"
    assert image.size > 500_000
    assert image.created_at
    assert image.entrypoint == ("/bin/sh", "-c")
    assert image.command == ("echo hi",)
    assert image.user == "1000:1000"
    assert {*image.environment} == {"TOKEN", "PATH"}
    assert "secret" not in repr(image)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["batchdeck-tests/never-made:v1", "sha256:" + "0" * 64])
async def test_an_image_that_is_not_there(here: Engine, name: str) -> None:
    with pytest.raises(ImageAbsentError, match=f"the engine has no image {name}") as caught:
        await here.inspect(name)
    assert "docker pull" in caught.value.advice


@pytest.mark.engine
@pytest.mark.parametrize("name", ["", "NO SUCH?NAME=1#x", "../../version", "\x1b[2J"])
async def test_a_name_that_can_be_no_image(here: Engine, name: str) -> None:
    with pytest.raises(ImageAbsentError):
        await here.inspect(name)


async def test_an_image_that_tells_next_to_nothing() -> None:
    async with scripted_engine() as scripted:
        scripted.answers["/images/x/json"] = {"Id": "sha256:1", "Created": "never"}
        scripted.answers["/images/y/json"] = {"Created": "0001-01-01T00:00:00Z", "Config": None}
        scripted.answers["/images/z/json"] = []
        engine = await Engine.find({"DOCKER_HOST": scripted.address})
        image = await engine.inspect("x")
        assert (image.id, image.created_at, image.platform, image.tags) == (
            "sha256:1",
            None,
            "",
            (),
        )
        assert (await engine.inspect("y")).created_at is None
        await engine.close()


@pytest.mark.parametrize("platform", ["", "linux/arm64", "linux/arm64/v8", "linux"])
async def test_an_image_for_the_platform_that_was_asked_for(platform: str) -> None:
    async with scripted_engine() as scripted:
        said = {"Os": "linux", "Architecture": "arm64", "Variant": "v8"}
        scripted.answers["/images/x/json"] = said
        engine = await Engine.find({"DOCKER_HOST": scripted.address})
        assert (await made_for_platform(engine._api, "x", platform)).architecture == "arm64"
        with pytest.raises(BuildError, match="became linux/arm64/v8, not linux/amd64 as asked"):
            await made_for_platform(engine._api, "x", "linux/amd64")
        await engine.close()
