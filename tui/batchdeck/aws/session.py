"""The session with AWS: credentials, Region and one client per service.

Nothing of botocore is imported before the first client is asked for, and importing it and
creating a client happen in a thread: together they would stop the event loop for 0.3 s.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from batchdeck.aws import fast_answers
from batchdeck.aws.errors import AwsError, CredentialsError
from batchdeck.aws.failures import Request, failure_types, translate_failure
from batchdeck.aws.quick_start import (
    introduce_once,
    no_root_certificates,
    use_short_list_of_services,
)
from batchdeck.domain.connection import Connection

CONNECT_TIMEOUT = 3.0
"""Seconds until a connection must stand."""
READ_TIMEOUT = 10.0
"""Seconds without a byte of the answer."""
MAX_CONNECTIONS = 10
_METADATA_TIMEOUT = 1
"""Seconds to wait for the metadata service of an instance, where there is none."""


class AwsSession:
    """One session and its clients, all created on first use."""

    def __init__(
        self,
        connection: Connection,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self.connection = connection
        """Where the calls go and on whose behalf."""
        self.connect_timeout = connect_timeout
        """Seconds."""
        self.read_timeout = read_timeout
        """Seconds."""
        self._session: Any = None
        self._clients: dict[str, Any] = {}
        self._creating = asyncio.Lock()
        self._closed = False

    async def client(self, service: str) -> Any:
        """The client of a service. Raises `CredentialsError` and other `AwsError`s."""
        found = self._clients.get(service)
        if found is not None:
            return found
        async with self._creating:
            if service not in self._clients:
                if self._closed:
                    raise AwsError("the session is closed")
                created = await asyncio.to_thread(self._create_in_thread, service)
                self._clients[service] = created
            return self._clients[service]

    @property
    def region(self) -> str:
        """The Region in use; empty before the first client exists."""
        for client in self._clients.values():
            return str(client.meta.region_name)
        return ""

    @property
    def expires_at(self) -> int | None:
        """When the credentials end, ms since the epoch; None when unknown or never."""
        credentials = getattr(self._session, "_credentials", None)
        expiry = getattr(credentials, "_expiry_time", None)
        return None if expiry is None else int(expiry.timestamp() * 1000)

    async def close(self) -> None:
        """Close all clients. The session cannot be used again."""
        async with self._creating:
            self._closed = True
            clients = list(self._clients.values())
            self._clients.clear()
        for client in clients:
            await client.__aexit__(None, None, None)

    def _create_in_thread(self, service: str) -> Any:
        # The client binds itself to an event loop only when it sends its first request.
        request = Request(service, "CreateClient", self.connection, self.read_timeout)
        try:
            return asyncio.run(self._create(service))
        except failure_types() as failure:
            raise translate_failure(failure, request) from failure

    async def _create(self, service: str) -> Any:
        if self._session is None:
            self._session = _new_session(self.connection)
        connection = self.connection
        region = connection.region or os.environ.get("AWS_REGION") or None
        try:
            context = self._session.create_client(
                service,
                region_name=region,
                endpoint_url=connection.endpoint_url or None,
                verify=False if connection.endpoint_url.startswith("http://") else None,
                aws_access_key_id=connection.access_key or None,
                aws_secret_access_key=connection.secret_key.reveal() or None,
                config=_config(self.connect_timeout, self.read_timeout),
            )
            client = await context.__aenter__()
        except OSError as error:  # A configuration file that cannot be read.
            raise CredentialsError(f"cannot read the AWS configuration: {error}") from error
        except ValueError as error:  # What botocore raises for an endpoint that is no URL.
            if isinstance(error, failure_types()):
                raise
            raise CredentialsError(f"cannot connect: {error}") from error
        fast_answers.install(client)
        introduce_once(client)
        return client


def _new_session(connection: Connection) -> Any:
    with no_root_certificates():
        from aiobotocore.session import AioSession

    session = AioSession(profile=connection.profile or None)
    use_short_list_of_services(session)
    session.set_config_variable("metadata_service_timeout", _METADATA_TIMEOUT)
    session.set_config_variable("metadata_service_num_attempts", 1)
    _never_prompt(session, connection)
    return session


def _never_prompt(session: Any, connection: Connection) -> None:
    """Replace the prompt for an MFA code: `getpass` would fight the full-screen app."""

    def refuse(_prompt: str) -> str:
        profile = connection.profile or session.get_config_variable("profile") or "default"
        raise CredentialsError(
            f"profile {profile} asks for an MFA code: get temporary credentials in the shell "
            "(`aws sts get-session-token` or `aws sts assume-role`), then start again"
        )

    provider = session.get_component("credential_provider").get_provider("assume-role")
    provider._prompter = refuse


def _config(connect_timeout: float, read_timeout: float) -> Any:
    from aiobotocore.config import AioConfig

    return AioConfig(
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
        max_pool_connections=MAX_CONNECTIONS,
        retries={"total_max_attempts": 1},
        user_agent_extra="batchdeck",
    )
