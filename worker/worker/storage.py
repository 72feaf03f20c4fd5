"""The one place that talks to S3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    IncompleteReadError,
    NoCredentialsError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from worker.problems import InputError, StorageError

_READS = 4
"""How often the body of one answer is asked for, when it breaks off."""
_BROKEN = (IncompleteReadError, ReadTimeoutError, ResponseStreamingError)
_MARK = "worker-mark"
_GONE = {"NoSuchKey", "404", "PreconditionFailed", "412", "InvalidRange"}


@dataclass(frozen=True, slots=True)
class Input:
    """An object as it was when the inputs were listed."""

    key: str
    size: int
    """Bytes."""
    etag: str


def connected(bucket: str, threads: int) -> Storage:
    """A bucket by the ordinary credential chain: in a job, its job role. Raises StorageError.

    The endpoint is AWS's, or `AWS_ENDPOINT_URL`.
    """
    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 5},
        max_pool_connections=threads + 2,
    )
    try:
        return Storage(boto3.client("s3", config=config), bucket)
    except (BotoCoreError, ValueError) as error:
        raise StorageError(f"no client of S3 can be made: {error}") from error


class Storage:
    """One bucket. Every method raises StorageError; all may be called from any thread."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def url(self, key: str) -> str:
        """How an object is called in messages."""
        return f"s3://{self.bucket}/{key}"

    def inputs(self, prefix: str) -> list[Input]:
        """The objects below a prefix in the order of their keys' bytes, without folder markers."""
        found = []
        with self._told("s3:ListBucket", prefix):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
                found += [
                    Input(one["Key"], one["Size"], one["ETag"])
                    for one in page.get("Contents", ())
                    if not one["Key"].endswith("/")
                ]
        return sorted(found, key=lambda one: one.key.encode())

    def fetch(self, one: Input, begin: int, end: int) -> bytes:
        """Bytes `begin` to before `end`. Raises InputError when the object is another by now."""
        wanted = {} if (begin, end) == (0, one.size) else {"Range": f"bytes={begin}-{end - 1}"}
        where = {"Bucket": self.bucket, "Key": one.key, "IfMatch": one.etag}
        try:
            with self._told("s3:GetObject", one.key):
                for attempt in range(1, _READS + 1):
                    try:
                        body = self._client.get_object(**where, **wanted)["Body"]
                        with body:
                            return bytes(body.read())
                    except _BROKEN:
                        if attempt == _READS:
                            raise
        except StorageError as error:
            if error.code in _GONE:
                message = f"{self.url(one.key)} was changed or removed while it was read"
                raise InputError(message) from error
            raise
        raise AssertionError("the last attempt returns or raises")

    def read(self, key: str) -> bytes | None:
        """A small object; None when there is none."""
        try:
            with self._told("s3:GetObject", key):
                return bytes(self._client.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        except StorageError as error:
            if error.code in {"NoSuchKey", "404"}:
                return None
            raise

    def put(self, key: str, body: bytes | bytearray, mark: str = "") -> None:
        """Store a small object with a mark, whole or not at all."""
        where = {"Bucket": self.bucket, "Key": key, "Metadata": {_MARK: mark}}
        with self._told("s3:PutObject", key):
            self._client.put_object(Body=body, **where)

    def delete(self, key: str) -> None:
        """Remove an object, if it is there."""
        with self._told("s3:DeleteObject", key):
            self._client.delete_object(Bucket=self.bucket, Key=key)

    def mark(self, key: str) -> str:
        """With what mark an object was uploaded; empty when there is no such object."""
        try:
            with self._told("s3:GetObject", key):
                about = self._client.head_object(Bucket=self.bucket, Key=key)
        except StorageError as error:
            if error.code == "404":
                return ""
            raise
        return str(about["Metadata"].get(_MARK, ""))

    def begin_upload(self, key: str, mark: str) -> str:
        """The id of a new multipart upload; the object will carry the mark."""
        where = {"Bucket": self.bucket, "Key": key, "Metadata": {_MARK: mark}}
        with self._told("s3:PutObject", key):
            return str(self._client.create_multipart_upload(**where)["UploadId"])

    def store_part(self, key: str, upload: str, number: int, body: bytearray) -> str:
        """The ETag of a part; `number` counts from 1."""
        with self._told("s3:PutObject", key):
            answer = self._client.upload_part(
                Bucket=self.bucket, Key=key, UploadId=upload, PartNumber=number, Body=body
            )
        return str(answer["ETag"])

    def complete(self, key: str, upload: str, etags: list[str]) -> None:
        """Make an object of the parts: only now it appears."""
        parts = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(etags, 1)]
        with self._told("s3:PutObject", key):
            self._client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
            )

    def abort(self, key: str, upload: str) -> None:
        """Throw the parts away, if they are there."""
        try:
            with self._told("s3:AbortMultipartUpload", key):
                self._client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)
        except StorageError as error:
            if error.code != "NoSuchUpload":
                raise

    def has_upload(self, key: str, upload: str) -> bool:
        """Whether a multipart upload can still be gone on with."""
        try:
            with self._told("s3:ListMultipartUploadParts", key):
                self._client.list_parts(Bucket=self.bucket, Key=key, UploadId=upload, MaxParts=1)
        except StorageError as error:
            if error.code == "NoSuchUpload":
                return False
            raise
        return True

    @contextmanager
    def _told(self, permission: str, key: str) -> Iterator[None]:
        """Errors of S3 in words that say what to look at."""
        try:
            yield
        except NoCredentialsError as error:
            raise StorageError(
                "there are no AWS credentials: give the job definition a jobRoleArn"
            ) from error
        except ClientError as error:
            code = str(error.response["Error"]["Code"])
            hint = f": the job role needs {permission}" if code in {"AccessDenied", "403"} else ""
            raise StorageError(f"{self.url(key)}: {code}{hint or f', {error}'}", code) from error
        except BotoCoreError as error:
            raise StorageError(f"{self.url(key)}: {error}") from error
