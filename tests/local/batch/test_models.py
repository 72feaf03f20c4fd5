from __future__ import annotations

from tests.local.cloud import ACCOUNT, REGION, Cloud


def test_there_is_one_backend_for_each_account_and_region(cloud: Cloud) -> None:
    backend = cloud.backend
    assert (backend.account.account_id, backend.account.region) == (ACCOUNT, REGION)
    assert backend.jobs is backend.account.jobs
    assert Cloud(cloud.endpoint, region="us-west-2").backend is not backend


def test_a_reset_leaves_the_same_backend_with_nothing_in_it(cloud: Cloud) -> None:
    backend = cloud.backend
    cloud.queue()
    before = backend.service
    backend.reset()
    assert backend.service is not before
    assert before.scheduler.engine.stopped
    assert backend.account.queues == {}
