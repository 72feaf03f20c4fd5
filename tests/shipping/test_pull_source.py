from __future__ import annotations

import pytest

from batchdeck.aws.errors import DeniedError
from batchdeck.docker.errors import PullError
from batchdeck.domain.container_image import RegistryLogin
from batchdeck.domain.secret import Secret
from batchdeck.shipping.pull_source import PullSource, pull_source

HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
OTHER = "210987654321.dkr.ecr.eu-west-1.amazonaws.com"


class Ecr:
    """Gives logins to one registry, or none."""

    def __init__(self, server: str = "") -> None:
        self._server = server

    async def login(self) -> RegistryLogin:
        if not self._server:
            raise DeniedError("may not ecr:GetAuthorizationToken")
        return RegistryLogin("AWS", Secret("token"), self._server)


@pytest.mark.parametrize("reference", ["busybox", "quay.io/team/app:v1", "app@sha256:0"])
async def test_other_registries_have_nothing_to_do_with_ecr(reference: str) -> None:
    assert await pull_source(Ecr(), reference) == PullSource(reference)


@pytest.mark.parametrize("host", [HOST, OTHER])
async def test_a_login_of_ecr_for_the_registry_of_the_image(host: str) -> None:
    reference = f"{host}/team/app:v1"
    login = RegistryLogin("AWS", Secret("token"), host)
    assert await pull_source(Ecr(HOST), reference) == PullSource(reference, login)


async def test_the_registry_of_an_embedded_account_is_on_this_machine() -> None:
    source = await pull_source(Ecr("localhost:5000"), f"{HOST}/team/app@sha256:0")
    assert source.reference == "localhost:5000/team/app@sha256:0"
    assert source.login
    assert source.login.server == "localhost:5000"


async def test_no_login() -> None:
    with pytest.raises(PullError, match=r"no login to pull .*team/app: may not ecr:Get"):
        await pull_source(Ecr(), f"{HOST}/team/app")
