"""Launches and terminates the instances of an environment, in moto's EC2."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache
from typing import Any

from batchdeck.local.around.fleets.host import Host
from batchdeck.local.around.fleets.scaling_group import SERVICE_TAG
from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.check import obstacle
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType
from batchdeck.local.placement.surroundings import Surroundings

_REMEMBERED = 50
"""Terminated instances that can still be described. EC2 keeps them for about an hour."""
_ECS_IMAGE = "al2023-ami-ecs-hvm-"


class Instances:
    """The instances of one environment."""

    def __init__(
        self, ec2: Any, environment: ComputeEnvironmentRecord, surroundings: Surroundings
    ) -> None:
        self._ec2 = ec2
        self._environment = environment
        self._surroundings = surroundings
        self._ended: deque[Any] = deque()
        self._ecs_images: dict[str, str] = {}
        """By architecture."""
        template = ec2.create_launch_template(
            f"Batch-lt-{environment.uuid}", "", {"ImageId": self._image("m5.large")}, {}
        )
        self.template_id = str(template.id)

    def launch(
        self, kind: InstanceType, group: str, demand: Demand, *, joins: bool = True
    ) -> Host | None:
        """Start one for a job; None when none of the environment's subnets is there."""
        resources = self._environment.resources
        subnet = self._subnet(demand)
        if not subnet:
            return None
        tags = {"aws:autoscaling:groupName": group, **SERVICE_TAG, **(resources.get("tags") or {})}
        reservation = self._ec2.run_instances(
            self._image(kind.name),
            1,
            None,
            [],
            instance_type=kind.name,
            # Environments have known types only: moto need not look for it among all offerings.
            is_instance_type_default=True,
            region_name=self._surroundings.region,
            subnet_id=subnet,
            security_group_ids=self._groups(),
            key_name=resources.get("ec2KeyPair"),
            lifecycle="spot" if self._environment.kind == "SPOT" else None,
            tags={"instance": tags},
        )
        (instance,) = reservation.instances
        self._attach_profile(instance)
        return Host(kind, instance, joins=joins)

    def terminate(self, host: Host) -> None:
        """End one; it can be described for a while."""
        if host.is_running:
            host.instance.terminate()
        self._ended.append(host.instance)
        while len(self._ended) > _REMEMBERED:
            old = self._ended.popleft()
            for reservation in list(self._ec2.reservations.values()):
                if old in reservation.instances:
                    self._ec2.reservations.pop(reservation.id, None)

    def delete(self) -> None:
        """Remove the launch template, with its environment."""
        template = self._ec2.launch_templates.pop(self.template_id, None)
        if template is not None:
            self._ec2.launch_template_name_to_ids.pop(template.name, None)
            self._ec2.launch_template_insert_order.remove(template.id)

    def _subnet(self, demand: Demand) -> str:
        """The first subnet from which the job can start, or else the first that exists."""
        network, resources = self._surroundings.network, self._environment.resources
        existing = [one for one in resources.get("subnets") or () if network.subnet(one)]
        for subnet in existing:
            alone = replace(self._environment, resources={**resources, "subnets": [subnet]})
            if obstacle(alone, demand, self._surroundings) is None:
                return str(subnet)
        return str(existing[0]) if existing else ""

    def _groups(self) -> list[str]:
        wanted = self._environment.resources.get("securityGroupIds") or ()
        return [one for one in wanted if self._ec2.get_security_group_from_id(one) is not None]

    def _attach_profile(self, instance: Any) -> None:
        reference = str(self._environment.resources.get("instanceRole") or "")
        if self._surroundings.identities.profile_roles(reference) is None:
            return
        member = "arn" if reference.startswith("arn:") else "name"
        chosen = {f"iam_instance_profile_{member}": reference}
        self._ec2.associate_iam_instance_profile(instance_id=instance.id, **chosen)

    def _image(self, kind: str) -> str:
        """The image that was asked for, or the newest one of ECS for the type's architecture."""
        resources = self._environment.resources
        for configuration in resources.get("ec2Configuration") or ():
            if configuration.get("imageIdOverride"):
                return str(configuration["imageIdOverride"])
        if resources.get("imageId"):
            return str(resources["imageId"])
        architecture = _architecture(kind)
        if architecture not in self._ecs_images:
            self._ecs_images[architecture] = self._ecs_image(architecture)
        return self._ecs_images[architecture]

    def _ecs_image(self, architecture: str) -> str:
        """The newest one of ECS."""
        found = [
            (image.name, image.id)
            for image in list(self._ec2.amis.values())
            if image.architecture == architecture and str(image.name).startswith(_ECS_IMAGE)
        ]
        return str(max(found)[1]) if found else "ami-00000000000000000"


@cache
def _architecture(kind: str) -> str:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    known = INSTANCE_TYPES.get(kind, {}).get("ProcessorInfo", {}).get("SupportedArchitectures")
    return "arm64" if known == ["arm64"] else "x86_64"
