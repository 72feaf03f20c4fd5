"""When a schedule of EventBridge is due: `rate(...)`, `cron(...)` and `at(...)`.

Source: EventBridge user guide, "Cron expressions reference"; EventBridge Scheduler user guide,
"Schedule types".
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
#: Least and greatest value of minutes, hours, days, months, days of the week, years.
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
_UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}
_MINUTE = timedelta(minutes=1)
_LONGEST = timedelta(minutes=10)
"""What was due longer ago, while nobody looked, is left out."""


class ScheduleError(ValueError):
    """There is no such expression."""


class Schedule(Protocol):
    """When something is due."""

    def is_due(self, begin: datetime, since: datetime, now: datetime) -> bool:
        """Whether it became due after `since` and not after `now`, all with a time zone.

        `begin` is when the schedule was made.
        """


@dataclass(frozen=True, slots=True)
class Rate:
    """Every so many seconds."""

    seconds: int

    def is_due(self, begin: datetime, since: datetime, now: datetime) -> bool:
        """Counted from the beginning."""
        before, by_now = (
            (at - begin).total_seconds() // self.seconds for at in (max(since, begin), now)
        )
        return by_now > before


@dataclass(frozen=True, slots=True)
class At:
    """Once."""

    moment: datetime

    def is_due(self, begin: datetime, since: datetime, now: datetime) -> bool:
        """At that moment."""
        return since < self.moment <= now


@dataclass(frozen=True, slots=True)
class Cron:
    """At the minutes that fit six fields, in a time zone."""

    fields: tuple[str, ...]
    zone: tzinfo

    def is_due(self, begin: datetime, since: datetime, now: datetime) -> bool:
        """Whether one of the minutes that have begun fits."""
        minute = now.replace(second=0, microsecond=0)
        while minute > max(since, now - _LONGEST):
            if self._fits(minute.astimezone(self.zone)):
                return True
            minute -= _MINUTE
        return False

    def _fits(self, at: datetime) -> bool:
        minutes, hours, days, months, weekdays, years = self.fields
        return (
            at.minute in _values(minutes, 0)
            and at.hour in _values(hours, 1)
            and at.month in _values(months, 3)
            and at.year in _values(years, 5)
            and (days == "?" or at.day in _days_of_month(days, at.year, at.month))
            and (weekdays == "?" or at.day in _days_by_weekday(weekdays, at.year, at.month))
        )


def parse(expression: str, zone: str = "UTC") -> Schedule:
    """The schedule of an expression. Raises ScheduleError."""
    found = re.fullmatch(r"(rate|cron|at)\((.+)\)", expression.strip())
    if found is None:
        raise ScheduleError(expression)
    kind, inside = found.groups()
    if kind == "rate":
        return _rate(inside)
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ScheduleError(zone) from error
    return _cron(inside, where) if kind == "cron" else _at(inside, where)


def _rate(inside: str) -> Rate:
    """`1 minute`, and `5 minutes`: one has no plural."""
    found = re.fullmatch(r"([1-9]\d{0,8}) (minute|hour|day)(s?)", inside)
    if found is None or (found[1] == "1") == bool(found[3]):
        raise ScheduleError(inside)
    return Rate(int(found[1]) * _UNITS[found[2]])


def _at(inside: str, zone: tzinfo) -> At:
    try:
        return At(datetime.strptime(inside, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=zone))
    except ValueError as error:
        raise ScheduleError(inside) from error


def _cron(inside: str, zone: tzinfo) -> Cron:
    """Of the two kinds of days one is left open with `?`. Every field is tried once."""
    fields = tuple(inside.upper().split())
    if len(fields) != len(_LIMITS) or (fields[2] == "?") == (fields[4] == "?"):
        raise ScheduleError(inside)
    cron = Cron(fields, zone)
    try:
        for place in (0, 1, 3, 5):
            _values(fields[place], place)
        if fields[2] != "?":
            _days_of_month(fields[2], 2000, 1)
        else:
            _days_by_weekday(fields[4], 2000, 1)
    except ValueError as error:
        raise ScheduleError(inside) from error
    return cron


def _values(field: str, place: int) -> set[int]:
    """The values that a field names: lists, ranges and steps. Raises ValueError."""
    least, greatest = _LIMITS[place]
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        begin = least if first == "*" else _number(first, place)
        open_end = greatest if first == "*" or step else begin
        end = _number(last, place) if dash else open_end
        if end < begin or (step and not step.isdecimal()) or step == "0":
            raise ScheduleError(field)
        found.update(range(begin, end + 1, int(step or 1)))
    return found


def _number(word: str, place: int) -> int:
    names = {3: _MONTHS, 4: _DAYS}.get(place, ())
    number = names.index(word) + 1 if word in names else int(word)
    least, greatest = _LIMITS[place]
    if not least <= number <= greatest:
        raise ScheduleError(word)
    return number


def _days_of_month(field: str, year: int, month: int) -> set[int]:
    """`L` is the last day, `3W` the weekday nearest to the 3rd. Raises ValueError."""
    last = calendar.monthrange(year, month)[1]
    if field == "L":
        return {last}
    if not field.endswith("W"):
        return _values(field, 2)
    day = last if field == "LW" else min(_number(field[:-1], 2), last)
    weekday = calendar.weekday(year, month, day)
    if weekday == calendar.SATURDAY:
        day += -1 if day > 1 else 2
    elif weekday == calendar.SUNDAY:
        day += 1 if day < last else -2
    return {day}


def _days_by_weekday(field: str, year: int, month: int) -> set[int]:
    """`6L` is the last Friday, `3#2` the second Tuesday. Raises ValueError."""
    last = calendar.monthrange(year, month)[1]
    by_weekday: dict[int, list[int]] = {}
    for day in range(1, last + 1):
        by_weekday.setdefault((calendar.weekday(year, month, day) + 1) % 7 + 1, []).append(day)
    if "#" in field:
        name, _, turn = field.partition("#")
        if turn not in ("1", "2", "3", "4", "5"):
            raise ScheduleError(field)
        return set(by_weekday[_number(name, 4)][int(turn) - 1 : int(turn)])
    if field.endswith("L") and field != "L":
        return {by_weekday[_number(field[:-1], 4)][-1]}
    wanted = {7} if field == "L" else _values(field, 4)
    return {day for weekday in wanted for day in by_weekday[weekday]}
