from __future__ import annotations

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.definitions import DEFINITIONS
from batchdeck.local.runners.programs import IMAGES, find_program, is_demo_image


def test_every_definition_runs_a_program_of_its_image(demo: Demo) -> None:
    for revisions in demo.service.account.definitions.values():
        for revision in revisions:
            assert is_demo_image(revision.container["image"])
            assert find_program(revision.container["command"])


def test_there_is_a_revision_for_every_tag(demo: Demo) -> None:
    found = demo.service.account.definitions
    assert {name: len(revisions) for name, revisions in found.items()} == {
        one.name: len(IMAGES[one.repository]) for one in DEFINITIONS
    }


def test_some_have_secrets_to_mask_and_one_has_no_timeout() -> None:
    variables = {name for definition in DEFINITIONS for name in definition.environment}
    assert {"DB_PASSWORD", "SLACK_TOKEN"} <= variables
    assert [one.name for one in DEFINITIONS if one.timeout is None] == ["db-backup"]
