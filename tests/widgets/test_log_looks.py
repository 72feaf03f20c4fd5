from __future__ import annotations

from tests.screens.console_app import until
from tests.widgets.log_app import LogApp, lines

SIZE = (80, 10)


async def test_long_lines_are_cut_or_wrapped() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(0)
        assert app.view.text()[2].endswith("retrying~")
        await pilot.press("w")
        assert app.view.text()[2].endswith("bucket, retrying")
        assert app.view.text()[3].startswith(" " * 9 + "the download")
        assert app.view.text()[4] == " " * 9 + "ttempt 2"
        await pilot.press("G")
        assert "worker-199" in app.view.text()[9]


async def test_times_are_local_then_utc_then_since_the_start_then_none() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.describe(began=lines(1)[0][0] - 1000)
        app.view.go_to(0)
        await pilot.press("t")
        assert app.view.text()[0] == "09:00:00Z epoch 0: loss 0.0000 lr 0.0003"
        assert app.view.utc
        await pilot.press("t")
        assert app.view.text()[0] == "  +0:00:01 epoch 0: loss 0.0000 lr 0.0003"
        await pilot.press("t")
        assert app.view.text()[0] == "epoch 0: loss 0.0000 lr 0.0003"
        await until(lambda: app.told[-1] == "times: none")
        await pilot.press("t")
        await until(lambda: app.told[-1].startswith("times: local time ("))
        assert app.view.text()[0].endswith(":00:00 epoch 0: loss 0.0000 lr 0.0003")
        assert not app.view.utc


async def test_what_a_key_has_changed_is_told() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "a", "t", "w")
        told = ["long lines: wrapped", "the log's own colours: shown", "times: UTC"]
        await until(lambda: app.told == [*told, "long lines: cut"])
