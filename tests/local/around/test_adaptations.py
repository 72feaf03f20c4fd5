from __future__ import annotations

from batchdeck.local.around import adaptations
from batchdeck.local.around.adaptations import ADAPTATIONS, adapt


def test_a_service_is_changed_once() -> None:
    calls: list[str] = []
    ADAPTATIONS["nothing-of-motos"] = lambda: calls.append("changed")
    try:
        adapt("nothing-of-motos")
        adapt("nothing-of-motos")
    finally:
        del ADAPTATIONS["nothing-of-motos"]
        adaptations._adapted.discard("nothing-of-motos")
    assert calls == ["changed"]


def test_services_without_a_change_are_left_alone() -> None:
    adapt("s3")
    assert "s3" not in adaptations._adapted


def test_a_stack_brings_what_works_by_itself() -> None:
    before = set(adaptations._adapted)
    adaptations._adapted -= {"cloudformation"}
    adapt("cloudformation")
    assert adaptations._adapted == before | {"cloudformation", "events", "stepfunctions"}


def test_moto_knows_every_service_by_that_name() -> None:
    from moto.backend_index import backend_url_patterns

    assert set(ADAPTATIONS) <= {name for name, _ in backend_url_patterns}
