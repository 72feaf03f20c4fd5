from __future__ import annotations

from batchdeck.domain.launch import (
    BlockDevice,
    LaunchTemplate,
    LaunchTemplateReference,
    MachineImage,
)


def test_without_a_version_the_default_one_is_meant() -> None:
    assert LaunchTemplateReference("nodes").key == ("nodes", "$Default")
    assert LaunchTemplateReference("nodes", "2", ("g5",)).key == ("nodes", "2")


def test_the_volume_an_image_starts_from() -> None:
    root, other = BlockDevice("/dev/xvda", 30), BlockDevice("/dev/sdb", 100)
    assert MachineImage("ami-1", root_device="/dev/xvda", devices=(other, root)).root == root
    assert MachineImage("ami-1", root_device="/dev/sda1", devices=(other,)).root is None


def test_user_data_is_not_printed() -> None:
    assert "hunter2" not in repr(LaunchTemplate("lt-1", "nodes", user_data="PASSWORD=hunter2"))
