"""EC2: networks, instance types, and what instances are launched from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from batchdeck.aws import translate_launches, translate_network
from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import RefusedError
from batchdeck.aws.pages import all_members, matching
from batchdeck.aws.shapes import Document, child, children, text, texts, whole
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.launch import InstanceHealth, LaunchTemplate, MachineImage, PlacementGroup
from batchdeck.domain.network import (
    AccessExclusion,
    InternetGateway,
    NatGateway,
    NetworkAcl,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)

T = TypeVar("T")
_IN_FORCE = {"create-complete", "update-complete", "update-in-progress", "update-failed"}
"""States of an exclusion from VPC Block Public Access."""


class Ec2Gateway:
    """Reads EC2; ids that are gone are left out. Every method raises `AwsError`, nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def subnets(self) -> tuple[Subnet, ...]:
        """All subnets: what is asked for their VPCs need not wait for the environments'."""
        return await self._all("DescribeSubnets", "Subnets", translate_network.subnet)

    async def route_tables(self) -> tuple[RouteTable, ...]:
        """All route tables: a NAT gateway's subnet may use any of them."""
        return await self._all("DescribeRouteTables", "RouteTables", translate_network.route_table)

    async def nat_gateways(self) -> tuple[NatGateway, ...]:
        """All NAT gateways."""
        return await self._all("DescribeNatGateways", "NatGateways", translate_network.nat_gateway)

    async def internet_gateways(self) -> tuple[InternetGateway, ...]:
        """All internet gateways."""
        return await self._all(
            "DescribeInternetGateways", "InternetGateways", translate_network.internet_gateway
        )

    async def endpoints(self) -> tuple[VpcEndpoint, ...]:
        """All VPC endpoints."""
        return await self._all(
            "DescribeVpcEndpoints", "VpcEndpoints", translate_network.vpc_endpoint
        )

    async def security_groups(self, ids: Iterable[str]) -> tuple[SecurityGroup, ...]:
        """The security groups of these ids."""
        filters = matching(group_id=tuple(ids))
        translate = translate_network.security_group
        return await self._all(
            "DescribeSecurityGroups", "SecurityGroups", translate, Filters=filters
        )

    async def network_acls(self, subnets: Iterable[str]) -> tuple[NetworkAcl, ...]:
        """The network ACLs of these subnets."""
        filters = matching(association_subnet_id=tuple(subnets))
        filters = [{**one, "Name": one["Name"].replace("-", ".", 1)} for one in filters]
        translate = translate_network.network_acl
        return await self._all("DescribeNetworkAcls", "NetworkAcls", translate, Filters=filters)

    async def has_dns_support(self, vpc: str) -> bool | None:
        """Whether Amazon's resolver answers in a VPC; None when the answer does not tell."""
        return await self._vpc_attribute(vpc, "enableDnsSupport", "EnableDnsSupport")

    async def has_dns_hostnames(self, vpc: str) -> bool | None:
        """Whether private DNS works in a VPC; None when the answer does not tell."""
        return await self._vpc_attribute(vpc, "enableDnsHostnames", "EnableDnsHostnames")

    async def dhcp_options(self, vpcs: Iterable[str]) -> Mapping[str, str]:
        """The ids of the DHCP options of these VPCs."""
        found = await self._all("DescribeVpcs", "Vpcs", dict, Filters=matching(vpc_id=tuple(vpcs)))
        return {text(one, "VpcId"): text(one, "DhcpOptionsId") for one in found}

    async def name_servers(self) -> Mapping[str, tuple[str, ...]]:
        """The name servers in all DHCP options, by the options' ids."""
        found = await self._all("DescribeDhcpOptions", "DhcpOptions", dict)
        return {text(one, "DhcpOptionsId"): translate_network.name_servers(one) for one in found}

    async def access_exclusions(self) -> tuple[AccessExclusion, ...]:
        """What VPC Block Public Access leaves alone now."""
        found = await self._all(
            "DescribeVpcBlockPublicAccessExclusions", "VpcBlockPublicAccessExclusions", dict
        )
        in_force = (one for one in found if text(one, "State") in _IN_FORCE)
        return tuple(map(translate_network.access_exclusion, in_force))

    async def encrypts_volumes(self) -> bool:
        """Whether volumes are encrypted that nobody asked to be."""
        member = "EbsEncryptionByDefault"
        answer = await self._caller.read("ec2", "GetEbsEncryptionByDefault", {}, expects="")
        return answer.get(member) is True

    async def default_volume_key(self) -> str:
        """The key for encrypted volumes that name none: an ARN, or an alias of AWS's own."""
        answer = await self._caller.read("ec2", "GetEbsDefaultKmsKeyId", {}, expects="")
        return text(answer, "KmsKeyId")

    async def instance_types(self, patterns: Iterable[str]) -> tuple[InstanceType, ...]:
        """The types whose name is one of `patterns`, in which `*` stands for anything."""
        filters = matching(instance_type=tuple(patterns))
        return await self._all(
            "DescribeInstanceTypes", "InstanceTypes", instance_type, Filters=filters
        )

    async def launch_template(self, template: str, version: str) -> LaunchTemplate | None:
        """A version (number, $Latest or $Default) of the template of that id or name; or None."""
        member = "LaunchTemplateId" if template.startswith("lt-") else "LaunchTemplateName"
        asked = {member: template, "Versions": [version]}
        operation, answer = "DescribeLaunchTemplateVersions", "LaunchTemplateVersions"
        try:
            found = await all_members(self._caller, "ec2", operation, asked, answer)
        except RefusedError as error:
            if error.code.startswith("InvalidLaunchTemplate"):
                return None
            raise
        return translate_launches.launch_template(found[0]) if found else None

    async def machine_images(self, ids: Iterable[str]) -> tuple[MachineImage, ...]:
        """The AMIs of these ids that the account can see, whatever their state."""
        return await self._all(
            "DescribeImages",
            "Images",
            translate_launches.machine_image,
            Filters=matching(image_id=tuple(ids)),
            IncludeDeprecated=True,
            IncludeDisabled=True,
        )

    async def key_pairs(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these names that there are key pairs of."""
        filters = matching(key_name=tuple(names))
        found = await self._all("DescribeKeyPairs", "KeyPairs", dict, Filters=filters)
        return frozenset(text(one, "KeyName") for one in found)

    async def placement_groups(self, names: Iterable[str]) -> tuple[PlacementGroup, ...]:
        """The placement groups of these names."""
        filters = matching(group_name=tuple(names))
        translate = translate_launches.placement_group
        return await self._all(
            "DescribePlacementGroups", "PlacementGroups", translate, Filters=filters
        )

    async def instance_health(self, ids: Iterable[str]) -> tuple[InstanceHealth, ...]:
        """What EC2's own checks say of those of these up to 100 instances that run."""
        asked = {"InstanceIds": list(ids)}
        found = await all_members(
            self._caller, "ec2", "DescribeInstanceStatus", asked, "InstanceStatuses"
        )
        return tuple(translate_launches.instance_health(one) for one in found)

    async def console_output(self, instance: str) -> tuple[str, ...]:
        """The lines an instance last wrote to its console, as far as EC2 has fetched them."""
        asked = {"InstanceId": instance}
        answer = await self._caller.read("ec2", "GetConsoleOutput", asked, expects="InstanceId")
        return translate_launches.lines(answer, "Output")

    async def _vpc_attribute(self, vpc: str, attribute: str, member: str) -> bool | None:
        asked = {"VpcId": vpc, "Attribute": attribute}
        answer = await self._caller.read("ec2", "DescribeVpcAttribute", asked, expects="")
        value = child(answer, member).get("Value")
        return value if isinstance(value, bool) else None

    async def _all(
        self, operation: str, member: str, translate: Callable[[Document], T], **parameters: Any
    ) -> tuple[T, ...]:
        if parameters.get("Filters") and not parameters["Filters"][0]["Values"]:
            return ()  # A filter without values is refused.
        found = await all_members(self._caller, "ec2", operation, parameters, member)
        return tuple(translate(one) for one in found)


def instance_type(source: Document) -> InstanceType:
    """A type of `DescribeInstanceTypes`."""
    gpus = children(child(source, "GpuInfo"), "Gpus")
    return InstanceType(
        name=text(source, "InstanceType"),
        vcpus=whole(child(source, "VCpuInfo"), "DefaultVCpus") or 0,
        memory=whole(child(source, "MemoryInfo"), "SizeInMiB") or 0,
        gpus=sum(whole(one, "Count") or 0 for one in gpus if text(one, "Manufacturer") == "NVIDIA"),
        architectures=texts(child(source, "ProcessorInfo"), "SupportedArchitectures"),
    )
