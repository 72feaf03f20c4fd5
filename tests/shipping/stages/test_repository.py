from __future__ import annotations

from batchdeck.aws.repositories import RepositoriesGateway
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.repository import LOOKS, repository
from batchdeck.shipping.state import Stage, Status
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, states_of, through

CREATE, LOOK = "CreateRepository", "DescribeRepositories"


def gateway(dock: Dock) -> RepositoriesGateway:
    """What tells what is there."""
    return dock.account.repositories


async def test_a_missing_one_is_made_and_the_command_is_shown_first(dry_dock: Dock) -> None:
    order = dry_dock.order(immutable_tags=True)
    first, last = await states_of(repository, Plan(order), dry_dock.services())
    step = first.step(Stage.REPOSITORY)
    assert (step.status, step.is_sending) == (Status.RUNNING, True)
    assert step.command.startswith(f"aws ecr create-repository --repository-name {dry_dock.name}")
    found = await gateway(dry_dock).find(dry_dock.name)
    assert found
    assert found.has_immutable_tags
    assert (last.made.repository, last.made.repository_is_new) == (found.uri, True)
    assert last.step(Stage.REPOSITORY).status is Status.DONE


async def test_one_that_is_there_is_left_alone(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order())
    await states_of(repository, Plan(dry_dock.order()), dry_dock.services())
    plan.repository = await gateway(dry_dock).find(dry_dock.name)
    assert plan.repository
    (only,) = await states_of(repository, plan, dry_dock.services())
    assert only.step(Stage.REPOSITORY).status is Status.SKIPPED
    assert (only.made.repository, only.made.repository_is_new) == (plan.repository.uri, False)
    assert not only.step(Stage.REPOSITORY).command


async def test_a_lost_answer_is_looked_up_and_not_asked_again(dry_dock: Dock) -> None:
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.lose_answers_to.add(CREATE)
        async with through(dry_dock, line) as services:
            *_, lost, last = await states_of(repository, Plan(dry_dock.order()), services)
    assert lost.step(Stage.REPOSITORY).is_lost
    assert "the outcome of CreateRepository is unknown" in lost.problem
    assert last.step(Stage.REPOSITORY).status is Status.DONE
    assert (last.made.repository_is_new, last.problem) == (True, "")
    assert line.requests.count(CREATE) == 1


async def test_an_outcome_that_cannot_be_looked_up(dry_dock: Dock) -> None:
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.lose_answers_to.add(CREATE)
        line.errors[LOOK] = (400, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            *_, last = await states_of(repository, Plan(dry_dock.order()), services)
    assert last.step(Stage.REPOSITORY).status is Status.UNCERTAIN
    assert "ecr:DescribeRepositories" in last.problem
    assert line.requests == [CREATE] + [LOOK] * LOOKS


async def test_a_denied_one_and_one_that_somebody_else_just_made(dry_dock: Dock) -> None:
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors[CREATE] = (400, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            *_, denied = await states_of(repository, Plan(dry_dock.order()), services)
            assert denied.step(Stage.REPOSITORY).status is Status.FAILED
            assert "ecr:CreateRepository" in denied.problem
            assert not await gateway(dry_dock).find(dry_dock.name)
            line.errors.clear()
            await states_of(repository, Plan(dry_dock.order()), services)
            *_, second = await states_of(repository, Plan(dry_dock.order()), services)
    assert second.step(Stage.REPOSITORY).status is Status.DONE


async def test_one_that_may_not_be_looked_for_is_taken_to_be_there(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order(), is_repository_unknown=True)
    (only,) = await states_of(repository, plan, dry_dock.services())
    assert only.step(Stage.REPOSITORY).status is Status.SKIPPED
    assert not only.made.repository
