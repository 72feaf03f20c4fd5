from __future__ import annotations

from dataclasses import replace

from batchdeck.shipping.checks.machines import check_queue, judge_architecture
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Check, Verdict
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, through
from tests.shipping.test_order import ORDER

X86, ARM = frozenset({"amd64"}), frozenset({"arm64"})


async def looked(dock: Dock, queue: str, **known: str) -> tuple[Plan, list[Check]]:
    """What is found about a queue."""
    plan = Plan(dock.order(queue=queue), **known)  # type: ignore[arg-type]
    return plan, await check_queue(plan, dock.services())


async def test_what_the_machines_of_a_queue_run(dry_dock: Dock) -> None:
    cloud = dry_dock.cloud
    for types, needed in (["m5.large", "c6i"], X86), (["m6g"], ARM):
        name = cloud.environment(instanceTypes=types)
        plan, found = await looked(dry_dock, cloud.queue(name))
        assert [one.verdict for one in found] == [Verdict.GOOD]
        assert plan.machines == {name: needed}
        assert plan.kinds == {"EC2"}


async def test_on_fargate_the_definition_decides(dry_dock: Dock) -> None:
    queue = dry_dock.cloud.queue(dry_dock.cloud.environment("FARGATE"))
    plan, _ = await looked(dry_dock, queue, runtime="ARM64")
    assert [*plan.machines.values()] == [ARM]
    plan, _ = await looked(dry_dock, queue)
    assert [*plan.machines.values()] == [X86]


async def test_queues_that_take_no_jobs(dry_dock: Dock) -> None:
    cloud = dry_dock.cloud
    closed = cloud.queue()
    cloud.batch.update_job_queue(jobQueue=closed, state="DISABLED")
    (found,) = (await looked(dry_dock, closed))[1]
    assert found.verdict is Verdict.BAD
    assert f"{closed} is DISABLED" in found.text
    (found,) = (await looked(dry_dock, "nowhere"))[1]
    assert found.verdict is Verdict.BAD
    assert "there is no queue nowhere; there are: " in found.text


async def test_a_queue_without_an_environment_that_works(dry_dock: Dock) -> None:
    name = dry_dock.cloud.environment()
    queue = dry_dock.cloud.queue(name)
    dry_dock.cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    _, found = await looked(dry_dock, queue)
    assert [one.verdict for one in found] == [Verdict.GOOD, Verdict.WARNING]
    assert f"{name} is DISABLED" in found[1].text


async def test_what_may_not_be_read_is_unknown(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order())
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["/v1/describejobqueues"] = (403, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            (found,) = await check_queue(plan, services)
    assert found.verdict is Verdict.UNKNOWN
    assert "batch:DescribeJobQueues" in found.text


def judged(*built: str, any_architecture: bool = False, **machines: frozenset[str]) -> Check:
    """What is said of an image that is built for these."""
    order = replace(ORDER, any_architecture=any_architecture)
    return judge_architecture(Plan(order, machines=machines), built)


def test_images_and_machines() -> None:
    assert judged("amd64", a=X86, b=X86).verdict is Verdict.GOOD
    assert judged("amd64", "arm64", a=X86, b=ARM).verdict is Verdict.GOOD
    assert judged("amd64", a=X86 | ARM).verdict is Verdict.GOOD
    some = judged("arm64", a=X86, b=ARM)
    assert some.verdict is Verdict.WARNING
    assert some.text.endswith("it can only run in b")
    wrong = judged("arm64", a=X86)
    assert wrong.verdict is Verdict.BAD
    assert wrong.text == (
        "the image is built for arm64, but a runs amd64: "
        "build it for linux/amd64, or allow any architecture"
    )
    assert judged("arm64", a=X86, any_architecture=True).verdict is Verdict.WARNING
    for unknown in (judged("amd64"), judged("amd64", a=frozenset()), judged(a=X86)):
        assert unknown.verdict is Verdict.UNKNOWN
