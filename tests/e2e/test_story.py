"""The whole way in a real terminal: submit, follow a container, stop one, mend a stuck one."""

from __future__ import annotations

import re
import sys

import pytest

from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli
from tests.pty_session import PtySession

pytestmark = pytest.mark.engine
PATIENCE = 60
ESCAPE, CTRL_C, CTRL_D, CTRL_S = "\x1b", "\x03", "\x04", "\x13"


def endpoint_of(session: PtySession) -> str:
    """The endpoint of the account behind a console, read from the commands it shows."""
    session.send("@")
    session.wait_for("--endpoint-url", PATIENCE)
    found = re.search(r"http://127\.0\.0\.1:\d+", "".join(session.screen()))
    assert found is not None
    session.send(ESCAPE)
    session.wait_for("4 Jobs", PATIENCE)
    return found[0]


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
def test_submit_follow_stop_and_mend(size: tuple[int, int]) -> None:
    command = [sys.executable, "-m", "batchdeck", "--local"]
    with PtySession(command, size=size) as session:
        session.wait_for(" live ", PATIENCE)
        endpoint = endpoint_of(session)

        session.send("3/probe\r")
        session.wait_for("3 Definitions 1/", PATIENCE)
        session.send("n")
        session.wait_for("submit-job --job-name probe", PATIENCE)
        session.send(CTRL_S)
        session.wait_for("probe: checking database", PATIENCE)
        session.wait_for("SUCCEEDED", PATIENCE)
        assert "probe: ok" in session.text()
        session.send(ESCAPE)
        session.wait_for("3 Definitions 1/", PATIENCE)

        session.send("4/etl-orders-live\r")
        session.wait_for("4 Jobs 1/", PATIENCE)
        session.wait_for("RUNNING   etl-orders-live", PATIENCE)
        session.send(CTRL_D)
        session.wait_for("TerminateJob", PATIENCE)
        session.send("enough\ry\r")
        session.wait_for("1 of 1 settled", PATIENCE)
        session.send(ESCAPE)
        session.wait_for("FAILED    etl-orders-live", PATIENCE)

        session.send("/thumbnails-backfill\r")
        session.wait_for("/thumbnails-backfill", PATIENCE)
        session.wait_for("RUNNABLE  thumbnails-backfill", PATIENCE)
        aws = AwsCli(LocalAccount(endpoint, "123456789012", "ap-northeast-1", "", simulated=False))
        aws.line(
            "aws batch update-compute-environment --compute-environment render-spot --state ENABLED"
        )
        session.wait_for("RUNNING   thumbnails-backfill", PATIENCE)
        session.send(CTRL_C)
        assert session.wait() == 0
        assert session.left_behind() == []
