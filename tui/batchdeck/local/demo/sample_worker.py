"""The demo's archive with the real sample worker, where the engine has its image.

Until then, and without it, the demo's own image runs the same commands: the worker's image needs
a base with Python and packages from an index, which the demo has not. `make image` makes it.
"""

from __future__ import annotations

import gzip
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
FILES = 12
"""So many of them the archive has."""
ORDERS = 400
"""Lines in each of them."""
_PATIENCE = 3
"""Seconds that the engine has to answer."""


def adopt(service: BatchService) -> bool:
    """Run the archive with the sample worker from now on, if that can be; whether it can.

    Where it cannot, the archive is filled with what its jobs seem to leave there: a worker that
    is shipped into its definitions then has something to read. Asks the engine, which may take
    a while: nothing should wait for it.
    """
    if settings.current().runner.simulated:
        return False
    if not _is_there():
        fill(service)
        return False
    register(service)
    return True


def register(service: BatchService) -> None:
    """A bucket for the worker, and revisions with its image. Raises ClientError."""
    account = service.account
    _bucket_of(service)
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


def fill(service: BatchService) -> None:
    """Files and parts of them in the archive, as its jobs would have left them."""
    s3 = _bucket_of(service)
    for number in range(1, FILES + 1):
        lines = (f"{number:02},order-{order:05},{order * number}\n" for order in range(ORDERS))
        content = gzip.compress("".join(lines).encode(), mtime=0)
        s3.put_object(BUCKET, f"data/sales-{number:02}.dat.gz", content)
        s3.put_object(BUCKET, f"parts/sales-{number:02}.gz", content)


def _bucket_of(service: BatchService) -> Any:
    """The store of the account, with the archive's bucket in it."""
    from moto.s3.models import s3_backends

    # Buckets know no Region in moto; this is its name for all that are not China's or the like.
    s3: Any = s3_backends[service.account.account_id]["aws"]
    if BUCKET not in s3.buckets:
        s3.create_bucket(BUCKET, service.account.region)
    return s3
