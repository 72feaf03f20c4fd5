from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import container, job

HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
PREFIX = "arn:aws:batch:eu-west-1:123456789012:job/"
OURS = (container(image=f"{HOST}/genome:7"), container(image="busybox"))


async def test_only_images_of_this_account_are_looked_for() -> None:
    ecr = Gateway(absence="ImageNotFoundException")
    mine = job("STARTING", arn_prefix=PREFIX, containers=OURS)
    found = await ask("absent_images", ecr=ecr, job=mine)
    assert found == {f"{HOST}/genome:7": "ImageNotFoundException"}
    assert len(ecr.calls) == 1
    elsewhere = job(
        "STARTING", arn_prefix=PREFIX.replace("eu-west-1", "us-east-1"), containers=OURS
    )
    with pytest.raises(NotApplicableError):
        await ask("absent_images", ecr=ecr, job=elsewhere)


async def test_an_image_that_ran_was_there() -> None:
    ecr = Gateway(absence="ImageNotFoundException")
    for status, code in (("FAILED", 1), ("RUNNABLE", None)):
        mine = job(status, arn_prefix=PREFIX, containers=OURS, exit_code=code)
        with pytest.raises(NotApplicableError):
            await ask("absent_images", ecr=ecr, job=mine)
    never_ran = job("FAILED", arn_prefix=PREFIX, containers=OURS)
    assert await ask("absent_images", ecr=ecr, job=never_ran)


async def test_log_groups_of_the_jobs_own() -> None:
    logs = Gateway(has_group=False)
    mine = job(containers=(container(log_group="/genome"), container(log_group="/aws/batch/job")))
    assert await ask("log_groups", logs=logs, job=mine) == {"/genome": False}
    made = job(containers=(container(log_group="/genome", creates_log_group=True),))
    for other in (job(), made):
        with pytest.raises(NotApplicableError):
            await ask("log_groups", logs=logs, job=other)
