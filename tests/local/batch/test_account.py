from __future__ import annotations

import time

import pytest

from batchdeck.local.batch.account import Account, new_uuid, now_ms
from batchdeck.local.batch.records import JobDefinitionRecord
from tests.local.batch.builders import environment, job


@pytest.fixture
def account() -> Account:
    return Account("123456789012", "eu-west-1")


def revision(account: Account, number: int, status: str = "ACTIVE") -> JobDefinitionRecord:
    arn = account.arn(f"job-definition/etl:{number}")
    record = JobDefinitionRecord("etl", number, arn, {}, status=status)
    account.definitions.setdefault("etl", []).append(record)
    return record


def test_things_are_found_by_name_and_by_arn(account: Account) -> None:
    record = environment()
    account.environments[record.arn] = record
    assert account.environment("environment") is record
    assert account.environment(record.arn) is record
    assert account.environment("other") is None


def test_a_name_means_the_newest_active_revision(account: Account) -> None:
    first, second, third = (revision(account, number) for number in (1, 2, 3))
    third.status = "INACTIVE"
    assert account.definition("etl") is second
    assert account.definition("etl:1") is first
    assert account.definition("etl:3") is third
    assert account.definition(third.arn) is third
    assert account.definition("etl:4") is None
    assert account.definition("other") is None


def test_a_name_without_active_revision_means_nothing(account: Account) -> None:
    revision(account, 1, "INACTIVE")
    assert account.definition("etl") is None


def test_jobs_are_found_by_id_and_by_arn(account: Account) -> None:
    record = job("1234")
    account.jobs.insert(record)
    assert account.job("1234") is record
    assert account.job(account.arn("job/1234")) is record


def test_arns_name_account_and_region(account: Account) -> None:
    assert account.arn("job/1") == "arn:aws:batch:eu-west-1:123456789012:job/1"
    assert account.cluster_arn("fast", "0-1").endswith(":cluster/AWSBatch-fast-0-1")


def test_times_are_milliseconds_and_ids_are_fresh() -> None:
    assert abs(now_ms() - time.time() * 1000) < 1000
    assert new_uuid() != new_uuid()
