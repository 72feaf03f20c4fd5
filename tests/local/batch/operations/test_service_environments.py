from __future__ import annotations

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def test_there_are_none_and_there_will_be_none(cloud: Cloud) -> None:
    with refused("The local account has no SageMaker: training cannot be created."):
        cloud.batch.create_service_environment(
            serviceEnvironmentName="training",
            serviceEnvironmentType="SAGEMAKER_TRAINING",
            capacityLimits=[{"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}],
        )
    pages = cloud.batch.get_paginator("describe_service_environments").paginate()
    assert [page["serviceEnvironments"] for page in pages] == [[]]
    with refused("ServiceEnvironment training not found."):
        cloud.batch.update_service_environment(serviceEnvironment="training", state="DISABLED")
    cloud.batch.delete_service_environment(serviceEnvironment="training")
