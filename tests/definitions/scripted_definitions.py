"""Job definitions as far as the use cases see them, moved by the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.domain.call import Write
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import Job
from batchdeck.domain.resources import JobDefinition, JobQueue

LOST = UncertainError("no answer in 10 s")


class ScriptedDefinitions:
    """The revisions of one name; each request is recorded and can be made to fail."""

    def __init__(self, *documents: DefinitionDocument) -> None:
        self.there = dict(enumerate(documents, 1))
        self.inactive: set[int] = set()
        self.sent: list[Write] = []
        self.reads = 0
        self.failing: dict[str, AwsError] = {}
        """`read` or `send` -> what it raises."""
        self.carries_out = True
        """Whether a request whose answer is lost is carried out all the same."""
        self.on_read: Callable[[int], None] = lambda _: None
        """Called with the number of the read, before it is answered."""

    async def revisions(self, name: str) -> tuple[JobDefinition, ...]:
        self._read()
        return tuple(
            JobDefinition(
                name,
                number,
                f"arn:{number}",
                "container",
                "INACTIVE" if number in self.inactive else "ACTIVE",
            )
            for number in sorted(self.there, reverse=True)
        )

    async def documents(self, name: str) -> Mapping[int, DefinitionDocument]:
        self._read()
        return {
            number: document
            for number, document in self.there.items()
            if number not in self.inactive and document.name == name
        }

    def registration(self, document: DefinitionDocument) -> Write:
        return Write("batch", "RegisterJobDefinition", document.plain, f"register {document.name}")

    def deregistration(self, reference: str) -> Write:
        line = f"deregister {reference}"
        return Write("batch", "DeregisterJobDefinition", {"jobDefinition": reference}, line)

    async def send_registration(self, write: Write) -> str:
        self._send(write)
        number = max(self.there, default=0) + 1
        if self.carries_out:
            self.there[number] = DefinitionDocument(write.parameters)
        self._fail("send")
        return f"{write.parameters['jobDefinitionName']}:{number}"

    async def send(self, write: Write) -> None:
        self._send(write)
        if self.carries_out:
            self.inactive.add(int(write.parameters["jobDefinition"].rpartition(":")[2]))
        self._fail("send")

    def _send(self, write: Write) -> None:
        self.sent.append(write)
        if not isinstance(self.failing.get("send"), UncertainError):
            self._fail("send")

    def _read(self) -> None:
        self.reads += 1
        self.on_read(self.reads)
        self._fail("read")

    def _fail(self, what: str) -> None:
        if what in self.failing:
            raise self.failing[what]


class ScriptedQueues:
    """Queues with jobs in them, asked for state by state."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs = jobs
        self.asked: list[tuple[str, str]] = []
        self.on_ask: Callable[[str], None] = lambda _: None
        """Called with the state, before the answer."""

    async def queues(self) -> tuple[JobQueue, ...]:
        names = sorted({job.queue for job in self.jobs})
        return tuple(JobQueue(name, f"arn:{name}", "ENABLED", "VALID", 1) for name in names)

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        self.asked.append((queue, status))
        self.on_ask(status)
        yield tuple(job for job in self.jobs if (job.queue, job.status) == (queue, status))
