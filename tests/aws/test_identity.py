from __future__ import annotations

import dataclasses

import pytest

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import CredentialsError
from batchdeck.aws.identity import IdentityGateway
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection
from tests.aws.misbehaving_server import MisbehavingServer, silence, xml

WHO = xml(
    "<GetCallerIdentityResponse><GetCallerIdentityResult>"
    "<Arn>arn:aws:sts::123456789012:assumed-role/Oper&#x202e;ator/me</Arn><UserId>A</UserId>"
    "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
ALIAS = xml(
    "<ListAccountAliasesResponse><ListAccountAliasesResult><IsTruncated>false</IsTruncated>"
    "<AccountAliases><member>genomics</member></AccountAliases>"
    "</ListAccountAliasesResult></ListAccountAliasesResponse>"
)
DENIED = xml(
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
    403,
)
EXPIRED = xml(
    "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>",
    403,
)


async def test_account_principal_region_and_alias(
    server: MisbehavingServer, caller: Caller, session: AwsSession
) -> None:
    server.reply(WHO, ALIAS)
    identity = await IdentityGateway(caller, session).read()
    assert identity.account == "123456789012"
    assert identity.arn == "arn:aws:sts::123456789012:assumed-role/Operator/me"
    assert identity.role == "Operator"
    assert identity.region == "eu-west-1"
    assert identity.alias == "genomics"
    assert identity.expires_at is None
    assert [b"Action=GetCallerIdentity" in server.requests[0].body, len(server.requests)] == [
        True,
        2,
    ]


@pytest.mark.parametrize("trouble", [DENIED, silence])
async def test_the_alias_is_only_a_comfort(
    server: MisbehavingServer,
    connection: Connection,
    caller: Caller,
    session: AwsSession,
    trouble: object,
) -> None:
    server.reply(WHO, trouble)  # type: ignore[arg-type]
    session.connection = dataclasses.replace(connection, alias="demo")
    identity = await IdentityGateway(caller, session).read()
    assert identity.alias == "demo"


async def test_expired_credentials_are_told(
    server: MisbehavingServer, caller: Caller, session: AwsSession
) -> None:
    server.reply(EXPIRED)
    with pytest.raises(CredentialsError, match="have expired"):
        await IdentityGateway(caller, session).read()
