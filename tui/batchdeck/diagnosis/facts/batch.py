"""What AWS Batch knows: the job, its queue, the environments behind it."""

from __future__ import annotations

from itertools import zip_longest

from batchdeck.aws.batch import BatchGateway
from batchdeck.aws.definitions import DefinitionsGateway
from batchdeck.aws.errors import AwsError, NotFoundError
from batchdeck.diagnosis.check import FARGATE, INSTANCES
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.need import Need, need_of
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, ConsumableResource, JobQueue

Environments = tuple[ComputeEnvironment, ...]


@fact
async def described(batch: BatchGateway, subject: Subject) -> JobDetail | None:
    """The job that is asked about, if it is one."""
    if subject.kind is not Kind.JOB:
        return None
    found = await batch.details([subject.name])
    if not found:
        words = f"AWS does not know the job {subject.name} (it forgets jobs days after their end)"
        raise NotFoundError(words, action="batch:DescribeJobs")
    return found[0]


@fact
async def job(described: JobDetail | None) -> JobDetail:
    """The job."""
    if described is None:
        raise NotApplicableError("no job is asked about")
    return described


@fact
async def definition(definitions: DefinitionsGateway, job: JobDetail) -> DefinitionDocument | None:
    """The job's definition; None where nobody may read it, for only remedies need it."""
    try:
        return await definitions.document(job.job.definition)
    except AwsError:
        return None


@fact
async def unstarted(job: JobDetail) -> JobDetail:
    """The job, when no container of it ever ran: one that did had all that a start takes."""
    if ran(job):
        raise NotApplicableError("a container of the job ran: it had what a start takes")
    return job


@fact
async def starting(unstarted: JobDetail) -> JobDetail:
    """The job, when its containers are being started, or could not be."""
    status = unstarted.job.status
    if status == "STARTING" or (status == "FAILED" and unstarted.attempts):
        return unstarted
    raise NotApplicableError("what a container starts from was not asked for yet")


@fact
async def need(job: JobDetail) -> Need:
    """What the job needs of the place it runs in."""
    return need_of(job)


@fact
async def least(described: JobDetail | None) -> Need:
    """What an instance must have at least: what the job needs, or nothing without a job."""
    return need_of(described) if described is not None else Need(0, 0)


@fact
async def queues(batch: BatchGateway) -> tuple[JobQueue, ...]:
    """All queues."""
    return await batch.queues()


@fact
async def environments(batch: BatchGateway) -> Environments:
    """All environments."""
    return await batch.environments()


@fact
async def queue(
    queues: tuple[JobQueue, ...], described: JobDetail | None, subject: Subject
) -> JobQueue:
    """The queue of the job, or the one that is asked about."""
    if subject.kind is Kind.ENVIRONMENT:
        raise NotApplicableError("no queue is asked about")
    name = described.job.queue if described is not None else subject.name
    for candidate in queues:
        if name in (candidate.name, candidate.arn):
            return candidate
    raise NotFoundError(f"the queue {name} does not exist", action="batch:DescribeJobQueues")


@fact
async def considered(
    environments: Environments,
    queues: tuple[JobQueue, ...],
    described: JobDetail | None,
    subject: Subject,
) -> Environments:
    """Every environment of the queue in order of preference, or the one that is asked about."""
    if subject.kind is Kind.ENVIRONMENT:
        names: tuple[str, ...] = (subject.name,)
    else:
        names = (await queue(queues, described, subject)).environments
    by_name = {one.name: one for one in environments}
    return tuple(by_name[name] for name in names if name in by_name)


@fact
async def candidates(considered: Environments) -> Environments:
    """Those of them that are ENABLED and VALID; all of them when none is."""
    return tuple(one for one in considered if is_usable(one)) or considered


@fact
async def kinds(candidates: Environments) -> frozenset[str]:
    """The types of the candidates."""
    return frozenset(one.kind for one in candidates)


@fact
async def managed(candidates: Environments) -> Environments:
    """Candidates whose subnets and groups Batch uses."""
    return _those(candidates, (*INSTANCES, *FARGATE), "no managed environment is concerned")


@fact
async def instance_environments(candidates: Environments) -> Environments:
    """Candidates that start instances."""
    return _those(candidates, INSTANCES, "no environment of instances is concerned")


@fact
async def fargate_environments(candidates: Environments) -> Environments:
    """Candidates on Fargate."""
    return _those(candidates, FARGATE, "no Fargate environment is concerned")


@fact
async def dependencies(batch: BatchGateway, job: JobDetail) -> tuple[JobDetail, ...]:
    """The jobs this one waits for, as far as AWS still knows them."""
    if not job.depends_on:
        raise NotApplicableError("the job depends on no other")
    return await batch.details(awaited(job))


@fact
async def consumables(batch: BatchGateway, job: JobDetail) -> tuple[ConsumableResource, ...]:
    """All consumable resources, when the job needs any."""
    if not job.consumables:
        raise NotApplicableError("the job needs no consumable resource")
    return await batch.consumables()


def ran(job: JobDetail) -> bool:
    """Whether some container of the job ever ran: whether it ended, or was RUNNING."""
    signs = (
        (job.job.exit_code, job.job.started_at),
        *((one.exit_code, one.started_at) for one in job.attempts),
    )
    return any(sign is not None for each in signs for sign in each)


def awaited(job: JobDetail) -> tuple[str, ...]:
    """Ids of the jobs that a job waits for.

    A child of an array waits for one child of another array (N_TO_N), or for the child before
    it (SEQUENTIAL).
    """
    parent, _, _ = job.job.id.rpartition(":")
    index, found = job.job.array_index, []
    for name, kind in zip_longest(job.depends_on, job.dependency_types, fillvalue=""):
        if index is not None and kind == "N_TO_N" and ":" not in name:
            found.append(f"{name}:{index}")
        elif index and kind == "SEQUENTIAL" and not name:
            found.append(f"{parent}:{index - 1}")
        else:
            found.append(name)
    return tuple(dict.fromkeys(filter(None, found)))


def is_usable(environment: ComputeEnvironment) -> bool:
    """Whether Batch places jobs in it."""
    return environment.state == "ENABLED" and environment.status in {"VALID", "UPDATING"}


def _those(candidates: Environments, kinds: tuple[str, ...], otherwise: str) -> Environments:
    found = tuple(one for one in candidates if one.kind in kinds)
    if not found:
        raise NotApplicableError(otherwise)
    return found
