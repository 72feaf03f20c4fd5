"""Security groups and network ACLs as far as placement asks about them.

Everything that Batch needs is HTTPS to an endpoint of AWS, so the questions are about that
port and about the answers that come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

HTTPS = 443
EPHEMERAL = 32768
"""The lowest port of Linux that answers come back to. Source: `ip_local_port_range`."""
_TCP = ("tcp", "6")
_ALL = "-1"


class Firewalls:
    """Groups and ACLs of one account in one Region."""

    def __init__(self, ec2: Any) -> None:
        self._ec2 = ec2

    def missing(self, group_ids: Iterable[str]) -> list[str]:
        """Those of some security groups that do not exist."""
        return [one for one in group_ids if self._group(one) is None]

    def vpc(self, group_id: str) -> str:
        """The VPC of a security group; empty when it is not there."""
        group = self._group(group_id)
        return "" if group is None else str(group.vpc_id)

    def groups_let_out(self, group_ids: Iterable[str], address: str) -> bool:
        """Whether one of some groups lets HTTPS go to an address.

        A rule that names a group or a prefix list is taken to mean the endpoints' own.
        """
        return any(
            _covers_port(rule, HTTPS)
            and (_is_named(rule) or _contains(rule.ip_range.get("CidrIp"), address))
            for group in self._groups(group_ids)
            for rule in list(group.egress_rules)
        )

    def groups_let_in(self, group_ids: Iterable[str], sources: Iterable[str], address: str) -> bool:
        """Whether one of some groups lets HTTPS in from an address or its groups."""
        wanted = set(sources)
        return any(
            _covers_port(rule, HTTPS)
            and (
                rule.source_group.get("GroupId") in wanted
                or _contains(rule.ip_range.get("CidrIp"), address)
            )
            for group in self._groups(group_ids)
            for rule in list(group.ingress_rules)
        )

    def acl_lets_through(self, subnet_id: str, address: str) -> bool:
        """Whether a subnet's ACL lets HTTPS to an address out, and the answers in."""
        acl = self._acl(subnet_id)
        return acl is None or (
            _allowed(acl, address, HTTPS, egress=True)
            and _allowed(acl, address, EPHEMERAL, egress=False)
        )

    def acl_lets_in(self, subnet_id: str, address: str) -> bool:
        """Whether a subnet's ACL lets HTTPS from an address in, and the answers out."""
        acl = self._acl(subnet_id)
        return acl is None or (
            _allowed(acl, address, HTTPS, egress=False)
            and _allowed(acl, address, EPHEMERAL, egress=True)
        )

    def _acl(self, subnet_id: str) -> Any:
        for acl in list(self._ec2.network_acls.values()):
            if any(one.subnet_id == subnet_id for one in acl.associations):
                return acl
        return None

    def _groups(self, group_ids: Iterable[str]) -> list[Any]:
        return [group for one in group_ids if (group := self._group(one)) is not None]

    def _group(self, group_id: str) -> Any:
        for groups in list(self._ec2.groups.values()):
            if group_id in groups:
                return groups[group_id]
        return None


def _allowed(acl: Any, address: str, port: int, *, egress: bool) -> bool:
    """The entry of the lowest number that matches decides."""
    entries = [one for one in list(acl.network_acl_entries) if _egress(one) == egress]
    for entry in sorted(entries, key=lambda one: int(one.rule_number)):
        if _entry_covers(entry, port) and _contains(entry.cidr_block, address):
            return bool(entry.rule_action == "allow")
    return False


def _egress(entry: Any) -> bool:
    """moto keeps what the wire said, which may be text."""
    return str(entry.egress).lower() == "true"


def _entry_covers(entry: Any, port: int) -> bool:
    if str(entry.protocol) == _ALL:
        return True
    if str(entry.protocol) not in _TCP:
        return False
    return int(entry.port_range_from or 0) <= port <= int(entry.port_range_to or 65535)


def _covers_port(rule: Any, port: int) -> bool:
    if rule.ip_protocol == _ALL:
        return True
    if rule.ip_protocol not in _TCP:
        return False
    return int(rule.from_port) <= port <= int(rule.to_port)


def _is_named(rule: Any) -> bool:
    return bool(rule.source_group or rule.prefix_list_id)


def _contains(block: str | None, address: str) -> bool:
    return block is not None and ip_address(address) in ip_network(block, strict=False)
