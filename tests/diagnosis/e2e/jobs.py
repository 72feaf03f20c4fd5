"""What is wrong with jobs themselves, and with what they need to start."""

from __future__ import annotations

from typing import Any

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import IMAGE, Case, endpoints, image, private, stuck_in, work
from tests.diagnosis.e2e.identities import arn
from tests.local.cloud import Cloud


def all_licences_taken(cloud: Cloud) -> Case:
    name = cloud.name("licences")
    cloud.batch.create_consumable_resource(consumableResourceName=name, totalQuantity=1)
    needs = {"consumableResourceList": [{"consumableResource": name, "quantity": 1}]}
    queue = cloud.queue()
    definition = work(cloud, container={"command": ["backup"]}, consumableResourceProperties=needs)
    cloud.wait(cloud.submit(queue, definition), "RUNNING")
    return stuck_in(
        cloud,
        queue,
        "job-consumable-resource-available",
        mended=True,
        consumableResourceProperties=needs,
    )


def more_licences_than_there_are(cloud: Cloud) -> Case:
    name = cloud.name("licences")
    cloud.batch.create_consumable_resource(consumableResourceName=name, totalQuantity=2)
    needs = {"consumableResourceList": [{"consumableResource": name, "quantity": 6}]}
    return stuck_in(
        cloud,
        cloud.queue(),
        "job-consumable-resource-satisfiable",
        mended=True,
        consumableResourceProperties=needs,
    )


def dependency_failed(cloud: Cloud) -> Case:
    queue = cloud.queue()
    first = cloud.submit(queue, work(cloud, container={"command": ["probe", "ng"]}))
    second = cloud.submit(queue, cloud.definition(), dependsOn=[{"jobId": first}])
    cloud.wait(second, "FAILED")
    return Case(Subject(Kind.JOB, second), "job-dependency-failed")


def program_failed(cloud: Cloud) -> Case:
    job = cloud.submit(cloud.queue(), work(cloud, container={"command": ["probe", "ng"]}))
    cloud.wait(job, "FAILED")
    return Case(Subject(Kind.JOB, job), "job-exit-code")


def terminated(cloud: Cloud) -> Case:
    job = cloud.submit(cloud.queue(), work(cloud))
    cloud.wait(job, "RUNNING")
    cloud.batch.terminate_job(jobId=job, reason="not needed")
    cloud.wait(job, "FAILED")
    return Case(Subject(Kind.JOB, job), "job-cancel-or-terminate-pending")


def execution_role_deleted(cloud: Cloud) -> Case:
    container = {"executionRoleArn": arn("nobody-made-this")}
    return failed(cloud, cloud.queue(), "iam-execution-role-trust", container=container)


def job_role_of_another_service(cloud: Cloud) -> Case:
    container = {"jobRoleArn": arn(cloud.role("lambda.amazonaws.com"))}
    return failed(cloud, cloud.queue(), "iam-job-role-trust", container=container)


def no_log_group(cloud: Cloud) -> Case:
    options = {"awslogs-group": cloud.name("/nobody/made/this")}
    container = {"logConfiguration": {"logDriver": "awslogs", "options": options}}
    return failed(cloud, cloud.queue(), "log-group-exists", container=container)


def fargate_without_address(cloud: Cloud) -> Case:
    queue = cloud.queue(cloud.environment("FARGATE"))
    definition = on_fargate(cloud, "DISABLED")
    mine = image(cloud, "amd64", *IMAGE.rpartition("/")[2].split(":"))
    definition["container"] |= {"image": mine, "command": ["probe"]}
    definition["container"]["environment"] = [{"name": "TOKEN", "value": "hunter22"}]
    return failed(cloud, queue, "net-fargate-public-ip", mended=True, **definition)


def fargate_without_way_out(cloud: Cloud) -> Case:
    subnet = private(cloud)
    endpoints(cloud, subnet, "ecr.api", "logs")
    queue = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    definition = on_fargate(cloud, "DISABLED")
    definition["container"]["image"] = image(cloud, "amd64")
    return failed(cloud, queue, "net-vpce-ecr-s3", **definition)


def on_fargate(cloud: Cloud, address: str) -> dict[str, Any]:
    """A definition for Fargate that asks for a public address or does not."""
    container = {
        "executionRoleArn": cloud.execution_role(),
        "networkConfiguration": {"assignPublicIp": address},
    }
    return {"memory": "2048", "platformCapabilities": ["FARGATE"], "container": container}


def failed(
    cloud: Cloud, queue: str, cause: str, *, mended: bool = False, **definition: Any
) -> Case:
    """A job that was not even started."""
    job = cloud.submit(queue, cloud.definition(**definition))
    cloud.wait(job, "FAILED")
    return Case(Subject(Kind.JOB, job), cause, job if mended else "")


BROKEN = (
    all_licences_taken,
    more_licences_than_there_are,
    dependency_failed,
    program_failed,
    terminated,
    execution_role_deleted,
    job_role_of_another_service,
    no_log_group,
    fargate_without_address,
    fargate_without_way_out,
)
