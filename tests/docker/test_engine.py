from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.docker.engine import Engine
from batchdeck.domain.trial import TrialOrder
from tests.docker.kitchen import SHELL, order, unique
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import all_of


@pytest.mark.engine
async def test_from_a_folder_to_a_registry_and_a_run(
    here: Engine, registry: str, tag: str, tmp_path: Path
) -> None:
    mark = unique("story")
    instructions = f'{SHELL}RUN echo {mark} > /mark\nCMD ["sh", "-c", "read x < /mark; echo $x"]\n'
    made = (await all_of(here.build(await order(tmp_path, instructions, tag))))[-1].image_id
    assert (await here.inspect(tag)).id == made
    target = f"{registry}/batchdeck-tests/{mark}"
    pushed = (await all_of(here.push(made, target, "v1")))[-1].pushed
    assert pushed
    assert pushed.reference in (await here.inspect(made)).digests
    states = await all_of(here.run(TrialOrder(pushed.reference)))
    assert [line for state in states for line in state.lines] == [mark]
    assert states[-1].exit_code == 0


async def test_podman_builds_whatever_buildkit_would(tmp_path: Path) -> None:
    async with scripted_engine() as scripted:
        scripted.version["Components"] = [{"Name": "Podman Engine"}]
        scripted.answers["/build"] = [{"stream": "Successfully built 0123456789ab\n"}]
        scripted.answers["/images/0123456789ab/json"] = {"Id": "sha256:1"}
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        assert found.description.name == "Podman"
        given = await order(tmp_path, f"{SHELL}RUN --mount=type=cache,target=/c make\n")
        assert (await all_of(found.build(given)))[-1].image_id == "sha256:1"
        await found.close()


async def test_an_engine_over_tcp(tmp_path: Path) -> None:
    async with scripted_engine() as scripted:
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        assert found.description.address == scripted.address
        assert found.shell_command("abc")[-2:] == [scripted.address, "abc"]
        await found.close()
