from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.services import (
    SERVICES,
    joining_services,
    layer_bucket,
    region_of,
    secret_services,
    starting_services,
)
from tests.diagnosis.things import IMAGE, SUBNET, container, environment, job

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"


def test_what_instances_join_through() -> None:
    assert joining_services(environment()) == ("ecs", "ecs-agent", "ecs-telemetry")
    assert joining_services(environment(kind="FARGATE")) == ()


def test_what_a_start_takes() -> None:
    whole = container(image=IMAGE, log_group="/a", secrets=(SECRET, "/b"), registry_secret=SECRET)
    found = starting_services(job(containers=(whole, container())))
    assert found == ("ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm")
    assert set(found) < SERVICES
    assert starting_services(job()) == ()
    assert starting_services(None) == secret_services(None) == ()


def test_regions_and_the_bucket_of_layers() -> None:
    assert region_of(SUBNET) == "eu-west-1"
    assert layer_bucket(SUBNET) == "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer"
    assert layer_bucket(replace(SUBNET, zone="cn-north-1a")).startswith("arn:aws-cn:s3:::prod-cn")
    assert layer_bucket(replace(SUBNET, zone="us-gov-west-1a")).startswith("arn:aws-us-gov:")
