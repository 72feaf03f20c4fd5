from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.diagnosis.checks.environment.kubernetes import cluster_active, endpoint_reachable
from batchdeck.domain.eks import EksCluster
from tests.diagnosis.things import environment, status_of

ARN = "arn:aws:eks:eu-west-1:1:cluster/c"
GOOD = EksCluster("c", "ACTIVE", "1.34")
HERE = environment(kind="EKS", eks_cluster=ARN)


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        (GOOD, "PASS"),
        (None, "FAIL"),
        (replace(GOOD, status="DELETING"), "FAIL"),
        (replace(GOOD, status="UPDATING"), "WARN"),
        (replace(GOOD, issues=("no free address",)), "WARN"),
    ],
)
def test_the_cluster_is_there_and_active(cluster: EksCluster | None, expected: str) -> None:
    verdict = cluster_active((HERE,), {ARN: cluster})
    assert status_of(verdict) == expected
    if expected == "FAIL":
        assert dict(verdict.values) == {"cluster": "c"}


def test_what_batch_says_of_the_version() -> None:
    old = replace(HERE, reason="CLIENT_ERROR - EKS Cluster version [1.21] is unsupported")
    verdict = cluster_active((old,), {ARN: GOOD})
    assert (status_of(verdict), verdict.settled) == ("FAIL", True)
    assert status_of(cluster_active((environment(),), {})) == "SKIP"


def test_a_closed_endpoint_fails_when_batch_says_that_it_got_nowhere() -> None:
    closed = {ARN: replace(GOOD, public=False)}
    said = replace(HERE, reason="CLIENT_ERROR - Unable to validate Kubernetes Namespace")
    verdict = endpoint_reachable((said,), closed)
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "private, 0.0.0.0/0")
    assert status_of(endpoint_reachable((HERE,), closed)) == "PASS"
    assert status_of(endpoint_reachable((said,), {ARN: GOOD})) == "PASS"
    assert status_of(endpoint_reachable((said,), {ARN: None})) == "SKIP"
