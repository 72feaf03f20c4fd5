"""How Batch hands on an error of another service in the `statusReason` of an environment."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5


def client_error(message: str, service: str, status: int, code: str) -> str:
    """The text; the same error has the same request id, so that it does not flicker."""
    request = uuid5(NAMESPACE_OID, message)
    return (
        f"CLIENT_ERROR - {message} (Service: {service}; Status Code: {status}; "
        f"Error Code: {code}; Request ID: {request}; Proxy: null)"
    )
