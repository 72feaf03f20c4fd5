from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from batchdeck.domain.identity import Identity
from batchdeck.widgets.header import Freshness, HeaderLine, HeaderState, fitted, parts

NOON = 1_763_629_200_000
MINUTE = 60_000
ROLE = "arn:aws:sts::123456789012:assumed-role/operators/me"
WHO = Identity("123456789012", "eu-west-1", ROLE, "acme-production")
LIVE = HeaderState(WHO, freshness=Freshness(NOON, loading=False))


def line(state: HeaderState, width: int = 200) -> str:
    """What is said in `width` cells at noon."""
    return fitted(parts(state, NOON), width).plain


def test_who_and_where_we_are() -> None:
    shown = line(replace(LIVE, note="simulated: no Docker engine"))
    assert shown.split("  ") == [
        "acme-production",
        "123456789012",
        "eu-west-1",
        "operators",
        "live",
        "simulated: no Docker engine",
    ]


def test_an_account_without_an_alias_is_its_number() -> None:
    assert line(replace(LIVE, identity=replace(WHO, alias=""))).startswith("123456789012  eu")


def test_what_is_being_connected_to_until_it_is_known_who_we_are() -> None:
    assert line(HeaderState(connecting="asking who we are")) == "asking who we are"
    assert line(HeaderState()) == "connecting"
    live = Freshness(NOON, loading=False)
    assert line(HeaderState(connecting="sts is denied", freshness=live)) == "sts is denied  live"


@pytest.mark.parametrize(
    ("fresh", "words"),
    [
        (Freshness(loading=True), "loading"),
        (Freshness(NOON, loading=False), "live"),
        (Freshness(NOON, paused=True), "paused"),
        (Freshness(NOON, paused=True, problem="no answer"), "paused"),
    ],
)
def test_how_fresh_the_picture_is(fresh: Freshness, words: str) -> None:
    assert f"  {words}" in line(replace(LIVE, freshness=fresh))


def test_what_is_stale_says_since_when_and_why() -> None:
    fresh = Freshness(NOON - 3 * MINUTE - 12_000, "too many calls", loading=False)
    shown = line(replace(LIVE, freshness=fresh))
    assert "stale 3m12s" in shown
    assert "too many calls" in shown
    assert "live" not in shown


def test_a_long_problem_hides_neither_that_the_picture_is_stale_nor_the_rest() -> None:
    fresh = Freshness(NOON - MINUTE, "https://batch.eu-west-1.amazonaws.com " * 4)
    shown = line(replace(LIVE, freshness=fresh, stuck=5, read_only=True), 78)
    assert "stale 1m00s" in shown
    assert "5 stuck" in shown
    assert "READ-ONLY" in shown


def test_how_long_the_credentials_last() -> None:
    def said(left: int) -> str:
        return line(replace(LIVE, identity=replace(WHO, expires_at=NOON + left)))

    assert "58m left" in said(58 * MINUTE)
    assert "credentials expired" in said(0)
    assert "left" not in said(-MINUTE)
    assert "left" not in line(LIVE)


def test_the_end_of_the_credentials_gets_louder() -> None:
    def style(left: int) -> str:
        state = replace(LIVE, identity=replace(WHO, expires_at=NOON + left))
        return parts(state, NOON)[-1].style

    assert "warning" not in style(11 * MINUTE)
    assert "warning" in style(9 * MINUTE)
    assert "error" in style(-MINUTE)


def test_the_least_important_words_go_first_and_no_word_is_cut() -> None:
    state = replace(
        LIVE,
        stuck=5,
        read_only=True,
        note="Docker 20.10.24",
        identity=replace(WHO, expires_at=NOON + 50 * MINUTE),
    )
    whole = line(state).split("  ")
    gone: list[str] = []
    for width in range(len(line(state)), 40, -1):
        shown = line(state, width)
        assert len(shown) <= width
        assert set(shown.split("  ")) <= set(whole)
        gone += [word for word in whole if word not in shown.split("  ") and word not in gone]
    assert gone[:3] == ["Docker 20.10.24", "operators", "50m left"]
    assert {"acme-production", "5 stuck", "READ-ONLY"}.isdisjoint(gone)


def test_the_account_the_stuck_and_read_only_stay_also_under_the_longest_alias() -> None:
    state = replace(LIVE, stuck=12, read_only=True, identity=replace(WHO, alias="a" * 63))
    shown = line(state, 78)
    assert shown.startswith("aaaa")
    assert "12 stuck  READ-ONLY" in shown


class HeaderApp(App[None]):
    """The header alone."""

    def compose(self) -> ComposeResult:
        yield HeaderLine(id="header")


async def test_brackets_in_an_alias_are_painted_as_they_are() -> None:
    app = HeaderApp()
    async with app.run_test(size=(60, 3)) as pilot:
        header = app.query_one(HeaderLine)
        header.state = replace(LIVE, identity=replace(WHO, alias="[red]x[/]"))
        await pilot.pause()
        assert header.render_line(0).text.startswith("[red]x[/]  123456789012")


async def test_a_second_that_changes_no_word_paints_nothing() -> None:
    painted: list[str] = []

    class Counted(HeaderLine):
        def render(self) -> Content:
            painted.append(super().render().plain)
            return super().render()

    class HeaderApp(App[None]):
        def compose(self) -> ComposeResult:
            yield Counted(replace(LIVE, freshness=Freshness(NOON, "no answer")))

    async with HeaderApp().run_test() as pilot:
        header = pilot.app.query_one(Counted)
        header.now = NOON + 20 * MINUTE
        await pilot.pause()
        painted.clear()
        header.now = NOON + 20 * MINUTE + 1000
        await pilot.pause()
        assert painted == []
        header.now = NOON + 21 * MINUTE
        await pilot.pause()
        assert any("stale 21m old" in words for words in painted)
