"""The demo's compute environments and queues: those that work, and those that have a fault.

Every fault has an environment and a queue of its own, so that nothing else waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.network import Network
from batchdeck.local.demo.roles import Roles
from batchdeck.local.demo.seeded import seeded_uuid

#: Queue, priority, environment.
_QUEUES = (
    ("etl", 10, "spot-mixed"),
    ("reports", 5, "ondemand"),
    ("web-tasks", 5, "fargate"),
    ("render", 1, "render-spot"),
    ("research", 1, "research-small"),
    ("training-large", 1, "training"),
    ("warehouse", 1, "warehouse-private"),
    ("partner", 1, "partner-import"),
    ("genome", 8, "genome-spot"),
    ("genome-himem", 1, "genome-himem"),
    ("genome-polish", 1, "genome-polish"),
    ("render-farm", 4, "render-farm"),
    ("render-relight", 1, "render-mixed"),
    ("render-comp", 1, "render-nodes"),
    ("render-denoise", 1, "render-denoise"),
    ("closing", 1, "closing"),
    ("audit", 1, "audit"),
    ("foundation", 1, "foundation"),
)
#: Whose an environment or a queue is, by the beginning of its name.
_TEAMS = {"genome": "genome", "render-": "studio", "closing": "finance", "audit": "finance"}
_SHOPS_OWN = ("render", "render-spot")


def build_environments(
    service: BatchService, network: Network, roles: Roles, random: Random
) -> None:
    """Make the environments and one queue for each."""
    faultless, faulty = _environments(network, roles), _faulty_environments(network, roles)
    for name, state, resources in (*faultless, *faulty):
        request: Document = {
            "computeEnvironmentName": name,
            "type": "MANAGED",
            "state": state,
            "computeResources": resources,
            "tags": {"team": team_of(name)},
        }
        if name == "closing":
            request["serviceRole"] = roles.closing
        made = OPERATIONS["CreateComputeEnvironment"](service, request)
        record = service.account.environments[made["computeEnvironmentArn"]]
        record.uuid = seeded_uuid(random)
        record.cluster_arn = service.account.cluster_arn(name, record.uuid)
    for queue, priority, environment in _QUEUES:
        order = [{"order": 1, "computeEnvironment": environment}]
        request = {
            "jobQueueName": queue,
            "priority": priority,
            "computeEnvironmentOrder": order,
            "tags": {"team": team_of(queue)},
        }
        OPERATIONS["CreateJobQueue"](service, request)


def team_of(name: str) -> str:
    """Whose an environment or a queue of that name is."""
    if name in _SHOPS_OWN:
        return "shop"
    return next((team for start, team in _TEAMS.items() if name.startswith(start)), "shop")


def _environments(network: Network, roles: Roles) -> Iterator[tuple[str, str, Document]]:
    """Name, state, resources of those that work."""
    usual = _usual(network, roles)
    mixed = {**_spot(usual), "spotIamFleetRole": roles.spot_fleet}
    yield "ondemand", "ENABLED", _instances(64, ["m6i"], usual)
    yield "spot-mixed", "ENABLED", _instances(256, ["m6i", "c6i", "r6i"], mixed)
    yield "fargate", "ENABLED", _fargate(32, network)
    yield "genome-spot", "ENABLED", _instances(96, ["m6i", "r6i"], mixed)
    yield "render-farm", "ENABLED", _instances(8, ["c6i.xlarge", "c6i.2xlarge"], usual)
    yield "render-denoise", "ENABLED", _instances(32, ["c6i"], usual)


def _faulty_environments(network: Network, roles: Roles) -> Iterator[tuple[str, str, Document]]:
    """Name, state, resources of those in which nothing starts, or not what is asked of them."""
    usual = _usual(network, roles)
    small = ["m6i.large", "m6i.xlarge", "m6i.2xlarge"]
    template = {"launchTemplate": {"launchTemplateName": "render-node"}, **usual}
    yield "render-spot", "DISABLED", _instances(128, ["c6i"], _spot(usual))
    yield "research-small", "ENABLED", _instances(16, ["c6i"], usual)
    yield "training", "ENABLED", _instances(64, small, usual)
    isolated = {**usual, "subnets": [network.isolated]}
    yield "warehouse-private", "ENABLED", _instances(32, ["m6i"], isolated)
    profileless = {**usual, "instanceRole": roles.missing_profile}
    yield "partner-import", "ENABLED", _instances(16, ["m6i"], profileless)
    yield "genome-himem", "ENABLED", _instances(128, ["x2idn.16xlarge"], _spot(usual))
    yield "genome-polish", "ENABLED", _instances(32, ["m6i.2xlarge"], usual)
    yield "render-mixed", "ENABLED", _instances(64, ["c6i.4xlarge", "c7g.4xlarge"], usual)
    yield "render-nodes", "ENABLED", _instances(64, ["c6i"], template)
    yield "closing", "ENABLED", _instances(16, ["m6i"], usual)
    closed = {**usual, "securityGroupIds": [network.closed_group]}
    yield "audit", "ENABLED", _instances(16, ["m6i"], closed)
    yield "foundation", "ENABLED", _instances(192, ["p4d.24xlarge"], usual)


def _usual(network: Network, roles: Roles) -> Document:
    return {
        "securityGroupIds": [network.group],
        "subnets": list(network.private),
        "instanceRole": roles.instance_profile,
    }


def _spot(resources: Document) -> Document:
    return {"type": "SPOT", "allocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED", **resources}


def _instances(most: int, types: list[str], others: Document) -> Document:
    """`computeResources` of an environment that starts instances, on demand if not said."""
    return {
        "type": "EC2",
        "allocationStrategy": "BEST_FIT_PROGRESSIVE",
        "minvCpus": 0,
        "maxvCpus": most,
        "instanceTypes": types,
        **others,
    }


def _fargate(most: int, network: Network) -> Document:
    return {
        "type": "FARGATE",
        "maxvCpus": most,
        "subnets": list(network.public),
        "securityGroupIds": [network.group],
    }
