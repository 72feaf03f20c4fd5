"""Job definitions as documents: read, checked, registered, deregistered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batchdeck.aws import writes
from batchdeck.aws.caller import Caller
from batchdeck.aws.definition_checking import problems
from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.masking import conceal
from batchdeck.aws.session import AwsSession
from batchdeck.aws.shapes import children, text
from batchdeck.aws.translate_resources import job_definition
from batchdeck.domain.call import Write
from batchdeck.domain.clean import clean
from batchdeck.domain.connection import Connection
from batchdeck.domain.definition_document import DefinitionDocument, DocumentProblem
from batchdeck.domain.resources import JobDefinition

_PAGE = 100
_AWS_TAG = "aws:"


class DefinitionsGateway:
    """Reads and changes job definitions. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller, session: AwsSession, connection: Connection) -> None:
        self._caller = caller
        self._session = session
        self._connection = connection

    async def revisions(self, name: str) -> tuple[JobDefinition, ...]:
        """All revisions of a name, newest first. AWS keeps INACTIVE ones for 180 days."""
        found = [job_definition(one) for one in await self._described({"jobDefinitionName": name})]
        return tuple(sorted(found, key=lambda one: -one.revision))

    async def document(self, reference: str) -> DefinitionDocument:
        """The revision of a `name:revision` or an ARN as it can be registered again.

        `NotFoundError` when AWS does not have it (any more).
        """
        found = await self._described({"jobDefinitions": [reference]})
        if not found:
            raise NotFoundError(
                f"AWS has no job definition {reference}", action="batch:DescribeJobDefinitions"
            )
        return registerable(found[0], await self._request_shape())

    async def documents(self, name: str) -> Mapping[int, DefinitionDocument]:
        """Every ACTIVE revision of a name as it can be registered again, by its number."""
        shape = await self._request_shape()
        found = await self._described({"jobDefinitionName": name, "status": "ACTIVE"})
        return {int(one.get("revision") or 0): registerable(one, shape) for one in found}

    async def problems(self, members: object) -> Sequence[DocumentProblem]:
        """Why AWS would not take this as a definition, read from its model. Sends nothing."""
        return problems(members, await self._request_shape())

    def taken(self, members: Mapping[str, Any]) -> DefinitionDocument:
        """Members without problems as a document, what may be secret concealed in it."""
        concealed: dict[str, Any] = conceal(members)
        return DefinitionDocument(concealed)

    def registration(self, document: DefinitionDocument) -> Write:
        """The `RegisterJobDefinition` for a document."""
        return writes.register_job_definition(document, self._connection)

    def deregistration(self, reference: str) -> Write:
        """The `DeregisterJobDefinition` for `name:revision` or an ARN."""
        return writes.deregister_job_definition(reference, self._connection)

    async def send_registration(self, write: Write) -> str:
        """Send a `RegisterJobDefinition` once; `name:revision` of the new revision.

        `UncertainError` when the answer is lost.
        """
        answer = await self._caller.write(write, expects="revision")
        return f"{text(answer, 'jobDefinitionName')}:{clean(str(answer['revision']))}"

    async def send(self, write: Write) -> None:
        """Send a `DeregisterJobDefinition` once. `UncertainError` when the answer is lost."""
        await self._caller.write(write)

    async def _described(self, asked: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        member = "jobDefinitions"
        if member not in asked:  # AWS takes nothing else beside a list of references.
            asked = {**asked, "maxResults": _PAGE}
        found: list[Mapping[str, Any]] = []
        token = ""
        while True:
            page = {**asked, "nextToken": token} if token else asked
            answer = await self._caller.read(
                "batch", "DescribeJobDefinitions", page, expects=member
            )
            found += children(answer, member)
            token = text(answer, "nextToken")
            if not token:
                return found

    async def _request_shape(self) -> Any:
        client = await self._session.client("batch")
        return client.meta.service_model.operation_model("RegisterJobDefinition").input_shape


def registerable(source: Mapping[str, Any], request_shape: Any) -> DefinitionDocument:
    """A revision of `DescribeJobDefinitions` as the request that would make another one.

    What AWS adds is left out: the ARN, the number, the state, and tags whose names begin with
    `aws:`, which nobody can set. The rest stays as it is, in the order of the model.
    """
    members = {name: source[name] for name in request_shape.members if source.get(name) is not None}
    tags = members.get("tags")
    if isinstance(tags, Mapping):
        members["tags"] = {
            name: value for name, value in tags.items() if not name.startswith(_AWS_TAG)
        }
    concealed: dict[str, Any] = conceal(members)
    return DefinitionDocument(concealed)
