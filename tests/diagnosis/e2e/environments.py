"""What is wrong with queues and environments themselves."""

from __future__ import annotations

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import Case, in_zone, stuck, stuck_in, work
from tests.local.cloud import Cloud


def disabled(cloud: Cloud) -> Case:
    environment = cloud.environment()
    queue = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return stuck_in(cloud, queue, "ce-state-enabled", mended=True)


def too_few_vcpus(cloud: Cloud) -> Case:
    environment = cloud.environment(maxvCpus=2, instanceTypes=["m5.xlarge"])
    return stuck(cloud, environment, "ce-max-vcpus-fits-job", mended=True, vcpus="4")


def types_too_small(cloud: Cloud) -> Case:
    return stuck(
        cloud, cloud.environment(), "ce-instance-types-fit", mended=True, memory=str(100 * 1024)
    )


def memory_to_the_brim(cloud: Cloud) -> Case:
    environment = cloud.environment(instanceTypes=["m5.large"])
    return stuck(cloud, environment, "ce-memory-overhead", mended=True, memory="8100")


def no_gpu(cloud: Cloud) -> Case:
    needs = [("VCPU", "1"), ("MEMORY", "512"), ("GPU", "1")]
    resources = {"resourceRequirements": [{"type": k, "value": v} for k, v in needs]}
    subnet = in_zone(cloud, f"{cloud.region}a")  # Not every zone has types with GPUs.
    environment = cloud.environment(subnets=[subnet])
    return stuck(cloud, environment, "ce-gpu-capable", mended=True, container=resources)


def group_deleted(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    made = cloud.ec2.create_security_group(
        GroupName=cloud.name("group"), Description="d", VpcId=cloud.vpc(subnet)
    )
    environment = cloud.environment(subnets=[subnet], securityGroupIds=[made["GroupId"]])
    queue = cloud.queue(environment)
    cloud.ec2.delete_security_group(GroupId=made["GroupId"])
    return stuck_in(cloud, queue, "ce-security-groups-exist")


def subnet_deleted(cloud: Cloud) -> Case:
    subnet = cloud.subnet()
    environment = cloud.environment(subnets=[subnet])
    queue = cloud.queue(environment)
    cloud.ec2.delete_subnet(SubnetId=subnet)
    return stuck_in(cloud, queue, "ce-subnets-exist")


def queue_disabled(cloud: Cloud) -> Case:
    queue = cloud.queue()
    cloud.batch.update_job_queue(jobQueue=queue, state="DISABLED")
    return Case(Subject(Kind.QUEUE, queue), "queue-state-enabled")


def behind_a_blocked_one(cloud: Cloud) -> Case:
    queue = cloud.queue()
    head = cloud.submit(queue, work(cloud, memory=str(100 * 1024)), name="head")
    cloud.wait_for_reason(head)
    behind = cloud.submit(queue, work(cloud))
    cloud.wait(behind, "RUNNABLE")
    return Case(Subject(Kind.JOB, head), "ce-instance-types-fit")


def every_environment_disabled(cloud: Cloud) -> Case:
    environments = [cloud.environment(), cloud.environment()]
    queue = cloud.queue(*environments)
    for one in environments:
        cloud.batch.update_compute_environment(computeEnvironment=one, state="DISABLED")
    return stuck_in(cloud, queue, "ce-state-enabled")


BROKEN = (
    disabled,
    too_few_vcpus,
    types_too_small,
    memory_to_the_brim,
    no_gpu,
    group_deleted,
    subnet_deleted,
    queue_disabled,
    behind_a_blocked_one,
    every_environment_disabled,
)
