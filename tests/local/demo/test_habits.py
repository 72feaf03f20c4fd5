from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.habits import HABITS, NIGHTLY, Words

AT = datetime(2026, 11, 25, 12, 31, tzinfo=UTC)


def test_every_template_can_be_filled() -> None:
    for habit in (*HABITS, *NIGHTLY):
        words = Words(Random(1), AT)
        for template in (habit.name, *habit.parameters.values()):
            assert "{" not in template.format_map(words)


def test_a_name_and_its_parameters_speak_of_the_same() -> None:
    (align,) = (habit for habit in HABITS if habit.definition == "align-reads")
    words = Words(Random(1), AT)
    name, sample = align.name.format_map(words), align.parameters["sample"].format_map(words)
    assert name == f"align-{sample}"


def test_they_are_jobs_of_definitions_and_queues_that_exist(demo: Demo) -> None:
    for habit in (*HABITS, *NIGHTLY):
        definition = demo.service.account.definition(habit.definition)
        assert definition is not None
        assert habit.parameters.keys() <= definition.document["parameters"].keys()
        assert demo.service.account.queue(habit.queue) is not None
        assert (habit.hour is None) == (habit in HABITS)
