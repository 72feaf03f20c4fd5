from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import JOB_ARN, container, job

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-west-1:123456789012:parameter"


async def test_secrets_and_parameters_of_this_account() -> None:
    secrets = Gateway(absence="deleted", parameters=frozenset({"user", "/db/port"}))
    foreign = SECRET.replace("123456789012", "210987654321")
    references = (f"{SECRET}:password::", "user", "/db/port", f"{PARAMETER}/db/gone", foreign)
    mine = job(
        "STARTING",
        arn_prefix=JOB_ARN,
        containers=(container(secrets=references, registry_secret=SECRET),),
    )
    found = await ask("absent_secrets", secrets=secrets, job=mine)
    assert found == {
        SECRET: "deleted",
        f"{PARAMETER}/user": "",
        f"{PARAMETER}/db/port": "",
        f"{PARAMETER}/db/gone": "absent",
    }
    assert secrets.calls[0] == ("absence", SECRET)
    assert secrets.calls[1] == ("parameters", ["user", "/db/gone", "/db/port", "/user"])


async def test_secrets_are_asked_for_only_at_a_start() -> None:
    whole = (container(secrets=(SECRET,), file_systems=("fs-1",)),)
    waiting = job(arn_prefix=JOB_ARN, containers=whole)
    ended = job("FAILED", arn_prefix=JOB_ARN, containers=whole, exit_code=1)
    for other in (waiting, ended, job("FAILED", arn_prefix=JOB_ARN)):
        for name in ("absent_secrets", "mount_targets"):
            with pytest.raises(NotApplicableError):
                await ask(name, secrets=Gateway(), efs=Gateway(), job=other)


async def test_mount_targets_of_each_file_system() -> None:
    efs = Gateway(mount_targets=lambda name: None if name == "fs-2" else ())
    two = (container(file_systems=("fs-2", "fs-1")), container(file_systems=("fs-1",)))
    found = await ask("mount_targets", efs=efs, job=job("STARTING", containers=two))
    assert found == {"fs-1": (), "fs-2": None}
    assert len(efs.calls) == 2
