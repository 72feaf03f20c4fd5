"""Long answers read in a quarter of the time.

botocore walks every member of an answer along the service model, which for a page of 1,000 jobs
takes three times as long as reading its JSON. The answers named here are nothing but JSON as it
stands on the wire: no times, no bytes, nothing in headers. So the JSON is the answer.
"""

from __future__ import annotations

from typing import Any

#: Output shapes that the walk along the model leaves as they are. The tests prove it.
PLAIN = frozenset({"DescribeJobsResponse", "GetLogEventsResponse", "ListJobsResponse"})


def install(client: Any) -> None:
    """Let a client of aiobotocore read those answers directly."""
    endpoint = client._endpoint
    endpoint._response_parser_factory = _Parsers(endpoint._response_parser_factory)


class _Parsers:
    """Stands in for the factory that a client asks for a parser with every answer."""

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def create_parser(self, protocol: str) -> _Parser:
        """The parser for a protocol."""
        return _Parser(self._usual.create_parser(protocol))


class _Parser:
    """Reads plain answers itself and leaves all others, errors too, to botocore's parser."""

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    async def parse(self, response: dict[str, Any], shape: Any) -> Any:
        """The answer as botocore would give it; unknown members stay in it."""
        if shape is not None and shape.name in PLAIN and response["status_code"] == 200:
            answer = _read(response["body"])
            if isinstance(answer, dict):
                answer["ResponseMetadata"] = _metadata(response)
                return answer
        return await self._usual.parse(response, shape)


def _read(body: bytes) -> object:
    """The JSON of a body; None when it is broken, which is botocore's to handle."""
    from orjson import JSONDecodeError, loads  # as all of AWS: not before the first frame

    try:
        return loads(body)
    except JSONDecodeError:
        return None


def _metadata(response: dict[str, Any]) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in response["headers"].items()}
    found: dict[str, Any] = {"HTTPStatusCode": response["status_code"], "HTTPHeaders": headers}
    if "x-amzn-requestid" in headers:
        found["RequestId"] = headers["x-amzn-requestid"]
    return found
