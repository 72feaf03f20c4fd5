from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from batchdeck.local.permissions.principals import boundary_of, policies_of


def managed(name: str, *documents: str, default: str = "v1") -> Any:
    versions = [
        SimpleNamespace(version_id=f"v{number}", document=document)
        for number, document in enumerate(documents, start=1)
    ]
    return SimpleNamespace(name=name, versions=versions, default_version_id=default)


def test_inline_and_attached_policies_count_in_their_default_version() -> None:
    attached = {"arn": managed("attached", "old", "new", default="v2")}
    entity = SimpleNamespace(policies={"inline": "mine"}, managed_policies=attached)
    found = [(one.name, one.document) for one in policies_of(entity)]
    assert found == [("inline", "mine"), ("attached", "new")]


def test_a_boundary_is_a_policy_of_the_account() -> None:
    iam = SimpleNamespace(managed_policies={"arn": managed("boundary", "document")})
    bounded = boundary_of(iam, SimpleNamespace(permissions_boundary_arn="arn"))
    assert bounded is not None
    assert bounded.name == "boundary"
    assert boundary_of(iam, SimpleNamespace(permissions_boundary_arn=None)) is None
    assert boundary_of(iam, SimpleNamespace()) is None
