"""Any request that is given as an `aws` command line: read first, shown, then sent once."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.command_reading import Command, read_command, words_of
from batchdeck.aws.session import AwsSession
from batchdeck.aws.shapes import text
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection


class CommandGateway:
    """Carries commands out without a shell and without the AWS CLI.

    Raises `AwsError` and nothing else.
    """

    def __init__(self, caller: Caller, session: AwsSession, connection: Connection) -> None:
        self._caller = caller
        self._session = session
        self._connection = connection

    async def read(self, line: str) -> Command:
        """What a command line would send. Sends nothing. Raises `UnreadableError`."""
        service, _, _ = words_of(line)
        client = await self._session.client(service)
        return read_command(line, client.meta.service_model, self._connection)

    async def send(self, write: Write) -> str:
        """Send it once; the id of the job that it submitted, or nothing.

        `UncertainError` when the answer is lost.
        """
        submits = write.operation == "SubmitJob"
        answer = await self._caller.write(write, expects="jobId" if submits else "")
        return text(answer, "jobId") if submits else ""
