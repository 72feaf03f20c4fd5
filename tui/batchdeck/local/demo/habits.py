"""What the teams of the demo run again and again, and how they call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

_SAMPLES = ("NA12878", "NA12891", "NA12892", "NA19238", "NA19239", "NA19240", "HG00096", "HG00513")
_MARKETS = ("sapporo", "sendai", "tokyo", "nagoya", "osaka", "fukuoka")
_PROBED = ("database", "payments", "object-store", "search")


@dataclass(frozen=True, slots=True)
class Habit:
    """A kind of job. Name and parameters are templates for `Words`."""

    definition: str
    queue: str
    name: str
    weight: int
    """How often, compared with the others."""
    shortest: int
    """Seconds, as `longest`."""
    longest: int
    parameters: Mapping[str, str] = field(default_factory=dict)
    hour: float | None = None
    """Once a day at this hour (UTC), and never else; None: at any time."""


_DATE, _SHOT = {"date": "{date}"}, {"shot": "{shot}"}
HABITS = (
    Habit("etl-orders", "etl", "etl-orders-{day}-{hour}", 6, 240, 1500, _DATE),
    Habit("thumbnails", "etl", "thumbnails-{upload}", 7, 40, 180),
    Habit("reindex-search", "etl", "reindex-catalog-{day}", 2, 60, 400),
    Habit("probe", "reports", "probe-{probed}", 3, 3, 9),
    Habit("render-invoices", "web-tasks", "invoices-{day}-{hour}", 3, 30, 120),
    Habit("crawl-prices", "web-tasks", "crawl-prices-{market}", 5, 70, 110),
    Habit("align-reads", "genome", "align-{sample}", 4, 1200, 5400, {"sample": "{sample}"}),
    Habit(
        "call-variants", "genome", "call-variants-{cohort}", 2, 300, 2400, {"cohort": "{cohort}"}
    ),
    Habit("render-frame", "render-farm", "shot-{shot}-f{frame}", 5, 90, 900, _SHOT),
    Habit("encode-movie", "render-farm", "movie-{shot}", 1, 40, 120, _SHOT),
)
#: The nights: the report of the day at 21:31 in Tokyo, then the ranker, then the backup. They are
#: submitted by rules, so their names are always the same.
NIGHTLY = (
    Habit("daily-report", "web-tasks", "daily-report", 1, 60, 240, hour=12 + 31 / 60),
    Habit("train-ranker", "reports", "ranker-nightly", 1, 1800, 7200, hour=15.0),
    Habit("db-backup", "reports", "db-backup", 1, 90, 300, hour=18.0),
)


class Words(dict[str, str]):
    """What the templates of a job name that was submitted at a time; each is made up when used."""

    def __init__(self, random: Random, at: datetime) -> None:
        super().__init__()
        self._random = random
        self._at = at

    def __missing__(self, name: str) -> str:
        self[name] = made = _MAKERS[name](self._random, self._at)
        return made


_MAKERS: Mapping[str, Callable[[Random, datetime], str]] = {
    "date": lambda _, at: f"{at:%Y-%m-%d}",
    "day": lambda _, at: f"{at:%m%d}",
    "hour": lambda _, at: f"{at:%H%M}",
    "upload": lambda random, _: f"{random.getrandbits(20):05x}",
    "probed": lambda random, _: random.choice(_PROBED),
    "market": lambda random, _: random.choice(_MARKETS),
    "sample": lambda random, _: random.choice(_SAMPLES),
    "cohort": lambda random, _: f"{random.randint(1150, 1217)}",
    "shot": lambda random, _: f"{random.randint(360, 419):04}",
    "frame": lambda random, _: f"{random.randint(1, 144):03}",
}
