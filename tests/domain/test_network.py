from __future__ import annotations

from batchdeck.domain.network import AclEntry, GroupRule, Route, RouteTable


def test_the_default_route() -> None:
    route = Route("0.0.0.0/0", "igw-1")
    assert RouteTable("r", "v", routes=(Route("10.0.0.0/8", "local"), route)).default is route
    assert RouteTable("r", "v").default is None


def test_ports_of_a_rule() -> None:
    assert GroupRule("-1").covers(443)
    assert GroupRule("tcp", 0, 65535).covers(443)
    assert GroupRule("6").covers(443)
    assert not GroupRule("tcp", 80, 80).covers(443)
    assert not GroupRule("udp", 443, 443).covers(443)


def test_ports_of_an_entry() -> None:
    assert AclEntry(1, True, True).covers(443, 443)
    assert AclEntry(1, True, True, "6", first_port=1, last_port=9).covers(2, 9)
    assert not AclEntry(1, True, True, "6", first_port=1, last_port=9).covers(2, 10)
    assert not AclEntry(1, True, True, "17").covers(443, 443)
    assert not AclEntry(1, True, True, cidr="10.0.0.0/8").covers(443, 443)
