from __future__ import annotations

from batchdeck.diagnosis.checks.environment.clusters import (
    cluster_active,
    unmanaged_has_instances,
)
from batchdeck.domain.cluster import Cluster
from tests.diagnosis.things import environment, instance, status_of

ARN = "arn:aws:ecs:eu-west-1:1:cluster/spot_Batch"
HERE = (environment(cluster=ARN),)
OWN = (environment(kind="UNMANAGED", cluster=ARN),)


def test_the_cluster_is_there() -> None:
    assert status_of(cluster_active(HERE, {ARN: Cluster(ARN, "ACTIVE", 0)})) == "PASS"
    assert status_of(cluster_active(HERE, {ARN: Cluster(ARN, "PROVISIONING")})) == "PASS"
    assert status_of(cluster_active(HERE, {ARN: Cluster(ARN, "")})) == "UNKNOWN"
    assert status_of(cluster_active((environment(cluster=""),), {})) == "SKIP"


def test_the_cluster_was_deleted() -> None:
    verdict = cluster_active(HERE, {ARN: Cluster(ARN, "INACTIVE", 0)})
    assert (status_of(verdict), verdict.evidence[0].resource) == ("FAIL", "spot_Batch")
    verdict = cluster_active(HERE, {})
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "MISSING")
    blank = environment(cluster="", reason="CLIENT_ERROR - Clusters can not be blank.")
    assert cluster_active((blank,), {}).settled
    two = (*HERE, environment("b", cluster="arn:b"))
    assert status_of(cluster_active(two, {ARN: Cluster(ARN, "ACTIVE")})) == "WARN"


def test_an_unmanaged_environment_needs_instances_of_its_owners() -> None:
    empty = {ARN: Cluster(ARN, "ACTIVE", 0)}
    verdict = unmanaged_has_instances(OWN, empty, {})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"cluster": "spot_Batch"})
    away = {"spot": (instance(agent_connected=False),)}
    verdict = unmanaged_has_instances(OWN, empty, away)
    assert (status_of(verdict), verdict.evidence[0].field) == ("FAIL", "agentConnected")
    assert status_of(unmanaged_has_instances(OWN, empty, {"spot": (instance(),)})) == "PASS"
    untold = {ARN: Cluster(ARN, "ACTIVE")}
    assert status_of(unmanaged_has_instances(OWN, untold, {})) == "UNKNOWN"
    assert status_of(unmanaged_has_instances(HERE, empty, {})) == "SKIP"
