from __future__ import annotations

import subprocess
import sys

from tests.local.cloud import Cloud


def test_moto_serves_our_batch_wherever_it_looks_for_its_own(cloud: Cloud) -> None:
    import moto.batch
    import moto.batch.models
    import moto.batch.responses
    from moto.backends import get_backend

    from batchdeck.local.batch.models import batch_backends

    assert get_backend("batch") is batch_backends
    for module in (moto.batch, moto.batch.models, moto.batch.responses):
        assert vars(module)["batch_backends"] is batch_backends
    assert cloud.batch.describe_job_queues()["jobQueues"] == []


def test_importing_the_package_loads_nothing_of_moto() -> None:
    program = "import sys, batchdeck.local.batch.service; sys.exit('moto' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
