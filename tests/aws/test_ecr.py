from __future__ import annotations

import json

import pytest
from docker import DockerClient

from batchdeck.aws.account import Account
from batchdeck.aws.ecr import EcrGateway, image_manifest
from batchdeck.aws.errors import DeniedError, RefusedError
from batchdeck.domain.image import EcrImage, ImageDetail, ImageManifest
from batchdeck.domain.policy import Ruling
from batchdeck.local.launcher import LocalAccount
from tests.aws.scripted_caller import ScriptedCaller
from tests.local.cloud import ACCOUNT, Cloud
from tests.screens.console_app import connection_to

TAGGED = EcrImage("123456789012", "eu-west-1", "genome", "7")
ABSENT = RefusedError("no", code="ImageNotFoundException")


async def test_whether_an_image_is_there() -> None:
    found = {"imageDetails": [{"imageStatus": "ARCHIVED", "imageSizeInBytes": 9}]}
    script = ScriptedCaller(found, ABSENT, RefusedError("x", code="Other"), DeniedError("no"))
    ecr = EcrGateway(script.caller)
    assert await ecr.detail(TAGGED) == ImageDetail("", "ARCHIVED", 9)
    assert script.asked[0][2]["imageIds"] == [{"imageTag": "7"}]
    gone = await ecr.detail(EcrImage("1", "r", "g", digest="sha256:a"))
    assert gone.absence == "ImageNotFoundException"
    assert script.asked[1][2]["imageIds"] == [{"imageDigest": "sha256:a"}]
    for error in (RefusedError, DeniedError):
        with pytest.raises(error):
            await ecr.detail(TAGGED)


def test_manifests() -> None:
    platforms = [{"architecture": name} for name in ("amd64", "arm64", "amd64", "unknown")]
    listed = {"manifests": [{"digest": "sha256:a", "platform": one} for one in platforms]}
    found = image_manifest({"imageManifest": json.dumps(listed)})
    assert found == ImageManifest(("amd64", "arm64"))
    single = image_manifest({"imageManifest": json.dumps({"config": {"digest": "sha256:c"}})})
    assert single == ImageManifest((), "sha256:c")
    for text in ("", "{", "[]", "{}", '{"manifests": [{}], "config": 7}', None):
        assert image_manifest({"imageManifest": text}) is None


async def test_images_and_layers_that_are_gone() -> None:
    script = ScriptedCaller(
        ABSENT, {"images": []}, RefusedError("no", code="LayersNotFoundException"), ABSENT
    )
    ecr = EcrGateway(script.caller)
    assert await ecr.manifest(TAGGED) is None
    assert await ecr.manifest(TAGGED) is None
    assert await ecr.architecture(TAGGED, "sha256:c") == ""
    assert await ecr.repository_policy(TAGGED) is None


async def test_the_policy_of_a_repository(empty_account: LocalAccount) -> None:
    ecr = Cloud(empty_account.endpoint).client("ecr")
    for name in ("open", "closed"):
        ecr.create_repository(repositoryName=name)
    statement = {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": "ecr:BatchGetImage"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    ecr.set_repository_policy(repositoryName="open", policyText=policy)
    account = Account(connection_to(empty_account.endpoint))
    try:
        found = await account.ecr.repository_policy(EcrImage(ACCOUNT, "eu-west-1", "open"))
        assert found is not None
        assert found.ruling("ecr:BatchGetImage", principals=("1",)) is Ruling.YES
        closed = EcrImage(ACCOUNT, "eu-west-1", "closed")
        assert await account.ecr.repository_policy(closed) is None
    finally:
        await account.close()


@pytest.mark.engine
async def test_a_real_image_tells_its_architecture(
    empty_account: LocalAccount, engine: DockerClient, registry: str
) -> None:
    name = "batchdeck-tests-architecture"
    Cloud(empty_account.endpoint).client("ecr").create_repository(repositoryName=name)
    engine.api.import_image_from_data(b"\0" * 1024, repository=f"{registry}/{name}", tag="v1")
    assert '"error"' not in engine.images.push(f"{registry}/{name}", tag="v1")
    own = engine.images.get(f"{registry}/{name}:v1").attrs["Architecture"]
    engine.images.remove(f"{registry}/{name}:v1")
    account = Account(connection_to(empty_account.endpoint))
    try:
        image = EcrImage(ACCOUNT, "eu-west-1", name, "v1")
        manifest = await account.ecr.manifest(image)
        assert manifest is not None
        assert manifest.config.startswith("sha256:")
        assert await account.ecr.architecture(image, manifest.config) == own
        assert (await account.ecr.detail(image)).absence == ""
    finally:
        await account.close()
