from __future__ import annotations

import json

import pytest

from batchdeck.shipping.checks.repository import check_repository
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Verdict
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, through

MEDIA = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": MEDIA, "layers": []})


@pytest.fixture
def name(dry_dock: Dock) -> str:
    """A repository that nobody else has."""
    return dry_dock.name


async def test_one_that_will_be_made(dry_dock: Dock, name: str) -> None:
    plan = Plan(dry_dock.order(immutable_tags=True))
    (found,) = await check_repository(plan, dry_dock.services())
    assert found.verdict is Verdict.GOOD
    assert found.text == f"{name} will be made: images are scanned, tags cannot be moved"
    assert (plan.repository, plan.is_repository_unknown) == (None, False)


@pytest.mark.parametrize(
    ("mutability", "verdict", "words"),
    [("MUTABLE", Verdict.WARNING, "moves away from"), ("IMMUTABLE", Verdict.BAD, "another tag")],
)
async def test_a_tag_that_is_taken(
    dry_dock: Dock, name: str, mutability: str, verdict: Verdict, words: str
) -> None:
    ecr = dry_dock.cloud.client("ecr")
    ecr.create_repository(repositoryName=name, imageTagMutability=mutability)
    (free,) = await check_repository(Plan(dry_dock.order()), dry_dock.services())
    assert free.verdict is Verdict.GOOD
    ecr.put_image(repositoryName=name, imageManifest=MANIFEST, imageTag="v1")
    plan = Plan(dry_dock.order())
    good, taken = await check_repository(plan, dry_dock.services())
    assert (good.verdict, taken.verdict) == (Verdict.GOOD, verdict)
    assert words in taken.text
    assert plan.tag_digest.startswith("sha256:")


async def test_what_may_not_be_read_is_unknown(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order())
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["DescribeRepositories"] = (400, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            (found,) = await check_repository(plan, services)
    assert found.verdict is Verdict.UNKNOWN
    assert "ecr:DescribeRepositories" in found.text
    assert plan.is_repository_unknown


async def test_an_order_without_a_repository(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order(repository=""))
    assert await check_repository(plan, dry_dock.services()) == []
