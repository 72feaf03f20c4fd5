from __future__ import annotations

import json

import pytest

from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.placement.places import SURROUNDINGS


def test_a_secret_is_told_whole_or_by_its_key(cloud: Cloud) -> None:
    text = json.dumps({"user": "etl", "port": 5432})
    manager = cloud.client("secretsmanager")
    arn = manager.create_secret(Name=cloud.name("db"), SecretString=text)["ARN"]
    store = SURROUNDINGS.secrets
    assert store.value(arn) == text
    assert store.value(arn[:-7]) == text
    assert store.value(f"{arn}:user::") == "etl"
    assert store.value(f"{arn}:port::") == "5432"
    assert store.value(f"{arn}:nothing::") is None
    container = {"secrets": [{"name": "U", "valueFrom": f"{arn}:user::"}]}
    assert store.values(container) == {"U": "etl"}


def test_a_parameter_is_told_by_name_and_by_arn(cloud: Cloud) -> None:
    name = cloud.name("/app/token")
    cloud.client("ssm").put_parameter(Name=name, Value="t0ken", Type="String")
    store = SURROUNDINGS.secrets
    assert store.value(name) == "t0ken"
    assert store.value(f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{name}") == "t0ken"


@pytest.mark.parametrize(
    "reference", ["/gone", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:gone-AbCdEf"]
)
def test_what_does_not_exist_has_no_value(cloud: Cloud, reference: str) -> None:
    assert cloud
    assert SURROUNDINGS.secrets.value(reference) is None
    assert SURROUNDINGS.secrets.values({"secrets": [{"name": "X", "valueFrom": reference}]}) == {}
