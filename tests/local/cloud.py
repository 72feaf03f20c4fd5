"""An account of the tests' process, reached over the wire, and short ways to fill it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import Any

import boto3
from botocore.config import Config

from batchdeck.local.batch.models import LocalBatchBackend, batch_backends
from tests.local.batch.contract import check_answer

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ECS_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
SERVICE_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"
EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
_numbers = count(1)


def eventually(condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    """The first true value of `condition`; the test fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
    return value


def trust(service: str) -> str:
    """A policy that lets a service assume a role."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Cloud:
    """boto3 clients of one account; every name it makes is used once."""

    def __init__(self, endpoint: str, region: str = REGION) -> None:
        self.endpoint = endpoint
        self.region = region
        self.batch = self.client("batch")
        self.ec2 = self.client("ec2")
        self.iam = self.client("iam")
        self.logs = self.client("logs")

    @property
    def backend(self) -> LocalBatchBackend:
        """The other side of the wire."""
        backend: LocalBatchBackend = batch_backends[ACCOUNT][self.region]
        return backend

    def name(self, prefix: str) -> str:
        """A name that nothing else has."""
        return f"{prefix}-{next(_numbers)}"

    def subnet(self, *, public: bool = True, routed: bool = True) -> str:
        """A subnet of a new VPC; its default route, if any, goes to an internet gateway."""
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        if public:
            self.publish(subnet)
        if routed:
            self.route_out(subnet)
        return str(subnet)

    def subnet_beside(self, subnet: str) -> str:
        """Another subnet of the same VPC, which has the same routes, and public addresses."""
        made = self.ec2.create_subnet(VpcId=self.vpc(subnet), CidrBlock="10.0.1.0/24")
        beside = str(made["Subnet"]["SubnetId"])
        self.publish(beside)
        return beside

    def publish(self, subnet: str) -> None:
        """Give instances of a subnet public addresses."""
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})

    def vpc(self, subnet: str) -> str:
        """The VPC of a subnet."""
        described = self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]
        return str(described["VpcId"])

    def group(self, subnet: str) -> str:
        """The default security group of a subnet's VPC."""
        filters = [
            {"Name": "vpc-id", "Values": [self.vpc(subnet)]},
            {"Name": "group-name", "Values": ["default"]},
        ]
        groups = self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
        return str(groups[0]["GroupId"])

    def route_table(self, subnet: str) -> str:
        """The main route table of a subnet's VPC."""
        mine = [{"Name": "vpc-id", "Values": [self.vpc(subnet)]}]
        tables = self.ec2.describe_route_tables(Filters=mine)["RouteTables"]
        return str(tables[0]["RouteTableId"])

    def route_out(self, subnet: str, **target: str) -> None:
        """Give a subnet a default route, to a new internet gateway unless told otherwise."""
        if not target:
            gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
            self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc(subnet))
            target = {"GatewayId": gateway}
        self.ec2.create_route(
            RouteTableId=self.route_table(subnet), DestinationCidrBlock="0.0.0.0/0", **target
        )

    def role(self, service: str, *policies: str) -> str:
        """The name of a new role that a service may assume."""
        name = self.name("role")
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))
        for policy in policies:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        return name

    def execution_role(self) -> str:
        """The ARN of a new role that tasks may be started with."""
        name = self.role("ecs-tasks.amazonaws.com", EXECUTION_POLICY)
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"

    def service_role(self) -> str:
        """The name of a new role that Batch may act by."""
        return self.role("batch.amazonaws.com", SERVICE_POLICY)

    def instance_profile(self) -> str:
        """The name of a new instance profile that works."""
        name = self.name("profile")
        self.iam.create_instance_profile(InstanceProfileName=name)
        role = self.role("ec2.amazonaws.com", ECS_POLICY)
        self.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
        return name

    def environment(self, kind: str = "EC2", *, service_role: str = "", **resources: Any) -> str:
        """The name of a new environment that works, but for what `resources` change.

        Batch acts for it by its linked role, or by the role of that name.
        """
        name = self.name("environment")
        subnets = resources.setdefault("subnets", [self.subnet()])
        group = self.group(subnets[0])
        chosen: dict[str, Any] = {"type": kind, "maxvCpus": 16, "securityGroupIds": [group]}
        if not kind.startswith("FARGATE"):
            chosen |= {
                "minvCpus": 0,
                "instanceTypes": ["m5.large", "m5.xlarge"],
                "allocationStrategy": "BEST_FIT_PROGRESSIVE",
            }
            if "instanceRole" not in resources:
                chosen["instanceRole"] = self.instance_profile()
        self.batch.create_compute_environment(
            computeEnvironmentName=name,
            type="MANAGED",
            computeResources=chosen | resources,
            **({"serviceRole": service_role} if service_role else {}),
        )
        return name

    def queue(self, *environments: str, priority: int = 1) -> str:
        """The name of a new queue; without environments it gets one that works."""
        name = self.name("queue")
        order = environments or (self.environment(),)
        self.batch.create_job_queue(
            jobQueueName=name,
            priority=priority,
            computeEnvironmentOrder=[
                {"order": number, "computeEnvironment": environment}
                for number, environment in enumerate(order)
            ],
        )
        return name

    def definition(
        self, *, vcpus: str = "1", memory: str = "512", container: Any = None, **members: Any
    ) -> str:
        """The name of a new definition."""
        name = self.name("definition")
        properties = {
            "image": "busybox",
            "resourceRequirements": [
                {"type": "VCPU", "value": vcpus},
                {"type": "MEMORY", "value": memory},
            ],
            **(container or {}),
        }
        self.batch.register_job_definition(
            jobDefinitionName=name, type="container", containerProperties=properties, **members
        )
        return name

    def fargate_definition(self, **members: Any) -> str:
        """The name of a new definition for Fargate, with a public address."""
        return self.definition(
            memory="2048",
            platformCapabilities=["FARGATE"],
            container={
                "executionRoleArn": self.execution_role(),
                "networkConfiguration": {"assignPublicIp": "ENABLED"},
            },
            **members,
        )

    def submit(self, queue: str, definition: str = "", **members: Any) -> str:
        """The id of a new job."""
        answer = self.batch.submit_job(
            jobName=members.pop("name", "job"),
            jobQueue=queue,
            jobDefinition=definition or self.definition(),
            **members,
        )
        return str(answer["jobId"])

    def job(self, job_id: str) -> Any:
        """A job as `DescribeJobs` tells it."""
        return self.batch.describe_jobs(jobs=[job_id])["jobs"][0]

    def wait(self, job_id: str, *statuses: str) -> Any:
        """A job, once it is in one of these states."""
        return eventually(lambda: (job := self.job(job_id))["status"] in statuses and job)

    def wait_for_reason(self, job_id: str) -> str:
        """The `statusReason` of a job, once it has one."""
        return str(eventually(lambda: self.job(job_id).get("statusReason")))

    def lines(self, group: str, stream: str) -> Sequence[str]:
        """What a log stream holds."""
        events = self.logs.get_log_events(
            logGroupName=group, logStreamName=stream, startFromHead=True
        )
        return [event["message"] for event in events["events"]]

    def client(self, service: Any) -> Any:
        """A client of another service."""
        return _client(service, self.endpoint, self.region)


@cache
def _client(service: Any, endpoint: str, region: str) -> Any:
    """Made once for an account, however many tests use it: botocore takes 50 ms for each."""
    made = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=20, read_timeout=60),
    )
    if service == "batch":
        made.meta.events.register("after-call.batch", check_answer)
    return made


@contextmanager
def served() -> Iterator[str]:
    """The endpoint of an account in this process."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
