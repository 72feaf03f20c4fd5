from __future__ import annotations

import pytest

from batchdeck.aws.containers import containers
from tests.aws.answers import CONTAINER, ECS_JOB, EKS_JOB, JOB, NODE_JOB


def test_one_container() -> None:
    (found,) = containers(JOB)
    assert found.image == "registry/genome:7"
    assert found.command == ("align", "Ref::input")
    assert (found.vcpus, found.memory, found.gpus) == (0.25, 512, 1)
    assert found.environment[0].name == "TOKEN"
    assert found.environment[0].value.reveal() == "hunter22"
    assert "hunter22" not in repr(found)
    assert found.job_role.endswith("role/job")
    assert found.execution_role.endswith("role/execution")
    assert (found.log_driver, found.log_group) == ("awslogs", "/genome")
    assert (found.exit_code, found.reason) == (137, "OutOfMemoryError: killed")


def test_what_a_container_needs_before_it_starts() -> None:
    efs = {"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}
    source = {
        "image": "i",
        "secrets": [{"name": "A", "valueFrom": "arn:a"}, {"name": "B", "valueFrom": "/b"}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": "g", "awslogs-create-group": "true"},
            "secretOptions": [{"name": "C", "valueFrom": "/b"}],
        },
        "repositoryCredentials": {"credentialsParameter": "arn:registry"},
        "volumes": [efs, {"name": "host"}],
        "runtimePlatform": {"cpuArchitecture": "ARM64"},
        "user": "1000:7",
    }
    (found,) = containers({"container": source})
    assert found.user == "1000:7"
    assert (found.secrets, found.registry_secret) == (("arn:a", "/b"), "arn:registry")
    assert (found.creates_log_group, found.file_systems) == (True, ("fs-1",))
    assert found.architecture == "ARM64"
    task = {"volumes": [efs], "runtimePlatform": source["runtimePlatform"]}
    of_task = {"ecsProperties": {"taskProperties": [{**task, "containers": [{"image": "i"}]}]}}
    (found,) = containers(of_task)
    assert (found.file_systems, found.architecture) == (("fs-1",), "ARM64")
    assert not found.creates_log_group


def test_what_fargate_looks_at() -> None:
    platform = {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
    storage = {"ephemeralStorage": {"sizeInGiB": 100}, "runtimePlatform": platform}
    alone = {"fargatePlatformConfiguration": {"platformVersion": "1.4.0"}, **storage}
    in_task = {"platformVersion": "LATEST", **storage}
    task = {"ecsProperties": {"taskProperties": [{**in_task, "containers": [{"image": "i"}]}]}}
    for source, version in (({"container": {"image": "i", **alone}}, "1.4.0"), (task, "LATEST")):
        (found,) = containers(source)
        assert (found.platform_version, found.ephemeral_storage) == (version, 100)
        assert found.operating_system == "WINDOWS_SERVER_2022_CORE"


def test_what_only_instances_have() -> None:
    linux = {"devices": [{"hostPath": "/dev/fuse"}], "tmpfs": [], "initProcessEnabled": True}
    source = {"image": "i", "privileged": True, "linuxParameters": linux}
    assert containers({"container": source})[0].instance_only == (
        "linuxParameters.devices",
        "privileged",
    )
    assert containers({"container": {"image": "i"}})[0].instance_only == ()


def test_a_definition_has_the_same_container() -> None:
    (found,) = containers({"containerProperties": CONTAINER})
    assert found.image == "registry/genome:7"


def test_sizes_in_the_old_places() -> None:
    (found,) = containers({"container": {"image": "i", "vcpus": 2, "memory": 2048}})
    assert (found.vcpus, found.memory, found.gpus) == (2, 2048, None)
    assert (found.log_driver, found.log_group) == ("awslogs", "/aws/batch/job")


def test_containers_of_an_ecs_task() -> None:
    main, side = containers(ECS_JOB)
    assert (main.name, side.name) == ("main", "side")
    assert (main.job_role, main.execution_role) == ("arn:task", "arn:execution")
    assert (main.log_driver, main.log_group) == ("splunk", "")
    assert side.log_group == "/aws/batch/job"


def test_containers_of_all_nodes() -> None:
    assert [one.image for one in containers(NODE_JOB)] == ["registry/genome:7", "main:1", "side:1"]


def test_containers_of_a_pod() -> None:
    (found,) = containers(EKS_JOB)
    assert found.command == ("run", "fast")
    assert (found.vcpus, found.memory, found.gpus) == (0.5, 2048, 1)
    assert found.environment[0].value.reveal() == "hunter22"
    assert found.log_group == ""


@pytest.mark.parametrize(
    ("cpu", "memory", "shown"),
    [
        ("2", "1073741824", (2, 1024)),
        ("0.5", "512Mi", (0.5, 512)),
        ("", "", (None, None)),
        ("lots", "1.2.3Gi", (None, None)),
    ],
)
def test_quantities_of_kubernetes(cpu: str, memory: str, shown: tuple[object, object]) -> None:
    resources = {"limits": {"cpu": cpu, "memory": memory}}
    pod = {"containers": [{"image": "i", "resources": resources}]}
    (found,) = containers({"eksProperties": {"podProperties": pod}})
    assert (found.vcpus, found.memory) == shown
