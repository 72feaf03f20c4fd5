from __future__ import annotations

from typing import Any, cast

from batchdeck.domain.filter import expression
from batchdeck.logs.search import LogSearch
from batchdeck.widgets.glyphs import ASCII
from batchdeck.widgets.log_edge import Edge, found
from tests.widgets.log_app import lines, store_of


def signs(edge: Edge) -> str:
    return "".join(text for text, _ in edge.pieces(ASCII))


def same(place: int) -> int | None:
    return place


def test_the_thumb_shows_where_the_window_is() -> None:
    assert signs(Edge(range(100), 10, 0)) == "|         "
    assert signs(Edge(range(-50, 50), 10, 40)) == "         |"
    assert signs(Edge(range(5), 10, 0)) == " " * 10
    assert signs(Edge(range(0), 4, 0)) == "    "


async def test_marks_hits_and_errors_stand_where_they_are() -> None:
    store = store_of(lines(100))
    search = LogSearch(store, expression("epoch 9[05]:"))
    trouble = LogSearch(store, expression("worker-49"))
    for looking in (search, trouble):
        while await looking.advance():
            pass
    edge = Edge(range(100), 10, 90, found(same, {22, 95}, search, trouble))
    assert signs(edge) == "  * !    *"
    edge = Edge(range(100), 10, 0, found(same, set(), search, trouble))
    assert signs(edge) == "|   !    ="
    assert edge.pieces(ASCII)[9] == ("=", ("log-view--hit",))
    inside = Edge(range(100), 10, 90, found(same, {95}, None, None)).pieces(ASCII)[9]
    assert inside == ("*", ("log-view--marked", "log-view--cursor"))


def test_a_place_without_a_line_has_no_sign() -> None:
    search = cast("Any", object())
    edge = Edge(range(10), 10, 0, found(lambda _: None, {1}, search, search))
    assert signs(edge) == " " * 10
