"""The line at the top: whose account this is, how fresh the picture is, what needs a look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.content import Content
from textual.reactive import reactive, var
from textual.widget import Widget

from batchdeck.domain.age import age_text
from batchdeck.domain.identity import Identity
from batchdeck.widgets.cells import cut
from batchdeck.widgets.column import QUIET

SEPARATOR = "  "
LONGEST_ALIAS = 28
"""Cells; IAM allows 63 characters, which would leave no room for what is urgent."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How current the job list is."""

    fetched_at: int | None = None
    """When the last complete answer came, ms; None before the first."""
    problem: str = ""
    """Why there is nothing newer, in a few words; empty when all is well."""
    paused: bool = False
    loading: bool = True


@dataclass(frozen=True, slots=True)
class HeaderState:
    """All the header says."""

    identity: Identity | None = None
    connecting: str = ""
    """What is being connected to, until the identity is known."""
    read_only: bool = False
    stuck: int = 0
    freshness: Freshness | None = Freshness()
    """None where no list is shown that could be old."""
    note: str = ""

    @property
    def account_only(self) -> HeaderState:
        """Whose account it is, and what may be done in it: for screens over the console."""
        return replace(self, stuck=0, freshness=None)


NOBODY = HeaderState()
"""Nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the header; the least important ones go first when there is no room."""

    text: str
    style: str
    importance: int


class HeaderLine(Widget):
    """Paints a `HeaderState` in one line."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    state: var[HeaderState] = var(HeaderState())
    """What to say."""
    now: var[int] = var(0)
    """The time it is, ms: ages are counted from it."""
    words: reactive[tuple[Part, ...]] = reactive(())
    """What that comes to: most of the time the same as a second before, so nothing is painted."""

    def __init__(self, state: HeaderState = NOBODY, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.state = state

    def watch_state(self) -> None:
        """Say something else."""
        self.words = tuple(parts(self.state, self.now))

    def watch_now(self) -> None:
        """Let the ages grow."""
        self.words = tuple(parts(self.state, self.now))

    def render(self) -> Content:
        """The line, cut to what fits."""
        return fitted(list(self.words), self.size.width)


def parts(state: HeaderState, now: int) -> list[Part]:
    """The words of the header, in the order they are shown."""
    freshness = _freshness(state.freshness, now, known=state.identity is not None)
    return [*_account(state), *freshness, *_attention(state, now)]


def fitted(words: list[Part], width: int) -> Content:
    """The words that fit into `width` cells, least important ones left out."""
    kept = list(words)
    while len(kept) > 1 and _width(kept) > width:
        kept.remove(min(kept, key=lambda part: part.importance))
    styled = [Content.styled(part.text, part.style) for part in kept]
    return Content(SEPARATOR).join(styled)


def _width(words: list[Part]) -> int:
    return sum(Content(part.text).cell_length for part in words) + len(SEPARATOR) * (len(words) - 1)


def _account(state: HeaderState) -> list[Part]:
    who = state.identity
    if who is None:
        return [Part(state.connecting or "connecting", QUIET, 9)]
    found = []
    if who.alias:
        found.append(Part(cut(who.alias, LONGEST_ALIAS), "bold $accent", 9))
    found.append(Part(who.account, "" if who.alias else "bold $accent", 6))
    found.append(Part(who.region, "", 7))
    found.append(Part(who.role, QUIET, 3))
    return found


def _freshness(fresh: Freshness | None, now: int, *, known: bool) -> list[Part]:
    """Nothing is said of loading before it is known who we are: then it does not even begin."""
    if fresh is None:
        return []
    if fresh.paused:
        return [Part("paused", "bold $warning", 8)]
    if fresh.problem:
        since = f" {age_text(now - fresh.fetched_at)} old" if fresh.fetched_at is not None else ""
        return [Part(f"stale{since}", "bold $warning", 8), Part(fresh.problem, "$warning", 4)]
    if fresh.loading:
        return [Part("loading", QUIET, 6)] if known else []
    return [Part("live", "$success", 6)]


def _attention(state: HeaderState, now: int) -> list[Part]:
    found = []
    if state.stuck:
        found.append(Part(f"{state.stuck} stuck", "bold $warning", 8))
    if state.read_only:
        found.append(Part("READ-ONLY", "bold $accent", 8))
    if state.identity is not None and state.identity.expires_at is not None:
        left = state.identity.expires_at - now
        if left <= 0:
            found.append(Part("credentials expired", "bold $error", 7))
        else:
            style = "bold $warning" if left < 10 * 60_000 else QUIET
            found.append(Part(f"{age_text(left)} left", style, 5))
    if state.note:
        found.append(Part(state.note, QUIET, 2))
    return found
