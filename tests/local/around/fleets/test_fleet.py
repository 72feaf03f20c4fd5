"""How many instances there are, and which of them join."""

from __future__ import annotations

from dataclasses import replace

from batchdeck.local import settings
from tests.local.around.fleets.seen import Seen
from tests.local.cloud import ECS_POLICY, Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def test_an_instance_without_a_way_out_runs_and_never_joins(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    subnet = cloud.subnet(routed=False)
    environment = cloud.environment(subnets=[subnet])
    job_id, seen = cloud.submit(cloud.queue(environment)), Seen(cloud, environment)
    (stranger,) = eventually(seen.instances)
    assert stranger["SubnetId"] == subnet
    assert seen.joined() == []
    cloud.route_out(subnet)
    assert runner.next().request.job_id == job_id
    assert [one["ec2InstanceId"] for one in seen.joined()] != [stranger["InstanceId"]]
    eventually(lambda: len(seen.instances()) == 1)


def test_an_instance_whose_role_lacks_permissions_never_joins(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    profile, role = cloud.name("profile"), cloud.role("ec2.amazonaws.com")
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    environment = cloud.environment(instanceRole=profile)
    job_id, seen = cloud.submit(cloud.queue(environment)), Seen(cloud, environment)
    eventually(seen.instances)
    assert seen.joined() == []
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=ECS_POLICY)
    assert runner.next().request.job_id == job_id
    assert len(seen.joined()) == 1


def test_minimum_capacity_is_up_without_jobs(cloud: Cloud) -> None:
    environment = cloud.environment(minvCpus=6)
    seen = Seen(cloud, environment)
    eventually(lambda: seen.joined())
    types = sorted(one["InstanceType"] for one in seen.instances())
    assert types == ["m5.large", "m5.xlarge"]
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"minvCpus": 0}
    )


def test_an_instance_that_somebody_terminates_is_replaced(cloud: Cloud) -> None:
    environment = cloud.environment(minvCpus=2)
    seen = Seen(cloud, environment)
    (first,) = eventually(seen.instances)
    cloud.ec2.terminate_instances(InstanceIds=[first["InstanceId"]])
    (second,) = eventually(seen.instances)
    assert first["InstanceId"] != second["InstanceId"]
    eventually(lambda: [one["ec2InstanceId"] for one in seen.joined()] == [second["InstanceId"]])


def test_desired_vcpus_count_whole_instances(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.xlarge"])
    queue, small = cloud.queue(environment), cloud.definition(vcpus="1")
    cloud.submit(queue, small)
    first = runner.next()
    assert desired(cloud, environment) == 4
    cloud.submit(queue, small)
    second = runner.next()
    assert desired(cloud, environment) == 4
    cloud.submit(queue, cloud.definition(vcpus="3"))
    third = runner.next()
    assert desired(cloud, environment) == 8
    first.finish(0)
    second.finish(0)
    eventually(lambda: desired(cloud, environment) == 4)
    third.finish(0)
    eventually(lambda: desired(cloud, environment) == 0)


def test_memory_decides_how_many_instances_there_may_be(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"], maxvCpus=4)
    queue, definition = cloud.queue(environment), cloud.definition(vcpus="1", memory="6000")
    jobs = [cloud.submit(queue, definition) for _ in range(3)]
    runs = [runner.next(), runner.next()]
    assert len(Seen(cloud, environment).instances()) == 2
    assert cloud.job(jobs[2])["status"] == "RUNNABLE"
    runs[0].finish(0)
    assert runner.next().request.job_id == jobs[2]


def test_best_fit_never_goes_over_the_maximum(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(
        instanceTypes=["m5.large"], maxvCpus=3, allocationStrategy="BEST_FIT"
    )
    queue, definition = cloud.queue(environment), cloud.definition(vcpus="1", memory="6000")
    jobs = [cloud.submit(queue, definition) for _ in range(2)]
    run = runner.next()
    assert len(Seen(cloud, environment).instances()) == 1
    assert cloud.job(jobs[1])["status"] == "RUNNABLE"
    run.finish(0)
    assert runner.next().request.job_id == jobs[1]


def test_an_idle_instance_is_kept_for_as_long_as_its_environment_says(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    now = settings.current()
    settings.configure(replace(now, pace=replace(now.pace, minute=3600.0)))
    patient = cloud.environment(scalingPolicy={"minScaleDownDelayMinutes": 20})
    quick = cloud.environment()
    for environment in (patient, quick):
        cloud.submit(cloud.queue(environment))
        runner.next().finish(0)
    eventually(lambda: not Seen(cloud, quick).instances())
    (kept,) = Seen(cloud, patient).instances()
    assert desired(cloud, patient) == 2
    job_id = cloud.submit(cloud.queue(patient))
    runner.next().finish(0)
    assert cloud.wait(job_id, "SUCCEEDED")
    assert [one["InstanceId"] for one in Seen(cloud, patient).instances()] == [kept["InstanceId"]]
    settings.configure(now)
    eventually(lambda: not Seen(cloud, patient).instances())
    eventually(lambda: desired(cloud, patient) == 0)


def desired(cloud: Cloud, environment: str) -> int:
    (told,) = cloud.batch.describe_compute_environments(computeEnvironments=[environment])[
        "computeEnvironments"
    ]
    return int(told["computeResources"]["desiredvCpus"])


def test_a_job_whose_instance_is_terminated_fails(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    job_id = cloud.submit(cloud.queue(environment))
    run = runner.next()
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    (instance,) = Seen(cloud, environment).instances()
    cloud.ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
    job = cloud.wait(job_id, "FAILED")
    assert job["statusReason"] == f"Host EC2 (instance {instance['InstanceId']}) terminated."
    assert "exitCode" not in job["attempts"][0]["container"]
    assert run.stopped_with == [0]


def test_a_lost_instance_can_be_a_reason_to_try_again(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment("SPOT", allocationStrategy="SPOT_CAPACITY_OPTIMIZED")
    retry = {
        "attempts": 2,
        "evaluateOnExit": [
            {"onStatusReason": "Host EC2*", "action": "RETRY"},
            {"onReason": "*", "action": "EXIT"},
        ],
    }
    job_id = cloud.submit(cloud.queue(environment), retryStrategy=retry)
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    (lost,) = Seen(cloud, environment).instances()
    cloud.ec2.terminate_instances(InstanceIds=[lost["InstanceId"]])
    runner.next().finish(0)
    job = cloud.wait(job_id, "SUCCEEDED")
    assert [one["statusReason"][:8] for one in job["attempts"]] == ["Host EC2", "Essentia"]


def test_a_job_that_has_not_begun_gets_another_instance(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    now = settings.current()
    settings.configure(replace(now, pace=replace(now.pace, runnable=0.5)))
    environment = cloud.environment()
    seen, job_id = Seen(cloud, environment), cloud.submit(cloud.queue(environment))
    (lost,) = eventually(seen.instances)
    cloud.ec2.terminate_instances(InstanceIds=[lost["InstanceId"]])
    assert runner.next().request.job_id == job_id
    (joined,) = seen.joined()
    assert joined["ec2InstanceId"] != lost["InstanceId"]
    assert cloud.job(job_id)["container"]["containerInstanceArn"] == joined["containerInstanceArn"]
