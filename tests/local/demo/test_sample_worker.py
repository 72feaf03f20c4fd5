"""The archive of the demo: with the demo's own image, and with the real worker's."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from docker import DockerClient
from moto.s3.models import s3_backends

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.pipelines import ARCHIVES, N_TO_N
from batchdeck.local.demo.sample_worker import (
    BUCKET,
    FILES,
    IMAGE,
    ORDERS,
    STAGING,
    adopt,
    fill,
    register,
)
from batchdeck.local.launcher import EmbeddedAccount, LocalAccount
from batchdeck.local.runners.docker_engine import has_image
from batchdeck.local.runners.programs import is_demo_image
from tests.local.cloud import Cloud, eventually
from tests.local.demo.test_traffic import living as living
from tests.sources import ROOT
from tests.worker.conftest import image as image

PATIENCE = 240


def newest(demo: Demo, name: str) -> Any:
    return demo.service.account.definitions[name][-1]


def test_where_jobs_are_simulated_it_stays_the_demos_own(living: Demo) -> None:
    assert adopt(living.service) is False
    for stage in ARCHIVES.stages:
        assert is_demo_image(newest(living, stage.definition).container["image"])


def test_the_real_one_is_another_revision_and_nothing_else_changes(living: Demo) -> None:
    register(living.service)
    for stage in ARCHIVES.stages:
        before, after = living.service.account.definitions[stage.definition]
        assert after.container["image"] == IMAGE
        changed = {
            name for name in after.container if before.container[name] != after.container[name]
        }
        assert changed - {"command"} == {"image"}
        assert after.document["retryStrategy"] == before.document["retryStrategy"]
    assert newest(living, "archive-stage").container["command"] == STAGING
    assert newest(living, "archive-join").container["command"] == ["run"]
    assert len(living.service.account.definitions["etl-orders"]) == 3
    register(living.service)
    assert len(living.service.account.definitions["archive-join"]) == 2


def test_a_worker_that_is_shipped_into_the_archive_has_something_to_read(living: Demo) -> None:
    fill(living.service)
    fill(living.service)
    store: Any = s3_backends[living.service.account.account_id]["aws"]
    for prefix in ("data/", "parts/"):
        names = [name for name in store.buckets[BUCKET].keys if name.startswith(prefix)]
        assert len(names) == FILES
        content = gzip.decompress(store.get_object(BUCKET, names[0]).value)
        assert len(content.splitlines()) == ORDERS


@pytest.fixture
def adopted(engine: DockerClient, image: str) -> Iterator[LocalAccount]:
    """A demo account on an engine that has the worker's image, as `make image` leaves it."""
    had = has_image(engine.api, IMAGE)
    if not had:
        engine.images.get(image).tag(IMAGE)
    started = EmbeddedAccount.start("--port", "0", "--pace", "immediate", "--jobs", "20")
    try:
        yield asyncio.run(started.ready())
    finally:
        started.close()
        if not had:
            engine.api.remove_image(IMAGE, noprune=True)


def test_a_whole_turn_with_the_real_worker(adopted: LocalAccount) -> None:
    cloud = Cloud(adopted.endpoint, adopted.region)

    def has_revision() -> bool:
        asked = {"jobDefinitionName": ARCHIVES.stages[-1].definition}
        return len(cloud.batch.describe_job_definitions(**asked)["jobDefinitions"]) == 2

    eventually(has_revision, PATIENCE)
    before = ""
    for stage in ARCHIVES.stages:
        assert stage.waits != N_TO_N
        array: dict[str, Any] = {"arrayProperties": {"size": stage.size}} if stage.size else {}
        depends_on = stage.depends_on(before)
        before = cloud.submit(
            ARCHIVES.queue, stage.definition, name=stage.name, dependsOn=depends_on, **array
        )
    ended = eventually(lambda: over(cloud, before), PATIENCE)
    assert ended["status"] == "SUCCEEDED", ended
    body = cloud.client("s3").get_object(Bucket=BUCKET, Key="whole/result.gz")["Body"].read()
    sources = sorted((ROOT / "worker" / "worker").glob("*.py"), key=lambda path: path.name)
    assert gzip.decompress(body) == b"".join(path.read_bytes() for path in sources)


def over(cloud: Cloud, job_id: str) -> Any:
    job = cloud.job(job_id)
    return job if job["status"] in ("SUCCEEDED", "FAILED") else None
