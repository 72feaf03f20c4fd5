from __future__ import annotations

import os
import platform
import subprocess
import sys

from batchdeck.local.runners.owner import JOB_LABEL, PROCESS_LABEL, Owner, is_gone


def test_every_start_of_an_account_has_a_name_of_its_own() -> None:
    one, other = Owner.this_process(), Owner.this_process()
    assert one.account != other.account
    assert one.process == other.process
    assert one.labels("j-1")[JOB_LABEL] == "j-1"
    assert one.labels("j-1")[PROCESS_LABEL] == one.process


def test_a_living_process_is_not_gone() -> None:
    assert not is_gone(Owner.this_process().process)


def test_a_process_that_ended_is_gone_even_before_its_parent_reaps_it() -> None:
    program = "from batchdeck.local.runners.owner import Owner; print(Owner.this_process().process)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as child:
        assert child.stdout
        mark = child.stdout.read().decode().strip()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_gone(mark)
    assert is_gone(mark)


def test_another_process_with_the_same_id_is_not_the_one_that_was() -> None:
    host, pid, started = Owner.this_process().process.rsplit("/", 2)
    assert is_gone(f"{host}/{pid}/{int(started) - 1}")


def test_what_another_host_runs_is_left_alone() -> None:
    assert not is_gone("elsewhere/1/1")
    assert not is_gone("")


def test_what_has_other_process_ids_is_left_alone() -> None:
    container = f"{platform.node()}:pid:[1]"
    assert Owner.host() != container
    assert not is_gone(f"{container}/{os.getpid()}/1")
