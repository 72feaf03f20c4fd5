from __future__ import annotations

import re

from batchdeck.local.placement.validity.client_error import client_error


def test_the_error_reads_as_batch_hands_it_on_and_stays_the_same() -> None:
    text = client_error("No such thing", "AmazonEC2", 400, "InvalidThing.NotFound")
    pattern = (
        r"CLIENT_ERROR - No such thing \(Service: AmazonEC2; Status Code: 400; "
        r"Error Code: InvalidThing\.NotFound; Request ID: [0-9a-f-]{36}; Proxy: null\)"
    )
    assert re.fullmatch(pattern, text)
    assert text == client_error("No such thing", "AmazonEC2", 400, "InvalidThing.NotFound")
