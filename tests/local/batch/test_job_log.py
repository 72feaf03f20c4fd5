from __future__ import annotations

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.job_log import JobLog
from tests.local.cloud import ACCOUNT, REGION, Cloud


def test_lines_are_in_the_order_of_time_and_empty_ones_are_left_out(cloud: Cloud) -> None:
    group = cloud.name("group")
    log = JobLog(ACCOUNT, REGION, group, "stream")
    log.open()
    at = now_ms()
    log.write([(at + 2, "third"), (at, "first"), (at + 1, ""), (at + 1, "日本語")])
    assert cloud.lines(group, "stream") == ["first", "日本語", "third"]


def test_a_group_that_was_deleted_is_made_again(cloud: Cloud) -> None:
    group = cloud.name("group")
    log = JobLog(ACCOUNT, REGION, group, "stream")
    log.open()
    cloud.logs.delete_log_group(logGroupName=group)
    log.write([(now_ms(), "still here")])
    assert cloud.lines(group, "stream") == ["still here"]
