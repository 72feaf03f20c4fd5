"""What `RegisterJobDefinition` takes: a revision as a document that can be registered again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batchdeck.domain.secret import Secret

#: Bytes of JSON that AWS takes for one definition (user guide, "Service quotas": 24 KiB).
MOST_BYTES = 24 * 1024

Place = tuple[str | int, ...]
"""Where something stands in a document: names of members and numbers of elements."""


class WhichContainerError(ValueError):
    """A container that the document does not have, or several and none named."""


@dataclass(frozen=True, slots=True)
class DefinitionDocument:
    """The members of a request; values that are to be masked are `Secret`s in it."""

    members: Mapping[str, Any]

    @property
    def name(self) -> str:
        """`jobDefinitionName`; empty when there is none."""
        name = self.members.get("jobDefinitionName")
        return name if isinstance(name, str) else ""

    @property
    def plain(self) -> dict[str, Any]:
        """The members with every value as it is: to be sent or edited, never to be shown."""
        members = revealed(self.members)
        assert isinstance(members, dict)
        return members

    @property
    def bytes(self) -> int:
        """How long it is as JSON, as it is sent."""
        return len(json.dumps(self.plain).encode())


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Why AWS would not take a document."""

    field: str
    """Such as `containerProperties.resourceRequirements[0].type`."""
    value: str
    """What stands there, as JSON, masked where a value may be a secret; empty: nothing does."""
    right: str
    """What would be right."""

    def __str__(self) -> str:
        found = f"{self.field}: {self.value}" if self.value else self.field
        return f"{found}: {self.right}"


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """A container of a document and its image."""

    container: str
    """What to call it: see `images`."""
    image: str


def images(document: DefinitionDocument) -> Sequence[ContainerImage]:
    """Every container with its image, in the order of the document.

    The one of `containerProperties` has no name. Those of a task or a pod have their own name,
    or their number from 0; of a pod's `initContainers` it is `init/NAME`. On nodes the range
    stands before that: `0:3`, `0:3/NAME`.
    """
    return tuple(
        ContainerImage(name, str(_at(document.members, place).get("image", "")))
        for name, place in _containers(document.members)
    )


def with_image(
    document: DefinitionDocument, image: str, *, container: str = ""
) -> DefinitionDocument:
    """The same document with another image, and nothing else changed.

    `container` is a name as `images` gives it; it may be left out where there is only one.
    Raises `WhichContainerError`.
    """
    places = dict(_containers(document.members))
    names = ", ".join(name or "the only one" for name in places) or "none"
    if container in places:
        place = places[container]
    elif container:
        raise WhichContainerError(f"container {container}: not in {document.name}, it has: {names}")
    elif len(places) == 1:
        (place,) = places.values()
    else:
        raise WhichContainerError(
            f"{document.name} has {len(places)} containers, say which one gets the image: {names}"
        )
    return DefinitionDocument(_replaced(document.members, (*place, "image"), image))


def revealed(value: Any) -> Any:
    """A JSON-like tree with the values themselves in place of `Secret`s."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {name: revealed(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [revealed(member) for member in value]
    return value


def _containers(members: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
    """Name and place of every container of a document, or of a node range."""
    for shape in ("containerProperties", "container"):
        if shape in members:
            yield "", (shape,)
    for number, task in enumerate(_at(members, ("ecsProperties",)).get("taskProperties", ())):
        place: Place = ("ecsProperties", "taskProperties", number, "containers")
        yield from _named(task.get("containers", ()), place)
    pod = _at(members, ("eksProperties", "podProperties"))
    for kind, prefix in (("containers", ""), ("initContainers", "init/")):
        place = ("eksProperties", "podProperties", kind)
        for name, where in _named(pod.get(kind, ()), place):
            yield prefix + name, where
    ranges = _at(members, ("nodeProperties",)).get("nodeRangeProperties", ())
    for number, node_range in enumerate(ranges):
        nodes = node_range.get("targetNodes", str(number))
        for name, where in _containers(node_range):
            full = f"{nodes}/{name}" if name else nodes
            yield full, ("nodeProperties", "nodeRangeProperties", number, *where)


def _named(containers: Sequence[Mapping[str, Any]], place: Place) -> Iterator[tuple[str, Place]]:
    for number, container in enumerate(containers):
        yield container.get("name") or str(number), (*place, number)


def _at(members: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """The structure at a place; empty where there is none."""
    found: Any = members
    for step in place:
        found = found[step] if isinstance(step, int) else found.get(step) or {}
    assert isinstance(found, Mapping)
    return found


def _replaced(value: Any, place: Place, new: Any) -> Any:
    if not place:
        return new
    step, *rest = place
    if isinstance(step, int):
        return [
            _replaced(one, tuple(rest), new) if number == step else one
            for number, one in enumerate(value)
        ]
    return {**value, step: _replaced(value.get(step), tuple(rest), new)}
