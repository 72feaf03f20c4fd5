from __future__ import annotations

from dataclasses import replace

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import Input

from batchdeck.widgets.virtual_table import VirtualTable
from tests.widgets.table_app import Row, TableApp, rows

SIZE = (80, 24)


def of(app: TableApp, kind: type) -> list[str | None]:
    return [message.row and message.row.key for message in app.seen if isinstance(message, kind)]


async def test_paints_header_rows_and_thumb() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE):
        lines = app.table.text()
    assert lines[0].split() == ["NAME", "QUEUE", "STATUS", "AGE▾"]
    assert lines[1].split()[:4] == ["align-reads-000", "etl-spot", "RUNNING", "0m0s▐"]
    assert len(lines) == 24
    assert lines[1].endswith("▐")
    assert not lines[23].endswith("▐")


async def test_wide_characters_keep_the_columns_aligned() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE):
        strips = app.table.render_lines(app.table.outer_size.region)
    assert {strip.cell_length for strip in strips} == {80}
    starts = {strip.crop(0, 80).text for strip in (strips[3].crop(61, 70), strips[2].crop(61, 70))}
    assert starts == {"SUCCEEDED", "RUNNING  "}


async def test_a_narrow_table_drops_the_least_important_column() -> None:
    app = TableApp()
    async with app.run_test(size=(34, 10)):
        assert app.table.text()[0].split() == ["NAME", "STATUS", "AGE▾"]


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["j", "j", "k"], 1),
        (["down", "down", "up"], 1),
        (["G"], 39),
        (["end", "home"], 0),
        (["G", "g"], 0),
        (["ctrl+f"], 22),
        (["pagedown", "pageup"], 0),
        (["ctrl+f", "ctrl+f"], 39),
        (["G", "ctrl+b"], 17),
        (["k"], 0),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], cursor: int) -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        assert app.table.cursor == cursor
        assert app.table.selected == app.data[cursor]
        assert any(app.data[cursor].name in line for line in app.table.text())


async def test_tells_what_is_under_the_cursor_and_what_was_chosen() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter")
        app.table.set_rows(())
        await pilot.pause()
    assert of(app, VirtualTable.RowHighlighted) == ["k0", "k1", None]
    assert of(app, VirtualTable.RowChosen) == ["k1"]
    assert all(message.control is app.seen[0].table for message in app.seen)


async def test_marks_stay_on_their_keys() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "space", "j", "space", "space")
        assert app.table.marked == {"k1"}
        app.table.set_rows(app.data[1:])
        assert [line[0] for line in app.table.text()[1:4]] == ["▪", " ", " "]
        app.table.clear_marks()
        app.table.clear_marks()
        await pilot.pause()
        assert app.table.marked == frozenset()
        assert app.table.text()[1][0] == " "
    assert len(of(app, VirtualTable.MarksChanged)) == 4


async def test_cursor_and_scroll_stay_on_the_row_when_others_come_before_it() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+f", "j", "j")
        line = app.table.text().index(next(t for t in app.table.text() if "-024" in t))
        newer = tuple(replace(row, key=f"n{row.key}") for row in rows(7))
        app.table.set_rows((*newer, *app.data))
        await pilot.pause()
        assert app.table.selected == app.data[24]
        assert app.table.cursor == 31
        assert app.data[24].name in app.table.text()[line]
    assert of(app, VirtualTable.RowHighlighted)[-1] == "k24"


async def test_a_cursor_nobody_moved_stays_on_the_first_row() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        newer = Row("new", "newest", "RUNNING")
        app.table.set_rows((newer, *app.data))
        await pilot.pause()
        assert app.table.selected == newer
    assert of(app, VirtualTable.RowHighlighted) == ["k0", "new"]


async def test_cursor_stays_in_place_when_its_row_is_gone() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "j")
        app.table.set_rows((*app.data[:2], *app.data[3:]))
        assert app.table.selected == app.data[3]
        app.table.set_rows(app.data[:2])
        assert app.table.selected == app.data[1]


async def test_moves_to_a_key_anywhere() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE):
        assert app.table.move_to_key("k38")
        assert app.table.cursor == 38
        assert not app.table.move_to_key("nowhere")
        assert app.table.cursor == 38


async def test_only_visible_rows_are_read_of_a_hundred_thousand() -> None:
    app = TableApp(count=100_000)
    async with app.run_test(size=SIZE) as pilot:
        app.reads = 0
        await pilot.press("G")
        assert app.table.cursor == 99_999
        await pilot.press("k", "g")
        app.table.set_rows(app.data[:])
        await pilot.pause()
        assert app.reads < 500


