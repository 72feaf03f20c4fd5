"""Looking for something in a log while keys go on working: search, filter, errors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from batchdeck.domain.log_trouble import TROUBLE
from batchdeck.logs.search import LogSearch
from batchdeck.logs.store import LogStore


def both(one: re.Pattern[str], other: re.Pattern[str]) -> re.Pattern[str]:
    """What is found in the lines in which both are found. Raises `re.error`."""
    return re.compile(f"^(?=.*?{_group(one)})(?=.*?{_group(other)})", re.MULTILINE)


def _group(pattern: re.Pattern[str]) -> str:
    flag = "i" if pattern.flags & re.IGNORECASE else ""
    return f"(?{flag}:{pattern.pattern})"


@dataclass(slots=True)
class Wish:
    """Somebody wants to go to the next place of a search, as soon as it is known."""

    search: LogSearch
    near: int
    """Number of the line to start from; it is not meant itself."""
    direction: int
    or_back: bool = False
    """Whether the nearest line on the other side will do where there is none."""

    def fulfilled(self) -> tuple[bool, int | None]:
        """Whether the outcome is certain, and which line it is; None: there is none at all."""
        search, found = self.search, self.search.next(self.near, self.direction)
        looked = search.searched
        reached = looked.start <= self.near + 1 and looked.stop >= self.near
        if found is not None and reached:
            return True, found
        if not search.complete:
            return False, None
        if self.or_back:
            found = search.next(self.near + 1, -self.direction)
        ranks = search.ranks
        if found is None and ranks:  # Around the end.
            last = ranks.start if self.direction > 0 else ranks.stop - 1
            found = search.hits(last, last + 1)[0]
        return True, found


class Findings:
    """What is being looked for in one store."""

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self.search: LogSearch | None = None
        """What `/` looks for."""
        self.filter: LogSearch | None = None
        """What `&` leaves."""
        self.trouble: LogSearch | None = None
        """Errors, once somebody asked for them."""
        self.words: dict[str, str] = {}
        """What was typed, by sign."""
        self.wish: Wish | None = None

    @property
    def all(self) -> list[LogSearch]:
        """All that is being looked for, the most urgent first."""
        return [one for one in (self.filter, self.search, self.trouble) if one is not None]

    def look_for(self, word: str, pattern: re.Pattern[str] | None, near: int) -> None:
        """Search for something else, or (None) for nothing. Raises `re.error`."""
        self.search = None if pattern is None else self._looking(pattern, near)
        self.words["/"] = word if pattern is not None else ""
        self.wish = None if self.search is None else Wish(self.search, near - 1, 1, or_back=True)

    def leave_only(self, word: str, pattern: re.Pattern[str] | None, near: int) -> None:
        """Filter by something else, or (None) by nothing; what is found is looked for again."""
        self.filter = None if pattern is None else LogSearch(self._store, pattern, near)
        self.words["&"] = word if pattern is not None else ""
        self.trouble = self.wish = None

    def seek_trouble(self, near: int, direction: int) -> None:
        """Wish for the next or the previous error."""
        if self.trouble is None:
            self.trouble = self._looking(TROUBLE, near)
        self.wish = Wish(self.trouble, near, direction)

    def seek(self, near: int, direction: int) -> None:
        """Wish for the next or the previous match."""
        if self.search is not None:
            self.wish = Wish(self.search, near, direction)

    def _looking(self, pattern: re.Pattern[str], near: int) -> LogSearch:
        if self.filter is not None:
            pattern = both(pattern, self.filter.pattern)
        return LogSearch(self._store, pattern, near)


def standing(search: LogSearch, cursor: int | None, *, whole: bool = True) -> str:
    """`3 of 41`, `41 hits`, or `no match`; with `+` where there may be others.

    That is while it is still being looked, and where older lines were not read (not `whole`).
    """
    more = "" if search.complete and whole else "+"
    if not len(search):
        if not search.complete:
            return "looking"
        return "no match" if whole else "no match in what was read"
    rank = search.rank(cursor) if cursor is not None else 0
    here = cursor is not None and search.hits(rank, rank + 1) == [cursor]
    if here:
        return f"{rank - search.ranks.start + 1:,} of {len(search):,}{more}"
    return f"{len(search):,}{more} hit{'s' * (len(search) > 1 or bool(more))}"
