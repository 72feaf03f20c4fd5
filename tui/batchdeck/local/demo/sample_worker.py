"""The demo's archive with the real sample worker, where the engine has its image.

Until then, and without it, the demo's own image runs the same commands: the worker's image needs
a base with Python and packages from an index, which the demo has not. `make image` makes it.
"""

from __future__ import annotations

from typing import Any

from batchdeck.local import settings
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.definitions import WORKER
from batchdeck.local.runners.docker_engine import find_engine, has_image

IMAGE = "batchdeck-worker"
"""What `make image` calls it."""
BUCKET = "shop-archive"
STAGING = ["stage", "--match", "*.py", "/app/worker", f"s3://{BUCKET}/data"]
"""What is there to be stored: the image holds the worker's own sources."""
_PATIENCE = 3
"""Seconds that the engine has to answer."""


def adopt(service: BatchService) -> bool:
    """Run the archive with the sample worker from now on, if that can be; whether it can.

    Asks the engine, which may take a while: nothing should wait for it.
    """
    if settings.current().runner.simulated or not _is_there():
        return False
    register(service)
    return True


def register(service: BatchService) -> None:
    """A bucket for the worker, and revisions with its image. Raises ClientError."""
    account = service.account
    _make_bucket(account.account_id, account.region)
    with account.lock:
        newest = [revisions[-1] for revisions in account.definitions.values()]
        for definition in newest:
            container = definition.container
            if f"/{WORKER}:" not in container.get("image", ""):
                continue
            changed: Document = {**container, "image": IMAGE}
            if container["command"][0] == STAGING[0]:
                changed["command"] = STAGING
            request = {
                **definition.document,
                "jobDefinitionName": definition.name,
                "type": definition.type,
                "containerProperties": changed,
                "tags": {**definition.tags, "image": IMAGE},
            }
            OPERATIONS["RegisterJobDefinition"](service, request)


def _is_there() -> bool:
    from docker.errors import DockerException

    engine = find_engine(_PATIENCE)
    if engine is None:
        return False
    try:
        return has_image(engine.client, IMAGE)
    except (DockerException, OSError):
        return False  # It answered a moment ago; the demo does without.
    finally:
        engine.client.close()


def _make_bucket(account: str, region: str) -> None:
    from moto.s3.models import s3_backends

    # Buckets know no Region in moto; this is its name for all that are not China's or the like.
    s3: Any = s3_backends[account]["aws"]
    if BUCKET not in s3.buckets:
        s3.create_bucket(BUCKET, region)
