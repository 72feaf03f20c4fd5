from __future__ import annotations

from batchdeck.widgets.log_head import LogHead
from batchdeck.widgets.log_view import LogView
from tests.panes.log_pane_app import array, log_pane
from tests.panes.scripted_account import ScriptedAccount
from tests.screens.console_app import seen, until


async def test_nothing_is_made_before_it_is_needed() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        await pilot.pause()
        assert not app.pane.query("*")
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        assert len(app.pane.query(LogView)) == len(app.pane.query(LogHead)) == 1


async def test_the_keys_go_to_the_lines_or_to_the_list() -> None:
    account = ScriptedAccount()
    parent = array(account)
    async with log_pane(account) as (app, pilot):
        app.pane.take_keys()
        await until(lambda: isinstance(app.focused, LogView))
        app.pane.job = parent
        await seen(pilot, "OutOfMemoryError")
        await until(lambda: app.focused is not None and app.focused.id == "log-pane-children")
        await pilot.press("enter")
        await seen(pilot, "child 4 speaks")
        await until(lambda: isinstance(app.focused, LogView))
        await pilot.press("c")
        await until(lambda: app.told)
        assert app.told[0].startswith("line sent to the terminal's clipboard")
