from batchdeck.jobs.ports import Batch, LogReads
from tests.jobs.scripted_batch import ScriptedBatch, ScriptedLogs


def test_the_scripted_account_has_the_shape_of_the_ports() -> None:
    """The type checker does the work; at run time the names must be there."""
    batch: Batch = ScriptedBatch()
    logs: LogReads = ScriptedLogs()
    names = {name for port in (Batch, LogReads) for name in dir(port) if not name.startswith("_")}
    assert names == {name for name in names if hasattr(batch, name) or hasattr(logs, name)}
