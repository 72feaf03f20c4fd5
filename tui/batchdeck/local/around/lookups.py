"""EC2 finds what has a known id at once, where moto's looks through everything.

Every launch asks for images, instances and tags by id, while the account waits for it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Answer these three questions so; all others stay as they are."""
    from moto.ec2.models import amis, core, instances

    tagged: Any = core.TaggedEC2Resource
    tagged.get_tags = _get_tags
    images: Any = amis.AmiBackend
    hosts: Any = instances.InstanceBackend
    images.describe_images = _by_id(images.describe_images)
    hosts.get_instance = _newest_first(hosts.get_instance)


def _get_tags(self: Any) -> list[dict[str, str]]:
    from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

    tags = self.ec2_backend.tags.get(self.id)
    if not tags:
        return []
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(self.id), "")
    return [
        {"resource_id": self.id, "key": key, "value": value, "resource_type": kind}
        for key, value in tags.copy().items()
    ]


def _by_id(known: Any) -> Any:
    def describe_images(
        self: Any, ami_ids: Any = None, filters: Any = None, *others: Any, **named: Any
    ) -> Any:
        wanted = (filters or {}).get("image-id")
        if ami_ids or others or named or not wanted or len(filters) > 1:
            return known(self, ami_ids, filters, *others, **named)
        ids = [wanted] if isinstance(wanted, str) else wanted
        if any("*" in one or "?" in one for one in ids):
            return known(self, ami_ids, filters)
        return [self.amis[one] for one in ids if one in self.amis]

    return describe_images


def _newest_first(known: Any) -> Any:
    def get_instance(self: Any, instance_id: str) -> Any:
        for reservation in reversed(self.reservations.copy().values()):
            for instance in reservation.instances:
                if instance.id == instance_id:
                    return instance
        return known(self, instance_id)

    return get_instance
