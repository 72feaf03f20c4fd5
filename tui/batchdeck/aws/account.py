"""An account as the rest of the console sees it: gateways, and the calls they made."""

from __future__ import annotations

from batchdeck.aws.autoscaling import AutoScalingGateway
from batchdeck.aws.batch import BatchGateway
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.aws.ecr import EcrGateway
from batchdeck.aws.ecs import EcsGateway
from batchdeck.aws.iam import IamGateway
from batchdeck.aws.identity import IdentityGateway
from batchdeck.aws.logs import LogsGateway
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection


class Account:
    """Everything that talks to one account. Making one costs nothing and imports nothing."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        """Where the calls go and on whose behalf."""
        self.calls = CallLog()
        """Every call made."""
        self._session = AwsSession(connection)
        caller = Caller(self._session, self.calls)
        self.batch = BatchGateway(caller, connection)
        """AWS Batch."""
        self.logs = LogsGateway(caller)
        """CloudWatch Logs."""
        self.ec2 = Ec2Gateway(caller)
        """EC2."""
        self.iam = IamGateway(caller)
        """IAM."""
        self.ecs = EcsGateway(caller)
        """ECS."""
        self.autoscaling = AutoScalingGateway(caller)
        """Auto Scaling."""
        self.ecr = EcrGateway(caller)
        """ECR."""
        self.identity = IdentityGateway(caller, self._session)
        """Who the console is."""

    async def warm_up(self) -> None:
        """Import botocore and create the Batch client, in a thread. Sends nothing.

        Raises `CredentialsError` and other `AwsError`s, as the first call would.
        """
        await self._session.client("batch")

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()
