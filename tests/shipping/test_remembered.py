from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import Build, Order
from batchdeck.shipping.remembered import remember, remembered
from tests.shipping.test_order import ORDER


def full(context: Path) -> Order:
    """An order with everything that is kept, and what is not."""
    job = Submission(
        name="join",
        queue="spot",
        definition="worker",
        parameters=(("time", "now"),),
        command=("run", "--all"),
        environment=(("PASSWORD", "hunter22"),),
        vcpus=2.0,
        memory=512,
        array_size=10,
        attempts=3,
        timeout_seconds=600,
    )
    return Order(
        job,
        build=Build(context, context / "Dockerfile.arm", (("TOKEN", "hunter23"),), "last"),
        repository="team/worker",
        tag="1",
        platform="linux/arm64",
        container="main",
        immutable_tags=True,
        any_architecture=True,
    )


def test_the_last_order_for_a_folder(tmp_path: Path) -> None:
    folder, context = tmp_path / "orders", tmp_path / "a"
    assert remembered(folder, context) is None
    order = full(context)
    remember(folder, order)
    assert order.build
    kept = replace(
        order,
        job=replace(order.job, environment=()),
        build=replace(order.build, arguments=()),
        tag="",
        any_architecture=False,
    )
    assert remembered(folder, context) == kept
    assert remembered(folder, tmp_path / "b") is None


def test_it_is_for_its_owner_only_and_has_no_secret(tmp_path: Path) -> None:
    remember(tmp_path / "orders", full(tmp_path))
    (file,) = (tmp_path / "orders").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "hunter" not in file.read_text()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": 1}', '{"version": 2}'])
def test_a_file_that_cannot_be_read_is_no_order(tmp_path: Path, text: str) -> None:
    remember(tmp_path, ORDER)
    (file,) = tmp_path.iterdir()
    file.write_text(text)
    assert ORDER.build
    assert remembered(tmp_path, ORDER.build.context) is None


def test_an_order_without_a_folder_is_not_kept(tmp_path: Path) -> None:
    remember(tmp_path / "orders", replace(ORDER, build=None, image="worker:1"))
    assert not (tmp_path / "orders").exists()
