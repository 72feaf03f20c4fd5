from __future__ import annotations

import pytest

from batchdeck.diagnosis.check import Check, Layer, Remedy, check
from batchdeck.diagnosis.verdict import Verdict, passed


def test_a_check_is_what_its_function_says() -> None:
    known: dict[str, Check] = {}

    @check("queue-open", layer=Layer.QUEUE, checks=known)
    def opened(queue: object, now: int) -> Verdict:
        """The queue is open.

        Closed ones take nothing.
        """
        return passed()

    found = known["queue-open"]
    assert (found.title, found.explanation) == ("The queue is open", "Closed ones take nothing.")
    assert found.facts == ("queue", "now")
    assert found.judge is opened


@pytest.mark.parametrize("bad", ["taken-id", "NoId", "silent-one"])
def test_ids_are_unique_and_docstrings_are_there(bad: str) -> None:
    known: dict[str, Check] = {}

    def first() -> Verdict:
        """Something."""
        return passed()

    def silent() -> Verdict:
        return passed()

    check("taken-id", layer=Layer.JOB, checks=known)(first)
    with pytest.raises(ValueError, match=r"two checks|no id|no title"):
        check(bad, layer=Layer.JOB, checks=known)(silent)


def test_a_remedy_quotes_what_it_is_filled_with() -> None:
    remedy = Remedy(("aws x --name {name} --role {new_role} --size [{type=A,value={size}}]",))
    assert remedy.filled({"name": "a; rm b", "size": "5"}) == (
        "aws x --name 'a; rm b' --role <new-role> --size [{type=A,value=5}]",
    )
