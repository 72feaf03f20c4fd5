from __future__ import annotations

from batchdeck.diagnosis.job_access import (
    Access,
    Place,
    host_access,
    in_secrets_manager,
    lacking,
    parameter_arn,
    place_of,
    secret_access,
)
from batchdeck.domain.role import Permission
from tests.diagnosis.things import IMAGE, JOB_ARN, container, job

HERE = Place("aws", "eu-west-1", "123456789012")
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-west-1:123456789012:parameter"


def test_the_place_of_a_job() -> None:
    assert place_of(job(arn_prefix=JOB_ARN)) == HERE
    assert place_of(job()) is None


def test_an_image_of_ecr_and_a_log() -> None:
    found = host_access(container(image=IMAGE, log_group="/genome"), HERE)
    actions = [one.action for one in found]
    assert actions[:2] == ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability"]
    assert actions[-2:] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert found[0].resources == ("*",)
    repository = "arn:aws:ecr:eu-west-1:123456789012:repository/genome"
    assert found[1].resources == (repository,)
    assert found[-1].resources[0] == "arn:aws:logs:eu-west-1:123456789012:log-group:/genome"
    made = host_access(container(log_group="/genome", creates_log_group=True), HERE)
    assert made[0].action == "logs:CreateLogGroup"
    assert host_access(container(), HERE) == ()


def test_secrets_and_parameters() -> None:
    references = (f"{SECRET}:password::", "/db/user", f"{PARAMETER}/x")
    found = secret_access(container(secrets=references, registry_secret=SECRET), HERE)
    assert [one.resources for one in found] == [
        (SECRET,),
        (f"{PARAMETER}/db/user",),
        (f"{PARAMETER}/x",),
        (SECRET,),
    ]
    assert found[1].action == "ssm:GetParameters"
    assert parameter_arn("user", HERE) == f"{PARAMETER}/user"
    assert not in_secrets_manager("/arn:secretsmanager:")


def test_what_is_lacking() -> None:
    needed = Access("logs:PutLogEvents", ("arn:a", "*"), "the log")
    no = Permission("logs:PutLogEvents", "implicitDeny", "*")
    yes = Permission("logs:putlogevents", "allowed", "arn:a")
    assert lacking([needed], [no]) == ((needed,), ())
    assert lacking([needed], [no, yes]) == ((), ())
    other = Permission("logs:PutLogEvents", "implicitDeny", "arn:a")
    assert lacking([needed], [yes, other]) == ((), ())
    assert lacking([needed], []) == ((), (needed,))
    perhaps = Permission("logs:PutLogEvents", "implicitDeny", "*", conditional=True)
    assert lacking([needed], [perhaps]) == ((), (needed,))
