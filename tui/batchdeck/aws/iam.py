"""IAM: roles, instance profiles, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import Document, child, children, document, short_name, text, texts
from batchdeck.domain.clean import clean
from batchdeck.domain.role import InstanceProfile, Permission, Role


class IamGateway:
    """Reads IAM. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def role(self, reference: str) -> Role | None:
        """The role of a name or ARN; None when there is none."""
        parameters = {"RoleName": short_name(reference)}
        try:
            answer = await self._caller.read("iam", "GetRole", parameters, expects="Role")
        except NotFoundError:
            return None
        return role(child(answer, "Role"))

    async def instance_profile(self, reference: str) -> InstanceProfile | None:
        """The instance profile of a name or ARN; None when there is none."""
        parameters = {"InstanceProfileName": short_name(reference)}
        member = "InstanceProfile"
        try:
            answer = await self._caller.read(
                "iam", "GetInstanceProfile", parameters, expects=member
            )
        except NotFoundError:
            return None
        found = child(answer, member)
        return InstanceProfile(
            name=text(found, "InstanceProfileName"),
            arn=text(found, "Arn"),
            roles=tuple(role(one) for one in children(found, "Roles")),
        )

    async def permissions(
        self, principal: str, actions: Iterable[str], resources: Iterable[str] = ()
    ) -> tuple[Permission, ...]:
        """Whether the principal of that ARN may do each action, as IAM's simulator says.

        Asks for each of the resources (ARNs), or for all of them together (`*`).
        """
        parameters = {"PolicySourceArn": principal, "ActionNames": list(actions)}
        wanted = list(resources)
        found = await all_members(
            self._caller,
            "iam",
            "SimulatePrincipalPolicy",
            {**parameters, "ResourceArns": wanted} if wanted else parameters,
            "EvaluationResults",
            token="Marker",  # noqa: S106
        )
        return tuple(one for result in found for one in permissions(result))


def role(source: Document) -> Role:
    """A role, with the services its trust policy names."""
    statements = _listed(child(source, "AssumeRolePolicyDocument").get("Statement"))
    services: list[str] = []
    for statement in statements:
        if isinstance(statement, dict) and statement.get("Effect") == "Allow":
            services += _listed(child(statement, "Principal").get("Service"))
    names = tuple(clean(str(service)) for service in services)
    trust = child(source, "AssumeRolePolicyDocument")
    return Role(
        text(source, "RoleName"), text(source, "Arn"), names, document(trust) if trust else ""
    )


def permissions(source: Document) -> tuple[Permission, ...]:
    """What an `EvaluationResult` says of one action, for each resource that was asked for.

    Its own decision is the strictest of them all where it names several.
    """
    action = text(source, "EvalActionName")
    each = children(source, "ResourceSpecificResults")
    if not each:
        resource = text(source, "EvalResourceName") or "*"
        return (_permission(source, source, action, text(source, "EvalDecision"), resource),)
    return tuple(
        _permission(
            one, source, action, text(one, "EvalResourceDecision"), text(one, "EvalResourceName")
        )
        for one in each
    )


def _permission(
    source: Document, whole: Document, action: str, decision: str, resource: str
) -> Permission:
    boundary = child(source, "PermissionsBoundaryDecisionDetail")
    organization = child(whole, "OrganizationsDecisionDetail")
    return Permission(
        action,
        decision,
        resource,
        bounded=boundary.get("AllowedByPermissionsBoundary") is False,
        forbidden=organization.get("AllowedByOrganizations") is False,
        conditional=bool(texts(source, "MissingContextValues")),
    )


def _listed(value: Any) -> list[Any]:
    """A policy's member as a list: a single value may stand without its brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
