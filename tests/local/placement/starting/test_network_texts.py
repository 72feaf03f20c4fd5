from __future__ import annotations

from dataclasses import astuple

import pytest

from batchdeck.local.placement.starting.network_texts import FARGATE, INSTANCES, Texts

PLACES = {"region": "eu-west-1", "host": "1.dkr.ecr.eu-west-1.amazonaws.com", "image": "busybox"}


@pytest.mark.parametrize("texts", [FARGATE, INSTANCES])
def test_every_text_is_whole_and_its_own(texts: Texts) -> None:
    told = [text.format(**PLACES) for text in astuple(texts)]
    assert len(set(told)) == len(told)
    for text in told:
        assert "{" not in text
        assert text.partition(":")[0].endswith("Error")
