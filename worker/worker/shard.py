"""Which part of the inputs is this job's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from worker.problems import SettingsError

_Item = TypeVar("_Item")
_SOURCES = (
    ("SHARD_INDEX", "SHARD_COUNT"),
    ("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"),
    ("AWS_BATCH_JOB_NODE_INDEX", "AWS_BATCH_JOB_NUM_NODES"),
)
"""The first pair that is set counts. Names that begin with AWS_BATCH are reserved, so whoever runs
one child of an array again by itself sets the first pair."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` parts; the index counts from 0."""

    index: int = 0
    count: int = 1

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Shard:
        """The shard that the environment names: a child's, a node's, or everything.

        Raises SettingsError.
        """
        for names in _SOURCES:
            if any(environment.get(name) for name in names):
                return cls(*_numbers(environment, *names))
        return cls()

    def share(self, items: Sequence[_Item]) -> Sequence[_Item]:
        """Its items: neighbours, so that all shards one after the other are the whole in order."""
        total = len(items)
        return items[self.index * total // self.count : (self.index + 1) * total // self.count]

    def all(self) -> list[Shard]:
        """All shards of the whole, this one among them."""
        return [Shard(index, self.count) for index in range(self.count)]

    @property
    def suffix(self) -> str:
        """What tells the shard's result from the others'; empty for the only one."""
        return f"-{self.index:05}-of-{self.count:05}" if self.count > 1 else ""


def is_main_node(environment: Mapping[str, str]) -> bool:
    """Whether others are stopped when this one ends: the main node of a multi-node job."""
    own = environment.get("AWS_BATCH_JOB_NODE_INDEX")
    return bool(own) and own == environment.get("AWS_BATCH_JOB_MAIN_NODE_INDEX")


def _numbers(environment: Mapping[str, str], index: str, count: str) -> tuple[int, int]:
    found = []
    for name, other in ((index, count), (count, index)):
        text = environment.get(name, "")
        if not text:
            raise SettingsError(f"{name} is not set, but {other} is: both are needed")
        if not (text.isascii() and text.isdigit()):
            raise SettingsError(f"{name} is {text!r}: it has to be a whole number, such as 3")
        found.append(int(text))
    if found[0] >= found[1]:
        raise SettingsError(
            f"{index} is {found[0]}: it has to be less than {count}, which is {found[1]}"
        )
    return found[0], found[1]
