"""A job's next attempt as its runner is asked for it."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.local.batch import job_container
from batchdeck.local.batch.host_part import host_part
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.runners.runner import RunRequest

#: Source: AWS Batch user guide, "Multi-node parallel jobs", environment variables.
MAIN_NODE_ADDRESS = "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"
NO_SECRETS: Mapping[str, str] = {}


def run_request(
    job: JobRecord,
    properties: Document,
    attempt: int,
    secrets: Mapping[str, str] = NO_SECRETS,
    main_address: str = "",
) -> RunRequest:
    """What to run of a job's containers for the attempt of that number, counted from 1.

    `secrets`: the values of its secrets, by the names of their variables. `main_address`:
    where a node finds the main node; empty for that itself, and where none has an address.
    """
    return RunRequest(
        job_id=job.id,
        attempt=attempt,
        image=properties["image"],
        command=tuple(properties["command"]),
        environment=(
            *_environment(job, attempt, properties["environment"], secrets),
            *([(MAIN_NODE_ADDRESS, main_address)] if main_address else []),
        ),
        vcpus=job_container.vcpus(properties),
        memory=job_container.memory(properties),
        user=properties.get("user", ""),
        privileged=bool(properties.get("privileged")),
        task=job.task_arn,
        nodes="" if job.node is None else f"{job.parent_id}/{attempt}",
        **host_part(properties, job_container.task(job) or properties),
    )


def _environment(
    job: JobRecord, attempt: int, variables: list[dict[str, str]], secrets: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Source: AWS Batch user guide, "AWS Batch job environment variables"."""
    values = {entry.get("name", ""): entry.get("value", "") for entry in variables}
    values.update(secrets)
    values["AWS_BATCH_JOB_ID"] = job.id
    values["AWS_BATCH_JQ_NAME"] = job.queue_arn.rpartition("/")[2]
    values["AWS_BATCH_CE_NAME"] = job.environment_arn.rpartition("/")[2]
    values["AWS_BATCH_JOB_ATTEMPT"] = str(attempt)
    if job.array_size is not None:
        values["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
        values["AWS_BATCH_JOB_ARRAY_SIZE"] = str(job.array_size)
    if job.nodes is not None:
        main_node = job.definition.document["nodeProperties"]["mainNode"]
        values["AWS_BATCH_JOB_NODE_INDEX"] = str(job.index)
        values["AWS_BATCH_JOB_NUM_NODES"] = str(job.nodes)
        values["AWS_BATCH_JOB_MAIN_NODE_INDEX"] = str(main_node)
    values.pop("", None)
    return tuple(values.items())
