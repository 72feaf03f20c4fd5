from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.network.vpcs import (
    names_resolve,
    public_access,
    servers_know_endpoints,
)
from batchdeck.diagnosis.egress import JOINING
from batchdeck.domain.network import AccessExclusion, NameResolution, Subnet
from tests.diagnosis.things import SUBNET, endpoint, environment, network, status_of

HERE, SUBNETS = (environment(),), (SUBNET,)


def test_names_have_to_resolve() -> None:
    assert status_of(names_resolve(SUBNETS, {"vpc-1": NameResolution(True)})) == "PASS"
    assert status_of(names_resolve(SUBNETS, {"vpc-1": NameResolution(True, True)})) == "PASS"
    mute = names_resolve(SUBNETS, {"vpc-1": NameResolution(False)})
    assert (status_of(mute), dict(mute.values)["attribute"]) == ("FAIL", "--enable-dns-support")
    nameless = names_resolve(SUBNETS, {"vpc-1": NameResolution(True, False)})
    assert status_of(nameless) == "FAIL"
    assert dict(nameless.values) == {"vpc": "vpc-1", "attribute": "--enable-dns-hostnames"}
    for untold in ({}, {"vpc-1": NameResolution()}):
        assert status_of(names_resolve(SUBNETS, untold)) == "UNKNOWN"


def test_name_servers_of_the_users_own() -> None:
    for servers in (("AmazonProvidedDNS",), ("10.0.0.2",), ()):
        assert status_of(servers_know_endpoints(SUBNETS, {"vpc-1": servers})) == "PASS"
    verdict = servers_know_endpoints(SUBNETS, {"vpc-1": ("10.0.0.53",)})
    assert (status_of(verdict), verdict.evidence[0].value) == ("WARN", "10.0.0.53")
    assert status_of(servers_know_endpoints(SUBNETS, {})) == "SKIP"


def blocked(mode: str, target: str, *exclusions: str, **more: object) -> str:
    subnet: Subnet = replace(SUBNET, block_mode=mode, maps_public_ip=target == "igw-1")
    where = network(target, **more)  # type: ignore[arg-type]
    excluded = tuple(AccessExclusion(f"arn:aws:ec2:r:1:x/{one}", "allow") for one in exclusions)
    return status_of(public_access(HERE, (subnet,), where, None, excluded))


def test_block_public_access() -> None:
    assert blocked("off", "igw-1") == "PASS"
    assert blocked("block-bidirectional", "igw-1") == "FAIL"
    assert blocked("block-bidirectional", "nat-1") == "FAIL"
    assert blocked("block-ingress", "igw-1") == "FAIL"
    assert blocked("block-ingress", "nat-1") == "SKIP"
    assert blocked("block-bidirectional", "") == "SKIP"
    whole = tuple(endpoint(one) for one in JOINING)
    assert blocked("block-bidirectional", "", endpoints=whole) == "PASS"


def test_what_is_excluded_from_the_block() -> None:
    for name in ("subnet-1", "vpc-1"):
        assert blocked("block-bidirectional", "igw-1", name) == "PASS"
    assert blocked("block-bidirectional", "nat-1", "subnet-public") == "PASS"
    assert blocked("block-bidirectional", "igw-1", "subnet-public") == "FAIL"
    through = replace(SUBNET, block_mode="block-bidirectional")
    verdict = public_access(HERE, (through,), network("nat-1"), None, ())
    assert dict(verdict.values) == {"subnet": "subnet-public", "mode": "allow-egress"}
