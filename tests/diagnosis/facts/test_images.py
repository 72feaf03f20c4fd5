from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.image import ImageDetail, ImageManifest
from batchdeck.domain.job import Attempt, JobDetail
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import IMAGE, JOB_ARN, NOW, container, job, unstarted

OURS = (container(image=IMAGE), container(image="busybox"))
FOREIGN = IMAGE.replace("123456789012", "210987654321")
GONE = ImageDetail("ImageNotFoundException")
SINGLE, LIST = ImageManifest((), "sha256:c"), ImageManifest(("amd64", "arm64"))


def mine(status: str, seconds: int | None = None, **more: object) -> JobDetail:
    """A job of ours; one that ran for some seconds."""
    one = unstarted() if seconds is None else Attempt(NOW, NOW + seconds * 1000, exit_code=1)
    usual = {"arn_prefix": JOB_ARN, "containers": OURS, "attempts": (one,)}
    return job(status, **{**usual, **more})


async def test_only_images_of_this_account_are_looked_for() -> None:
    ecr = Gateway(detail=GONE)
    assert await ask("images", ecr=ecr, job=mine("STARTING")) == {IMAGE: GONE}
    assert len(ecr.calls) == 1
    elsewhere = mine("STARTING", arn_prefix=JOB_ARN.replace("eu-west-1", "us-east-1"))
    with pytest.raises(NotApplicableError):
        await ask("images", ecr=ecr, job=elsewhere)


async def test_an_image_that_ran_was_there() -> None:
    ecr = Gateway(detail=GONE)
    for other in (mine("FAILED", 60), mine("RUNNABLE"), mine("FAILED", attempts=())):
        with pytest.raises(NotApplicableError):
            await ask("images", ecr=ecr, job=other)
    assert await ask("images", ecr=ecr, job=mine("FAILED"))


async def test_what_images_are_built_for() -> None:
    on_ec2 = {"kinds": frozenset({"EC2"})}
    ecr = Gateway(manifest=SINGLE, architecture="arm64")
    found = await ask("image_architectures", ecr=ecr, job=mine("FAILED", 1), **on_ec2)
    assert found == {IMAGE: ("arm64",)}
    assert ecr.calls[-1][2] == "sha256:c"
    listed = Gateway(manifest=LIST)
    found = await ask("image_architectures", ecr=listed, job=mine("STARTING"), **on_ec2)
    assert found == {IMAGE: ("amd64", "arm64")}
    for silent in (Gateway(manifest=None), Gateway(manifest=SINGLE, architecture="")):
        found = await ask("image_architectures", ecr=silent, job=mine("FAILED"), **on_ec2)
        assert not any(found.values())


async def test_a_start_on_fargate_does_not_wait_for_a_third_answer() -> None:
    known = {"ecr": Gateway(manifest=SINGLE, architecture="arm64"), "kinds": frozenset({"FARGATE"})}
    found = await ask("image_architectures", job=mine("STARTING"), **known)
    assert found == {IMAGE: ()}
    found = await ask("image_architectures", job=mine("FAILED"), **known)
    assert found == {IMAGE: ("arm64",)}


async def test_an_image_that_ran_for_a_while_was_built_for_the_machine() -> None:
    never = mine("FAILED", attempts=())
    others = (mine("FAILED", 60), mine("RUNNABLE"), mine("FAILED", containers=OURS[1:]), never)
    for other in others:
        with pytest.raises(NotApplicableError):
            await ask("image_manifests", ecr=Gateway(), job=other)


async def test_policies_of_repositories_in_other_accounts() -> None:
    ecr = Gateway(repository_policy=None)
    foreign = mine("FAILED", containers=(*OURS, container(image=FOREIGN)))
    assert await ask("repository_policies", ecr=ecr, job=foreign) == {FOREIGN: None}
    for other in (mine("FAILED"), mine("FAILED", arn_prefix="")):
        with pytest.raises(NotApplicableError):
            await ask("repository_policies", ecr=ecr, job=other)


async def test_log_groups_of_the_jobs_own() -> None:
    logs = Gateway(has_group=False)
    named = job(containers=(container(log_group="/genome"), container(log_group="/aws/batch/job")))
    assert await ask("log_groups", logs=logs, job=named) == {"/genome": False}
    made = job(containers=(container(log_group="/genome", creates_log_group=True),))
    for other in (job(), made):
        with pytest.raises(NotApplicableError):
            await ask("log_groups", logs=logs, job=other)
