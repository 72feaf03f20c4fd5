"""What the account refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(text: str) -> Iterator[None]:
    """The call inside is answered by a ClientException that says `text`."""
    with pytest.raises(ClientError) as caught:
        yield
    answer = caught.value.response
    assert answer["Error"]["Code"] == "ClientException"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert text in answer["Error"]["Message"]
