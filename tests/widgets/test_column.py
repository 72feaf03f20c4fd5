from __future__ import annotations

from batchdeck.widgets.column import Column, place


def column(name: str, width: int, priority: int = 0) -> Column[str]:
    return Column(name, name.upper(), width, str, priority=priority)


def placed(columns: list[Column[str]], cells: int) -> dict[str, int]:
    return {item.column.id: item.width for item in place(columns, cells)}


COLUMNS = [column("name", 0), column("queue", 10, 2), column("status", 9), column("age", 6, 1)]


def test_the_open_column_takes_what_is_left() -> None:
    assert placed(COLUMNS, 80) == {"name": 52, "queue": 10, "status": 9, "age": 6}


def test_the_highest_priority_number_goes_first() -> None:
    assert placed(COLUMNS, 37) == {"name": 20, "status": 9, "age": 6}
    assert placed(COLUMNS, 27) == {"name": 10, "status": 9, "age": 6}
    assert placed(COLUMNS, 26) == {"name": 16, "status": 9}


def test_of_equals_the_rightmost_goes_first_and_one_always_stays() -> None:
    assert placed(COLUMNS, 12) == {"name": 12}
    assert placed([column("a", 8), column("b", 8)], 5) == {"a": 5}


def test_open_columns_share_the_rest() -> None:
    assert placed([column("a", 0), column("b", 0), column("c", 4)], 31) == {
        "a": 13,
        "b": 12,
        "c": 4,
    }