async def test_the_same_rows_again_paint_nothing() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.sent.clear()
        app.table.set_rows(tuple(replace(row) for row in app.data))
        await pilot.pause()
        assert app.sent == []


async def test_only_changed_lines_are_painted_again() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.sent.clear()
        changed = list(app.data)
        changed[4] = replace(changed[4], status="SUCCEEDED")
        changed[35] = replace(changed[35], status="FAILED")
        app.table.set_rows(changed)
        await pilot.pause()
        assert app.sent == [5]
        assert "SUCCEEDED" in app.table.text()[5]


async def test_ages_are_read_again_on_demand() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.ages["k1"] = "2s"
        await pilot.press("j", "j", "j")
        assert "2s" not in app.table.text()[2]
        app.sent.clear()
        app.ages["k6"] = "3s"
        app.table.refresh_cells()
        await pilot.pause()
        assert app.sent == [2, 7]
        assert "2s" in app.table.text()[2]
        assert "3s" in app.table.text()[7]


async def test_a_line_is_never_held_for_painted_before_it_was_sent() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.ages["k6"] = "3s"
        app.table.text()
        await pilot.pause()
        app.sent.clear()
        app.table.refresh_cells()
        await pilot.pause()
        assert app.sent == [7]


async def test_says_calmly_that_there_is_nothing() -> None:
    app = TableApp(data=())
    async with app.run_test(size=SIZE) as pilot:
        lines = app.table.text()
        assert lines[12].strip() == "No jobs in this queue"
        assert lines[12].index("No") == 29
        app.table.set_empty("Access denied:\nbatch:ListJobs")
        await pilot.press("j", "enter", "space", "G", "pageup")
        text = [line.strip() for line in app.table.text()]
        assert text[11:13] == ["Access denied:", "batch:ListJobs"]
        assert app.table.selected is None
    assert app.seen == []


async def test_the_empty_text_comes_and_goes_with_the_rows() -> None:
    app = TableApp(count=1)
    async with app.run_test(size=SIZE) as pilot:
        for data in ((), app.data):
            await pilot.pause()
            app.sent.clear()
            app.table.set_rows(data)
            await pilot.pause()
            assert 12 in app.sent


async def test_mouse_selects_opens_and_scrolls() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click("#jobs", offset=(5, 4))
        assert app.table.cursor == 3
        await pilot.double_click("#jobs", offset=(5, 6))
        assert of(app, VirtualTable.RowChosen) == ["k5"]
        await pilot.click("#jobs", offset=(5, 0))
        assert app.table.cursor == 5
        for _ in range(3):
            await pilot._post_mouse_events([MouseScrollDown], "#jobs", (5, 5))
        assert "-009" in app.table.text()[1]
        assert app.table.cursor == 9


async def has_keys(pilot: Pilot[None], app: TableApp, wanted: bool) -> None:
    """Wait until the table has the keys, or has lost them."""
    while app.table.has_focus is not wanted:
        await pilot.pause()
    await pilot.pause()


async def test_the_cursor_looks_different_when_the_keys_go_elsewhere() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await has_keys(pilot, app, True)
        focused = app.table.render_lines(app.table.outer_size.region)[1]
        await app.mount(Input())
        app.screen.set_focus(app.query_one(Input))
        await has_keys(pilot, app, False)
        blurred = app.table.render_lines(app.table.outer_size.region)[1]
        plain = app.table.render_lines(app.table.outer_size.region)[2]
    backgrounds = [
        next(iter(strip)).style.bgcolor  # type: ignore[union-attr]
        for strip in (focused, blurred, plain)
    ]
    assert len(set(backgrounds)) == 3


async def test_a_smaller_screen_keeps_the_cursor_in_sight() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["j"] * 20)
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert app.table.cursor == 20
        assert any("-020" in line for line in app.table.text())


async def test_text_is_never_markup() -> None:
    app = TableApp(data=(Row("a", "[bold]x[/bold] [/]", "RUNNING"),))
    async with app.run_test(size=SIZE):
        assert "[bold]x[/bold] [/]" in app.table.text()[1]


async def test_a_border_does_not_hurt() -> None:
    class Bordered(TableApp):
        CSS = "VirtualTable { border: solid $accent; }"

    app = Bordered()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G")
        lines = app.table.text()
        assert app.table.size.height == 22
        assert "NAME" in lines[1]
        assert "-039" in lines[22]
        assert {line[0] for line in lines[1:23]} == {"│"}
