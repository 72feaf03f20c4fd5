from __future__ import annotations

from batchdeck.definitions.ports import Definitions, Jobs
from tests.definitions.scripted_definitions import ScriptedDefinitions, ScriptedQueues


def test_the_scripted_account_has_the_shape_of_the_ports() -> None:
    """The type checker does the work; at run time the names must be there."""
    definitions: Definitions = ScriptedDefinitions()
    jobs: Jobs = ScriptedQueues([])
    for port, scripted in ((Definitions, definitions), (Jobs, jobs)):
        names = {name for name in dir(port) if not name.startswith("_")}
        assert names == {name for name in names if hasattr(scripted, name)}
