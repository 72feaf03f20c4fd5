from batchdeck.jobs.ports import Batch
from tests.jobs.scripted_batch import ScriptedBatch


def test_the_scripted_account_has_the_shape_of_the_ports() -> None:
    """The type checker does the work; at run time the names must be there."""
    batch: Batch = ScriptedBatch()
    names = {name for name in dir(Batch) if not name.startswith("_")}
    assert names == {name for name in names if hasattr(batch, name)}
