"""A place to ship from: an account, a queue, a definition, a folder, and what is really there."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from docker import DockerClient
from docker.errors import APIError, ImageNotFound

from batchdeck.aws.account import Account
from batchdeck.docker.engine import Engine
from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import Build, Order
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.shipment import Shipment, Work
from batchdeck.shipping.state import Presence, ShipState, Stage
from tests.docker.waiting import until as waited_for
from tests.local.cloud import Cloud
from tests.screens.faulty_line import FaultyLine

ENVIRON = {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}
"""Of a user without any docker configuration."""
SHELL = "FROM scratch\nCOPY busybox /bin/sh\n"
HELLO = SHELL + 'CMD ["/bin/sh", "-c", "echo shipped"]\n'


@dataclass
class Dock:
    """What a test ships with. Every name in it is used once."""

    cloud: Cloud
    account: Account
    folder: Path
    name: str
    """Of repository, definition and job."""
    queue: str
    client: DockerClient | None = None
    """What asks the engine what is really there; None where there is no engine."""
    engines: list[Engine] = field(default_factory=list)

    def write(self, dockerfile: str = HELLO) -> None:
        """Put a Dockerfile into the folder, with this machine's busybox beside it."""
        busybox = shutil.which("busybox")
        assert busybox
        shutil.copy(busybox, self.folder / "busybox")
        (self.folder / "Dockerfile").write_text(dockerfile, encoding="utf-8")

    def define(self, **members: Any) -> str:
        """Register the definition that is shipped into; `name:revision`."""
        properties = {
            "image": "busybox",
            "environment": [{"name": "TOKEN", "value": "hunter22"}],
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "64"},
            ],
        }
        members.setdefault("containerProperties", properties)
        answer = self.cloud.batch.register_job_definition(
            jobDefinitionName=self.name, **{"type": "container", **members}
        )
        return f"{self.name}:{answer['revision']}"

    def order(self, **changes: Any) -> Order:
        """An order for the folder; fields of the order or of its job."""
        job = Submission(self.name, self.queue, self.name)
        own = {key: value for key, value in changes.items() if key in Submission.__slots__}
        others = {key: value for key, value in changes.items() if key not in own}
        usual = Order(replace(job, **own), build=self.build(), repository=self.name, tag="v1")
        return replace(usual, **others)

    def build(self, **how: Any) -> Build:
        """How the folder is built: without a cache, in which other tests remove images."""
        return Build(self.folder, no_cache=True, **how)

    async def find_engine(self) -> Engine:
        """The engine of this machine."""
        self.engines.append(await Engine.find(ENVIRON))
        return self.engines[-1]

    def services(self, **changes: Any) -> Services:
        """What a shipment works with."""
        return replace(Services(self.account, self.find_engine), **changes)

    def shipment(self, order: Order | None = None, **changes: Any) -> Shipment:
        """A shipment that has not begun."""
        follows = changes.pop("follows", True)
        return Shipment(order or self.order(), self.services(**changes), follows=follows)

    def truth(self) -> Mapping[str, Presence]:
        """What is really there, as the account and the engine themselves tell."""
        ecr = self.cloud.client("ecr")
        names = [one["repositoryName"] for one in ecr.describe_repositories()["repositories"]]
        there = self.name in names
        images = ecr.list_images(repositoryName=self.name)["imageIds"] if there else []
        found = {
            "image": self._has_image(),
            "repository": there,
            "pushed image": any(one.get("imageTag") == "v1" for one in images),
            "revision": len(self.revisions()) > 1,
            "job": bool(self.jobs()),
        }
        return {name: Presence.THERE if yes else Presence.ABSENT for name, yes in found.items()}

    def revisions(self) -> list[Any]:
        """All revisions of the definition, oldest first."""
        answer = self.cloud.batch.describe_job_definitions(jobDefinitionName=self.name)
        found: list[Any] = answer["jobDefinitions"]
        return sorted(found, key=lambda one: one["revision"])

    def jobs(self) -> list[Any]:
        """All jobs of that name in the queue."""
        filters = [{"name": "JOB_NAME", "values": [self.name]}]
        answer = self.cloud.batch.list_jobs(jobQueue=self.queue, filters=filters)
        found: list[Any] = answer["jobSummaryList"]
        return found

    async def close(self) -> None:
        """Hang up, stop the jobs, and remove the images."""
        for job in self.jobs():
            self.cloud.batch.terminate_job(jobId=job["jobId"], reason="end of the test")
        for engine in self.engines:
            await engine.close()
        await self.account.close()
        if self.client is None:
            return
        for tag in (f"{self.name}:v1", f"localhost:5000/{self.name}:v1"):
            await waited_for(partial(without_image, self.client, tag))

    def _has_image(self) -> bool:
        return self.client is not None and bool(self.client.images.list(f"{self.name}:v1"))


def without_image(client: DockerClient, tag: str) -> bool:
    """Remove an image; whether it is gone. While its container still ends, it is not."""
    try:
        client.images.remove(tag, force=True)
    except ImageNotFound:
        return True
    except APIError:
        return False
    return True


def told(state: ShipState) -> dict[str, Presence]:
    """What a last state says exists."""
    return {thing.name: thing.presence for thing in state.things}


async def to_its_end(shipment: Shipment) -> ShipState:
    """The last state of a shipment, which is closed then."""
    return await until(shipment, lambda _: False)


async def until(shipment: Shipment, reached: Callable[[ShipState], bool]) -> ShipState:
    """The last state of a shipment that is stopped where a state fulfils the condition."""
    try:
        await _watch(shipment, shipment.check(), reached)
        if shipment.state.is_ready:
            await _watch(shipment, shipment.ship(), reached)
    finally:
        await shipment.close()
    return shipment.state


async def _watch(
    shipment: Shipment, states: AsyncGenerator[ShipState], reached: Callable[[ShipState], bool]
) -> None:
    async for state in states:
        if reached(state):
            shipment.stop()


def runs(stage: Stage) -> Callable[[ShipState], bool]:
    """Whether a stage is what goes on."""
    return lambda state: state.current is not None and state.current.stage is stage


async def states_of(
    work: Work, plan: Plan, services: Services, state: ShipState | None = None
) -> list[ShipState]:
    """What one stage gives by itself."""
    return [each async for each in work(plan, services, state or ShipState(plan.order))]


@asynccontextmanager
async def through(dock: Dock, line: FaultyLine) -> AsyncIterator[Services]:
    """Services whose calls go over a faulty line, and that wait for nothing."""
    connection = replace(dock.account.connection, endpoint_url=line.url)
    account = Account(connection)
    try:
        yield dock.services(account=account, sleep=no_time)
    finally:
        await account.close()


async def no_time(_seconds: float) -> None:
    """Wait for nothing but one's turn."""
    await asyncio.sleep(0)
