from __future__ import annotations

from batchdeck.local.batch import reasons


def test_the_text_about_a_role_names_it() -> None:
    text = reasons.untrusted_role("arn:aws:iam::1:role/gone", "the-request")
    assert text.startswith("CLIENT_ERROR - ")
    assert "sts:AssumeRole on resource: arn:aws:iam::1:role/gone (" in text
    assert "Request ID: the-request" in text
