"""Jobs, environments and networks for the tests of the diagnosis."""

from __future__ import annotations

from typing import Any

from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.egress import Network
from batchdeck.diagnosis.verdict import Status, Verdict
from batchdeck.domain.cluster import AutoScalingGroup, ContainerInstance, ScalingActivity
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import Attempt, Container, Job, JobDetail
from batchdeck.domain.network import (
    InternetGateway,
    NatGateway,
    Route,
    RouteTable,
    Subnet,
    VpcEndpoint,
)
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.secret import Secret

NOW = 1_700_000_000_000
HOUR = 3_600_000
JOB_ARN = "arn:aws:batch:eu-west-1:123456789012:job/"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/genome:7"
SUBNET = Subnet("subnet-1", "vpc-1", "eu-west-1a", "10.0.0.0/24", 200)
QUEUE = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 1, ("spot",))
IGW = InternetGateway("igw-1", ("vpc-1",))
NAT = NatGateway("nat-1", "vpc-1", "subnet-public", "available")

DEFINITION = DefinitionDocument(
    {
        "jobDefinitionName": "align",
        "type": "container",
        "platformCapabilities": ["FARGATE"],
        "retryStrategy": {"attempts": 3},
        "containerProperties": {
            "image": IMAGE,
            "environment": [{"name": "TOKEN", "value": Secret("hunter22")}],
            "privileged": True,
            "linuxParameters": {"initProcessEnabled": True, "sharedMemorySize": 64},
            "resourceRequirements": [
                {"type": "VCPU", "value": "2"},
                {"type": "GPU", "value": "1"},
            ],
            "logConfiguration": {"logDriver": "syslog"},
            "networkConfiguration": {"assignPublicIp": "DISABLED"},
        },
    }
)


def registered(verdict: Verdict) -> Any:
    """The `containerProperties` that the remedy of a verdict would register."""
    document = dict(verdict.values)["registration"]
    assert isinstance(document, Document)
    return document.content["containerProperties"]


def job(status: str = "RUNNABLE", **more: Any) -> JobDetail:
    """A job that needs 2 vCPU and 4096 MiB; fields of its line and of its detail alike."""
    age: int = more.pop("age", HOUR)
    line = {name: more.pop(name) for name in tuple(more) if name in Job.__dataclass_fields__}
    of = Job("j-1", "align", "etl", status, NOW - age, definition="align:7", **line)
    usual: dict[str, Any] = {"containers": (container(),), "platform": "EC2"}
    return JobDetail(of, **{**usual, **more})


def container(**more: Any) -> Container:
    """A container of 2 vCPU and 4096 MiB."""
    return Container(**{"vcpus": 2.0, "memory": 4096, "image": "busybox", **more})


def unstarted(reason: str = "", **more: Any) -> Attempt:
    """An attempt whose container never ran."""
    return Attempt(None, 2, reason, **more)


def attempt(reason: str = "", **more: Any) -> Attempt:
    """An attempt that ended."""
    return Attempt(1, 2, reason, **more)


def environment(name: str = "spot", kind: str = "EC2", **more: Any) -> ComputeEnvironment:
    """A healthy environment of 64 vCPUs in one subnet."""
    usual: dict[str, Any] = {
        "state": "ENABLED",
        "status": "VALID",
        "max_vcpus": 64,
        "desired_vcpus": 4,
        "instance_types": ("m6i",),
        "subnets": ("subnet-1",),
        "security_groups": ("sg-1",),
        "instance_role": "arn:aws:iam::1:instance-profile/ecs",
        "service_role": "arn:aws:iam::123456789012:role/batch",
        "allocation_strategy": "BEST_FIT_PROGRESSIVE",
        "cluster": f"arn:cluster/{name}",
        "uuid": f"uuid-{name}",
    }
    return ComputeEnvironment(name, f"arn:{name}", kind, **{**usual, **more})


def group(*instances: str, name: str = "spot", **more: Any) -> AutoScalingGroup:
    """The group of an environment."""
    return AutoScalingGroup(f"{name}-asg-uuid-{name}", len(instances), instances, **more)


def activity(
    status: str = "Successful", message: str = "", age: int = HOUR // 2
) -> ScalingActivity:
    """A launch."""
    return ScalingActivity("spot-asg-uuid-spot", status, message, NOW - age)


def instance(name: str = "i-1", **more: Any) -> ContainerInstance:
    """An instance that joined."""
    return ContainerInstance(f"arn:{name}", "arn:cluster/spot", name, **more)


def network(
    target: str = "",
    *,
    state: str = "active",
    nat: NatGateway = NAT,
    nat_route: str = "igw-1",
    endpoints: tuple[VpcEndpoint, ...] = (),
) -> Network:
    """A VPC whose private subnet has a default route to `target`; empty: none."""
    routes = (Route("0.0.0.0/0", target, state),) if target else ()
    out = (Route("0.0.0.0/0", nat_route),) if nat_route else ()
    tables = (
        RouteTable("rtb-main", "vpc-1", True),
        RouteTable("rtb-1", "vpc-1", False, ("subnet-1",), routes),
        RouteTable("rtb-public", "vpc-1", False, ("subnet-public",), out),
    )
    return Network(tables, (nat,), (IGW,), endpoints)


def endpoint(service: str, **more: Any) -> VpcEndpoint:
    """An endpoint of the VPC."""
    return VpcEndpoint(f"vpce-{service}", "vpc-1", service, **more)


def status_of(verdict: Verdict) -> str:
    """The status; a failure has to have its evidence."""
    assert verdict.evidence or verdict.status is not Status.FAIL
    return verdict.status.value
