from __future__ import annotations

from batchdeck.diagnosis.confidential import without_secrets
from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.secret import Secret
from tests.diagnosis.things import container, job

VARIABLES = {"DB_PASSWORD": "hunter22", "DB_PASSWORD_OLD": "hunter22-old", "STAGE": "production"}
VARIABLES["API_TOKEN"] = "no"
JOB = job(
    containers=(
        container(
            environment=tuple(
                EnvironmentVariable(name, Secret(value)) for name, value in VARIABLES.items()
            )
        ),
    )
)


def test_values_of_the_jobs_own_credentials() -> None:
    text = "production refused hunter22, then hunter22-old; no other"
    assert without_secrets(text, JOB) == "production refused ******, then ******; no other"
    assert without_secrets({"a": [{"b": "hunter22"}], "n": 1}, JOB) == {
        "a": [{"b": "******"}],
        "n": 1,
    }


def test_what_a_text_calls_a_credential() -> None:
    for text, expected in (
        ("login with password=abc failed", "login with password=****** failed"),
        ("DB_PASSWD='a b' rest", "DB_PASSWD=****** rest"),
        ('{"token": "abc", "n": 1}', '{"token": ******, "n": 1}'),
        ("postgres://app:abc@db/x", "postgres://******@db/x"),
        ("key AKIAABCDEFGHIJKLMNOP is gone", "key ****** is gone"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ******"),
    ):
        assert without_secrets(text, None) == expected


def test_names_of_secrets_and_actions_stay() -> None:
    for text in (
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf does not exist",
        "needs secretsmanager:DescribeSecret, which is denied",
        "aws ecr get-authorization-token --region eu-west-1",
        "the token of the next page",
    ):
        assert without_secrets(text, None) == text


def test_what_a_name_holds_is_left_whole_when_it_is_a_structure() -> None:
    command = '{"secrets":[{"name":"PASSWORD","valueFrom":"arn:x"}],"token":"t-1"}'
    assert without_secrets(command, None) == command.replace("t-1", "******").replace(
        '"******"', "******"
    )
