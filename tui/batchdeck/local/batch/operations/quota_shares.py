"""Quota shares, which divide service environments among teams: this account has none."""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService


@operation("CreateQuotaShare")
def create_quota_share(service: BatchService, request: Document) -> Document:
    """Refused: no queue here has service environments."""
    _check_queue(service, request)
    name = request["quotaShareName"]
    raise ClientError(f"The local account has no SageMaker: {name} cannot be created.")


@operation("DescribeQuotaShare")
def describe_quota_share(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise ClientError(f"QuotaShare {request['quotaShareArn']} not found.")


@operation("ListQuotaShares")
def list_quota_shares(service: BatchService, request: Document) -> Document:
    """None, of any queue that exists."""
    _check_queue(service, request)
    return {"quotaShares": []}


@operation("UpdateQuotaShare")
def update_quota_share(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise ClientError(f"QuotaShare {request['quotaShareArn']} not found.")


@operation("DeleteQuotaShare")
def delete_quota_share(_service: BatchService, _request: Document) -> Document:
    """Nothing to do: what does not exist is gone already."""
    return {}


def _check_queue(service: BatchService, request: Document) -> None:
    if service.account.queue(request["jobQueue"]) is None:
        raise ClientError(f"JobQueue {request['jobQueue']} not found.")
