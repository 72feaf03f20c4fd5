from __future__ import annotations

from typing import Any

import pytest
from botocore.loaders import JSONFileLoader, Loader
from botocore.regions import EndpointResolver

from batchdeck.aws.quick_files import USED, QuickFiles

REGIONS = ("eu-west-1", "us-gov-west-1", "cn-north-1", "mars-1", "us-iso-east-1")


def _loader() -> Any:
    loader = Loader()
    loader.file_loader = QuickFiles()
    return loader


def test_what_is_read_is_what_botocore_reads() -> None:
    for name in ("batch/2016-08-10/service-2", "_retry", "partitions"):
        assert _loader().load_data(name) == Loader().load_data(name)


def test_a_file_that_is_not_there_is_none() -> None:
    assert QuickFiles().load_file("/nowhere") is None
    assert JSONFileLoader().load_file("/nowhere") is None


@pytest.mark.parametrize("service", [*sorted(USED), "s3", "states", "nothing-like-it"])
def test_every_service_has_the_endpoints_that_botocore_knows(service: str) -> None:
    usual = EndpointResolver(Loader().load_data("endpoints"))
    quick = EndpointResolver(_loader().load_data("endpoints"))
    for region in REGIONS:
        assert quick.construct_endpoint(service, region) == usual.construct_endpoint(
            service, region
        )
    assert quick.get_available_endpoints(service) == usual.get_available_endpoints(service)


def test_the_services_in_use_are_known_to_botocore() -> None:
    (aws, *_) = Loader().load_data("endpoints")["partitions"]
    assert set(aws["services"]) >= USED


def test_only_the_services_in_use_are_held() -> None:
    (aws, *_) = _loader().load_data("endpoints")["partitions"]
    assert set(aws["services"]) == USED
    assert "s3" in aws["services"]
    assert "nothing-like-it" not in aws["services"]
    with pytest.raises(KeyError):
        aws["services"]["nothing-like-it"]
