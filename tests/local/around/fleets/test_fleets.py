"""What jobs make visible in EC2, ECS and Auto Scaling."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def test_a_job_brings_an_instance_that_goes_after_it(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(tags={"team": "shop"})
    queue, seen = cloud.queue(environment), Seen(cloud, environment)
    assert (seen.instances(), seen.joined()) == ([], [])
    job_id = cloud.submit(queue)
    run = runner.next()
    (instance,) = seen.instances()
    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert instance["InstanceType"] == "m5.large"
    assert instance["IamInstanceProfile"]["Arn"]
    assert (tags["AWSBatchServiceTag"], tags["team"]) == ("batch", "shop")
    (joined,) = seen.joined()
    assert joined["ec2InstanceId"] == instance["InstanceId"]
    assert joined["agentConnected"] is True
    container = cloud.job(job_id)["container"]
    assert container["containerInstanceArn"] == joined["containerInstanceArn"]
    run.finish(0)
    eventually(lambda: not seen.joined() and not seen.instances())


def test_fargate_has_a_cluster_and_no_instances(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment("FARGATE")
    queue, seen = cloud.queue(environment), Seen(cloud, environment)
    job_id = cloud.submit(queue, cloud.fargate_definition())
    runner.next()
    assert "containerInstanceArn" not in cloud.job(job_id)["container"]
    (cluster,) = eventually(seen.clusters)
    assert (cluster["status"], seen.joined()) == ("ACTIVE", [])


def test_a_deleted_environment_takes_everything_along(cloud: Cloud) -> None:
    environment = cloud.environment(minvCpus=2)
    seen = Seen(cloud, environment)
    eventually(seen.instances)
    name = seen.group()["AutoScalingGroupName"]
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    cloud.batch.delete_compute_environment(computeEnvironment=environment)
    eventually(lambda: not seen.instances() and not seen.clusters())
    groups = cloud.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    assert groups["AutoScalingGroups"] == []
