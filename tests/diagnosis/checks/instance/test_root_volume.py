from __future__ import annotations

from batchdeck.diagnosis.checks.instance.root_volume import (
    root_volume_holds_images,
    root_volume_large_enough,
)
from batchdeck.domain.image import ImageDetail
from batchdeck.domain.launch import (
    BlockDevice,
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
)
from tests.diagnosis.things import attempt, container, environment, job, status_of

USUAL = LaunchTemplateReference("lt-1")
HERE = (environment(launch_templates=(USUAL,)),)
FULL = job("FAILED", attempts=(attempt(container_reason="write /var: no space left on device"),))


def templates(*devices: BlockDevice) -> dict[tuple[str, str], LaunchTemplate | None]:
    """A template with these volumes."""
    return {USUAL.key: LaunchTemplate("lt-1", "nodes", 2, devices=devices)}


def test_a_full_volume() -> None:
    verdict = root_volume_large_enough(FULL, (environment(),), {}, {})
    assert (status_of(verdict), verdict.settled) == ("FAIL", True)
    assert verdict.evidence[0].value == "30 GiB"
    assert dict(verdict.values) == {"ce": "spot", "size": "100", "device": "/dev/xvda"}
    sized = templates(BlockDevice("/dev/xvda", 50))
    verdict = root_volume_large_enough(FULL, HERE, sized, {})
    assert (verdict.evidence[0].resource, verdict.evidence[0].value) == ("lt-1", "50 GiB")
    values = dict(verdict.values)
    assert (values["template"], values["version"], values["device"]) == ("lt-1", "2", "/dev/xvda")


def test_the_size_of_an_own_image() -> None:
    image = MachineImage("ami-1", root_device="/dev/sda1", devices=(BlockDevice("/dev/sda1", 8),))
    slow = job("RUNNABLE", containers=(container(reason="DockerTimeoutError: slow"),))
    own = (environment(image="ami-1"),)
    verdict = root_volume_large_enough(slow, own, {}, {"ami-1": image})
    assert (verdict.evidence[0].resource, verdict.evidence[0].value) == ("ami-1", "8 GiB")
    unsized = MachineImage("ami-1", root_device="/dev/sda1")
    verdict = root_volume_large_enough(slow, own, {}, {"ami-1": unsized})
    assert verdict.evidence[0].value == "30 GiB"


def test_a_volume_under_another_name_is_another_volume() -> None:
    meant = templates(BlockDevice("/dev/sda1", 200))
    verdict = root_volume_large_enough(job("STARTING"), HERE, meant, {})
    assert (status_of(verdict), verdict.evidence[0].value) == ("WARN", "/dev/sda1")
    for devices in (
        (BlockDevice("/dev/xvda", 200),),
        (BlockDevice("/dev/xvda", 200), BlockDevice("/dev/sdb", 500)),
        (BlockDevice("/dev/xvdcz", 500),),
        (),
    ):
        verdict = root_volume_large_enough(job("STARTING"), HERE, templates(*devices), {})
        assert status_of(verdict) == "PASS"


def test_of_an_image_that_nobody_knows_nothing_is_guessed() -> None:
    own = (environment(image="ami-1", launch_templates=(USUAL,)),)
    meant = templates(BlockDevice("/dev/sda1", 200))
    assert status_of(root_volume_large_enough(job("STARTING"), own, meant, {})) == "PASS"
    named = LaunchTemplate(
        "lt-1", "nodes", image="resolve:ssm:/golden", devices=(BlockDevice("/dev/sda1", 200),)
    )
    verdict = root_volume_large_enough(job("STARTING"), HERE, {USUAL.key: named}, {})
    assert status_of(verdict) == "PASS"


def test_images_that_hardly_fit() -> None:
    plain = (environment(),)
    large, small = ImageDetail(size=8 * 2**30), ImageDetail(size=2**30)
    verdict = root_volume_holds_images(plain, {}, {}, {"a": large, "b": small})
    assert status_of(verdict) == "WARN"
    assert verdict.evidence[0].expected == ">= 37 GiB, estimated"
    assert status_of(root_volume_holds_images(plain, {}, {}, {"b": small})) == "PASS"
    roomy = templates(BlockDevice("/dev/xvda", 100))
    assert status_of(root_volume_holds_images(HERE, roomy, {}, {"a": large})) == "PASS"
    gone = {"a": ImageDetail("ImageNotFoundException")}
    assert status_of(root_volume_holds_images(plain, {}, {}, gone)) == "UNKNOWN"
