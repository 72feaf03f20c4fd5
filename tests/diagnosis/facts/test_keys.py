from __future__ import annotations

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.facts.keys import KeyUse
from batchdeck.domain.key import Key
from batchdeck.domain.launch import BlockDevice, LaunchTemplate, LaunchTemplateReference
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import environment, group

KEY = "arn:aws:kms:eu-west-1:1:key/a"
REFERENCE = LaunchTemplateReference("lt-1")
TEMPLATED = environment(launch_templates=(REFERENCE,))


def wanting(number: int, *instances: str) -> dict[str, object]:
    known = group(*instances)
    return {"groups": (type(known)(known.name, number, instances),)}


async def test_environments_that_want_more_than_they_have() -> None:
    here = (environment(), environment("b"))
    assert await ask("starved", instance_environments=here, **wanting(1)) == (here[0],)
    for enough in (wanting(1, "i-1"), wanting(0), {"groups": ()}):
        with pytest.raises(NotApplicableError):
            await ask("starved", instance_environments=here, **enough)


async def test_the_key_for_volumes_that_name_none() -> None:
    ec2 = Gateway(encrypts_volumes=True, default_volume_key=KEY)
    assert await ask("default_volume_key", ec2=ec2, starved=(TEMPLATED,)) == KEY
    plain = Gateway(encrypts_volumes=False, default_volume_key=KEY)
    assert await ask("default_volume_key", ec2=plain, starved=(TEMPLATED,)) == ""


async def test_the_keys_of_each_environment() -> None:
    device = BlockDevice("/dev/xvda", encrypted=True, kms_key="alias/volumes")
    template = LaunchTemplate("lt-1", "nodes", devices=(device, BlockDevice("/dev/xvdb")))
    known = {
        "starved": (TEMPLATED, environment("b")),
        "launch_templates": {REFERENCE.key: template},
    }
    found = await ask("volume_keys", default_volume_key=KEY, **known)
    assert found == {"spot": ("alias/volumes", KEY), "b": (KEY,)}
    found = await ask("volume_keys", default_volume_key="alias/aws/ebs", **known)
    assert found == {"spot": ("alias/volumes",), "b": ()}


async def test_who_may_use_a_key() -> None:
    customers = Key(KEY, "CUSTOMER", "Enabled")
    kms = Gateway(key=customers, key_policy="policy", grants=("grant",))
    known = {"volume_keys": {"a": ("alias/volumes",), "b": ("alias/volumes",)}}
    found = await ask("key_uses", kms=kms, **known)
    assert found == {"alias/volumes": KeyUse(customers, "policy", ("grant",))}  # type: ignore[arg-type]
    assert kms.calls == [("key", "alias/volumes"), ("key_policy", KEY), ("grants", KEY)]
    awss = Key(KEY, "AWS", "Enabled")
    for key in (awss, None):
        found = await ask("key_uses", kms=Gateway(key=key), **known)
        assert found == {"alias/volumes": KeyUse(key)}
