"""IAM's `SimulatePrincipalPolicy`, which moto does not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from batchdeck.local.permissions.conditions import Context
from batchdeck.local.permissions.policies import Decision, Policy, Verdict, evaluate
from batchdeck.local.permissions.principals import KIND, boundary_of, policies_of

_MOST = 100
"""Source: IAM API, `SimulatePrincipalPolicy.MaxItems`."""


@dataclass(frozen=True, slots=True)
class Principal:
    """What decides about a user, a group or a role."""

    policies: tuple[Policy, ...]
    boundary: Policy | None = None
    """Its permissions boundary."""


def install() -> None:
    """Give moto's IAM the operation."""
    from moto.core.responses import ActionResult
    from moto.iam import responses

    response: Any = responses.IamResponse

    def simulate_principal_policy(self: Any) -> Any:
        principal = _find(self.backend, self._get_param("PolicySourceArn"))
        given = _given(self, "PolicyInputList")
        bounds = _given(self, "PermissionsBoundaryPolicyInputList")
        if bounds:
            principal = replace(principal, boundary=bounds[0])
        results = [
            _result(principal, given, action, resource, _context(self))
            for action in self._get_param("ActionNames", [])
            for resource in self._get_param("ResourceArns", []) or ["*"]
        ]
        return ActionResult(_page(self, results))

    response.simulate_principal_policy = simulate_principal_policy


def _page(response: Any, results: list[dict[str, Any]]) -> dict[str, Any]:
    start = int(response._get_param("Marker") or 0)
    end = start + int(response._get_param("MaxItems") or _MOST)
    following = {"Marker": str(end)} if end < len(results) else {}
    return {"EvaluationResults": results[start:end], "IsTruncated": bool(following), **following}


def _given(response: Any, member: str) -> list[Policy]:
    """The policies of the request itself. Raises moto's InvalidInput."""
    from moto.iam.exceptions import InvalidInput

    documents = response._get_param(member, [])
    policies = [Policy(f"{member}.{n}", KIND, text) for n, text in enumerate(documents, 1)]
    for policy in policies:
        try:
            _ = policy.statements
        except ValueError as error:
            raise InvalidInput(f"{policy.name} is not a policy document in JSON.") from error
    return policies


def _context(response: Any) -> Context:
    return {
        entry["ContextKeyName"].lower(): entry.get("ContextKeyValues") or []
        for entry in response._get_param("ContextEntries", [])
    }


def _result(
    principal: Principal, given: list[Policy], action: str, resource: str, context: Context
) -> dict[str, Any]:
    """`EvaluationResult` of one action on one resource."""
    verdict = evaluate([*principal.policies, *given], action, resource, context)
    result: dict[str, Any] = {}
    if principal.boundary is not None:
        bounded = evaluate([principal.boundary], action, resource, context)
        allowed = bounded.decision is Decision.ALLOWED
        result["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": allowed}
        if not allowed and verdict.decision is Decision.ALLOWED:
            verdict = Verdict(bounded.decision, bounded.by, verdict.missing | bounded.missing)
    matched = [{"SourcePolicyId": one.name, "SourcePolicyType": one.kind} for one in verdict.by]
    return {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": verdict.decision.value,
        "MatchedStatements": matched,
        "MissingContextValues": sorted(verdict.missing),
        **result,
    }


def _find(iam: Any, arn: str) -> Principal:
    """The user, group or role of that ARN. Raises moto's NoSuchEntity or InvalidInput."""
    from moto.iam.exceptions import InvalidInput, NotFoundException

    kind, _, path = str(arn).rpartition(":")[2].partition("/")
    name = path.rpartition("/")[2]
    everyone: dict[str, Mapping[str, Any]] = {
        "user": iam.users,
        "group": iam.groups,
        "role": {role.name: role for role in list(iam.roles.values())},
    }
    if kind not in everyone:
        raise InvalidInput(
            f"Invalid Entity Arn: {arn} does not clearly define entity type or name."
        )
    found = everyone[kind].get(name)
    if found is None:
        raise NotFoundException(f"The {kind} with name {name} cannot be found.")
    groups = iam.get_groups_for_user(name) if kind == "user" else []
    policies = [policy for one in (found, *groups) for policy in policies_of(one)]
    return Principal(tuple(policies), boundary_of(iam, found))
