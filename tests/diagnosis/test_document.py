from __future__ import annotations

import json

from batchdeck.diagnosis.document import Document
from batchdeck.domain.secret import MASK, Secret


def test_secrets_are_shown_masked_and_sent_as_they_are() -> None:
    document = Document({"environment": [{"name": "TOKEN", "value": Secret("hunter22")}]})
    assert json.loads(document.shown)["environment"][0]["value"] == MASK
    assert json.loads(document.sent)["environment"][0]["value"] == "hunter22"
    assert "hunter22" not in repr(document)
