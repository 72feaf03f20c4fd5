"""ECR over the wire, in front of a registry."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.registry import LOCAL
from tests.local.cloud import ACCOUNT, Cloud
from tests.local.fake_registry import FakeRegistry, running


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRegistry]:
    """The registry behind ECR."""
    with running() as registry:
        monkeypatch.setattr(LOCAL, "address", registry.address)
        yield registry


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No registry behind ECR: port 1 is nobody's."""
    monkeypatch.setattr(LOCAL, "address", "127.0.0.1:1")


def images(cloud: Cloud, name: str) -> dict[str, Any]:
    found = cloud.client("ecr").describe_images(repositoryName=name)["imageDetails"]
    return {image["imageDigest"]: image for image in found}


def test_the_uri_and_the_token_lead_to_the_registry(cloud: Cloud, fake: FakeRegistry) -> None:
    ecr, name = cloud.client("ecr"), cloud.name("repository")
    made = ecr.create_repository(repositoryName=name)["repository"]
    (told,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
    assert made["repositoryUri"] == told["repositoryUri"] == f"{fake.address}/{name}"
    (token,) = ecr.get_authorization_token()["authorizationData"]
    assert token["proxyEndpoint"] == f"http://{fake.address}"
    assert b64decode(token["authorizationToken"]).startswith(b"AWS:")
    life = token["expiresAt"] - datetime.now(UTC)
    assert timedelta(hours=11) < life <= timedelta(hours=12)


@pytest.mark.usefixtures("nowhere")
def test_without_a_registry_they_are_awss(cloud: Cloud) -> None:
    ecr, name = cloud.client("ecr"), cloud.name("repository")
    host = f"{ACCOUNT}.dkr.ecr.{cloud.region}.amazonaws.com"
    made = ecr.create_repository(repositoryName=name)["repository"]
    assert made["repositoryUri"] == f"{host}/{name}"
    (token,) = ecr.get_authorization_token()["authorizationData"]
    assert token["proxyEndpoint"] == f"https://{host}"
    assert token["expiresAt"] > datetime.now(UTC)
    assert images(cloud, name) == {}


def test_what_is_pushed_is_seen(cloud: Cloud, fake: FakeRegistry) -> None:
    ecr, name = cloud.client("ecr"), cloud.name("repository")
    ecr.create_repository(repositoryName=name)
    digest = fake.push(name, "v1", 100, 20)
    fake.push(name, "latest", 100, 20)
    (image,) = images(cloud, name).values()
    assert image["imageDigest"] == digest
    assert sorted(image["imageTags"]) == ["latest", "v1"]
    assert image["imageSizeInBytes"] == 120
    listed = ecr.list_images(repositoryName=name)["imageIds"]
    assert {one["imageDigest"] for one in listed} == {digest}
    answer = ecr.batch_get_image(repositoryName=name, imageIds=[{"imageTag": "v1"}])
    assert answer["failures"] == []
    assert answer["images"][0]["imageId"]["imageDigest"] == digest


def test_layers_lie_in_the_registry(cloud: Cloud, fake: FakeRegistry) -> None:
    ecr, name = cloud.client("ecr"), cloud.name("repository")
    ecr.create_repository(repositoryName=name)
    with pytest.raises(ecr.exceptions.LayersNotFoundException):
        ecr.get_download_url_for_layer(repositoryName=name, layerDigest="sha256:a")
    fake.push(name, "v1", 1)
    told = ecr.get_download_url_for_layer(repositoryName=name, layerDigest="sha256:a")
    assert told["downloadUrl"] == f"http://{fake.address}/v2/{name}/blobs/sha256:a"
    with pytest.raises(ecr.exceptions.LayersNotFoundException):
        ecr.get_download_url_for_layer(repositoryName="other", layerDigest="sha256:a")


def test_a_tag_moves_and_its_image_stays(cloud: Cloud, fake: FakeRegistry) -> None:
    name = cloud.name("repository")
    cloud.client("ecr").create_repository(repositoryName=name)
    old = fake.push(name, "latest", 1)
    assert images(cloud, name)[old]["imageTags"] == ["latest"]
    new = fake.push(name, "latest", 2)
    found = images(cloud, name)
    assert found[new]["imageTags"] == ["latest"]
    assert found[old].get("imageTags", []) == []


def test_a_deleted_image_stays_away_until_its_tag_moves(cloud: Cloud, fake: FakeRegistry) -> None:
    ecr, name = cloud.client("ecr"), cloud.name("repository")
    ecr.create_repository(repositoryName=name)
    digest = fake.push(name, "v1", 1)
    assert digest in images(cloud, name)
    ecr.batch_delete_image(repositoryName=name, imageIds=[{"imageDigest": digest}])
    assert images(cloud, name) == {}
    assert set(images(cloud, name)) == set()
    moved = fake.push(name, "v1", 2)
    assert set(images(cloud, name)) == {moved}


@pytest.mark.engine
def test_a_real_push_is_seen(cloud: Cloud, engine: DockerClient, registry: str) -> None:
    name = cloud.name("pushed")
    ecr = cloud.client("ecr")
    uri = ecr.create_repository(repositoryName=name)["repository"]["repositoryUri"]
    assert uri == f"{registry}/{name}"
    empty = engine.api.import_image_from_data(b"\0" * 1024, repository=uri, tag="v1")
    assert "error" not in empty
    pushed = engine.images.push(uri, tag="v1")
    engine.images.remove(f"{uri}:v1")
    assert '"error"' not in pushed
    (image,) = images(cloud, name).values()
    assert image["imageTags"] == ["v1"]
    assert image["imageDigest"] in pushed
