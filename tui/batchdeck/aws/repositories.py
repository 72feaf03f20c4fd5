"""ECR as somebody sees it who pushes: repositories, the login, and what has arrived."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import urlsplit

from batchdeck.aws import writes
from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import AwsError, NotFoundError, RefusedError
from batchdeck.aws.shapes import Document, child, children, text
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection
from batchdeck.domain.container_image import RegistryLogin
from batchdeck.domain.image import Repository
from batchdeck.domain.secret import Secret

_ABSENT = frozenset({"ImageNotFoundException", "RepositoryNotFoundException"})


class RepositoriesGateway:
    """Reads and makes repositories of the account. Raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller, connection: Connection) -> None:
        self._caller = caller
        self._connection = connection

    async def find(self, name: str) -> Repository | None:
        """The repository of that name; None when there is none."""
        asked = {"repositoryNames": [name]}
        answer = await self._unless_absent("DescribeRepositories", asked, "repositories")
        return next(map(repository, children(answer, "repositories")), None)

    async def digest(self, name: str, reference: str) -> str:
        """The digest of a repository's image, by its tag or digest; empty when it is not there."""
        member = "imageDigest" if reference.startswith("sha256:") else "imageTag"
        asked = {"repositoryName": name, "imageIds": [{member: reference}]}
        answer = await self._unless_absent("DescribeImages", asked, "imageDetails")
        return next((text(one, "imageDigest") for one in children(answer, "imageDetails")), "")

    async def login(self) -> RegistryLogin:
        """A login to push with, good for twelve hours. It is in memory only: keep it there."""
        member, action = "authorizationData", "ecr:GetAuthorizationToken"
        answer = await self._caller.read("ecr", "GetAuthorizationToken", {}, expects=member)
        found = next(iter(children(answer, member)), {})
        try:
            decoded = base64.b64decode(str(found.get("authorizationToken") or "")).decode()
        except ValueError:  # Neither base64 nor text.
            decoded = ""
        username, colon, password = decoded.partition(":")
        server = urlsplit(text(found, "proxyEndpoint")).netloc
        if not (colon and password and server):
            raise AwsError("ECR gave a login that cannot be read", action=action)
        return RegistryLogin(username, Secret(password), server)

    def creation(self, name: str, *, immutable_tags: bool) -> Write:
        """The `CreateRepository` for a name; what is pushed is scanned."""
        return writes.create_repository(name, self._connection, immutable_tags=immutable_tags)

    async def send_creation(self, write: Write) -> Repository:
        """Send a `CreateRepository` once. `UncertainError` when the answer is lost."""
        return repository(
            child(await self._caller.write(write, expects="repository"), "repository")
        )

    async def _unless_absent(
        self, operation: str, asked: Mapping[str, object], expects: str
    ) -> Document:
        """An answer; an empty one when the repository or the image is not there."""
        try:
            return await self._caller.read("ecr", operation, asked, expects=expects)
        except (NotFoundError, RefusedError) as error:
            if error.code in _ABSENT:
                return {}
            raise


def repository(source: Document) -> Repository:
    """A repository of `DescribeRepositories` or `CreateRepository`."""
    return Repository(
        name=text(source, "repositoryName"),
        uri=text(source, "repositoryUri"),
        has_immutable_tags=text(source, "imageTagMutability").startswith("IMMUTABLE"),
    )
