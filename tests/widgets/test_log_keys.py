from __future__ import annotations

from textual.binding import Binding

from batchdeck.key_ids import KEY_IDS
from batchdeck.widgets.log_keys import LOOKING, MOVING, READING
from batchdeck.widgets.log_view import LogView

ALL = [item for item in (*MOVING, *LOOKING, *READING) if isinstance(item, Binding)]


def test_every_key_of_the_view_stands_for_something_it_does() -> None:
    for binding in (*MOVING, *LOOKING):
        assert isinstance(binding, Binding)
        assert hasattr(LogView, "action_" + binding.action.partition("(")[0]), binding


def test_ids_are_used_once_and_known() -> None:
    ids = [str(binding.id) for binding in ALL]
    assert len(ids) == len(set(ids))
    assert set(ids) == {name for name in KEY_IDS if name.startswith("log.")}


def test_no_key_means_two_things() -> None:
    keys = [key for binding in ALL for key in binding.key.split(",") if key != "escape"]
    assert len(keys) == len(set(keys))
