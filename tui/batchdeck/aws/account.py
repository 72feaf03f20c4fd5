"""An account as the rest of the console sees it: gateways, and the calls they made."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from batchdeck.aws.batch import BatchGateway
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
from batchdeck.aws.identity import IdentityGateway
from batchdeck.aws.session import AwsSession
from batchdeck.domain.connection import Connection

if TYPE_CHECKING:  # Nobody needs these before the first rows.
    from batchdeck.aws.autoscaling import AutoScalingGateway
    from batchdeck.aws.capacity import CapacityGateway
    from batchdeck.aws.commands import CommandGateway
    from batchdeck.aws.definitions import DefinitionsGateway
    from batchdeck.aws.ec2 import Ec2Gateway
    from batchdeck.aws.ecr import EcrGateway
    from batchdeck.aws.ecs import EcsGateway
    from batchdeck.aws.efs import EfsGateway
    from batchdeck.aws.eks import EksGateway
    from batchdeck.aws.events import EventsGateway
    from batchdeck.aws.iam import IamGateway
    from batchdeck.aws.kms import KmsGateway
    from batchdeck.aws.logs import LogsGateway
    from batchdeck.aws.quotas import QuotasGateway
    from batchdeck.aws.repositories import RepositoriesGateway
    from batchdeck.aws.secrets import SecretsGateway


class Account:
    """Everything that talks to one account. Making one costs nothing and imports nothing."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        """Where the calls go and on whose behalf."""
        self.calls = CallLog()
        """Every call made."""
        self._session = AwsSession(connection)
        self._caller = caller = Caller(self._session, self.calls)
        self.batch = BatchGateway(caller, connection)
        """AWS Batch."""
        self.identity = IdentityGateway(caller, self._session)
        """Who the console is."""

    @cached_property
    def definitions(self) -> DefinitionsGateway:
        """AWS Batch: registering and deregistering job definitions."""
        from batchdeck.aws.definitions import DefinitionsGateway

        return DefinitionsGateway(self._caller, self._session, self.connection)

    @cached_property
    def logs(self) -> LogsGateway:
        """CloudWatch Logs."""
        from batchdeck.aws.logs import LogsGateway

        return LogsGateway(self._caller)

    @cached_property
    def ec2(self) -> Ec2Gateway:
        """EC2: what instances are made of."""
        from batchdeck.aws.ec2 import Ec2Gateway

        return Ec2Gateway(self._caller)

    @cached_property
    def capacity(self) -> CapacityGateway:
        """EC2: what there is to launch."""
        from batchdeck.aws.capacity import CapacityGateway

        return CapacityGateway(self._caller)

    @cached_property
    def eks(self) -> EksGateway:
        """EKS."""
        from batchdeck.aws.eks import EksGateway

        return EksGateway(self._caller)

    @cached_property
    def events(self) -> EventsGateway:
        """EventBridge."""
        from batchdeck.aws.events import EventsGateway

        return EventsGateway(self._caller)

    @cached_property
    def quotas(self) -> QuotasGateway:
        """Service Quotas."""
        from batchdeck.aws.quotas import QuotasGateway

        return QuotasGateway(self._caller)

    @cached_property
    def iam(self) -> IamGateway:
        """IAM."""
        from batchdeck.aws.iam import IamGateway

        return IamGateway(self._caller)

    @cached_property
    def kms(self) -> KmsGateway:
        """KMS."""
        from batchdeck.aws.kms import KmsGateway

        return KmsGateway(self._caller)

    @cached_property
    def secrets(self) -> SecretsGateway:
        """Secrets Manager, and the parameters of Systems Manager."""
        from batchdeck.aws.secrets import SecretsGateway

        return SecretsGateway(self._caller)

    @cached_property
    def efs(self) -> EfsGateway:
        """EFS."""
        from batchdeck.aws.efs import EfsGateway

        return EfsGateway(self._caller)

    @cached_property
    def ecs(self) -> EcsGateway:
        """ECS."""
        from batchdeck.aws.ecs import EcsGateway

        return EcsGateway(self._caller)

    @cached_property
    def autoscaling(self) -> AutoScalingGateway:
        """Auto Scaling."""
        from batchdeck.aws.autoscaling import AutoScalingGateway

        return AutoScalingGateway(self._caller)

    @cached_property
    def ecr(self) -> EcrGateway:
        """ECR."""
        from batchdeck.aws.ecr import EcrGateway

        return EcrGateway(self._caller)

    @cached_property
    def repositories(self) -> RepositoriesGateway:
        """ECR as somebody sees it who pushes."""
        from batchdeck.aws.repositories import RepositoriesGateway

        return RepositoriesGateway(self._caller, self.connection)

    @cached_property
    def commands(self) -> CommandGateway:
        """Any request, given as an `aws` command line."""
        from batchdeck.aws.commands import CommandGateway

        return CommandGateway(self._caller, self._session, self.connection)

    async def warm_up(self, *services: str) -> None:
        """Import botocore and create clients, of Batch if none is named. Sends nothing.

        It happens in a thread. Raises `CredentialsError` and other `AwsError`s, as the first
        call would.
        """
        for service in services or ("batch",):
            await self._session.client(service)

    async def close(self) -> None:
        """Close every connection."""
        await self._caller.close()
        await self._session.close()
