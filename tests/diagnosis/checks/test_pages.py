from __future__ import annotations

from batchdeck.diagnosis import facts
from batchdeck.diagnosis.checks import load, pages
from batchdeck.diagnosis.fact import GATEWAYS, SOURCES, names_read

ASKED = {"subject", "now", *GATEWAYS}


def test_every_address_is_one_of_aws() -> None:
    found = {value for name, value in vars(pages).items() if name.isupper() and name[0] != "_"}
    assert all(one.startswith("https://docs.aws.amazon.com/") for one in found)
    assert all(set(check.docs) <= found for check in load().values())


def test_every_check_has_a_page_and_reads_facts_that_exist() -> None:
    assert facts
    for check in load().values():
        assert check.docs, check.id
        assert set(check.facts) <= {*SOURCES, *ASKED}, check.id
        assert set(check.explains) <= set(load()) | {"queue-head-blocked"}, check.id
    for name, source in SOURCES.items():
        assert set(names_read(source)) <= {*SOURCES, *ASKED}, name
