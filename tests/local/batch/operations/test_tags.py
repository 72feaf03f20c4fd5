from __future__ import annotations

from batchdeck.local.batch.records import JobRecord
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def test_everything_can_be_tagged(cloud: Cloud) -> None:
    environment = cloud.environment()
    queue = cloud.queue(environment)
    definition = cloud.definition()
    job_id = cloud.submit(queue, definition)
    policy, licence = cloud.name("policy"), cloud.name("licence")
    cloud.batch.create_scheduling_policy(name=policy)
    cloud.batch.create_consumable_resource(consumableResourceName=licence)
    account = cloud.backend.account
    for resource in (
        f"scheduling-policy/{policy}",
        f"consumable-resource/{licence}",
        f"compute-environment/{environment}",
        f"job-queue/{queue}",
        f"job-definition/{definition}:1",
        f"job/{job_id}",
    ):
        arn = account.arn(resource)
        cloud.batch.tag_resource(resourceArn=arn, tags={"team": "x", "cost": "1"})
        cloud.batch.tag_resource(resourceArn=arn, tags={"team": "y"})
        tags = cloud.batch.list_tags_for_resource(resourceArn=arn)["tags"]
        assert tags == {"team": "y", "cost": "1"}
        cloud.batch.untag_resource(resourceArn=arn, tagKeys=["team", "nothing"])
        assert cloud.batch.list_tags_for_resource(resourceArn=arn)["tags"] == {"cost": "1"}
    assert cloud.job(job_id)["tags"] == {"cost": "1"}


def test_jobs_that_began_with_the_same_tags_are_tagged_one_by_one(cloud: Cloud) -> None:
    queue, definition, tags = cloud.queue(), cloud.definition(), {"team": "x"}
    account = cloud.backend.account
    record, revision = account.queue(queue), account.definition(definition)
    assert record is not None
    assert revision is not None
    for job_id in ("one", "other"):
        account.jobs.insert(JobRecord(job_id, "job", record.arn, revision, 1, tags=tags))
    cloud.batch.tag_resource(resourceArn=account.arn("job/one"), tags={"cost": "1"})
    cloud.batch.untag_resource(resourceArn=account.arn("job/other"), tagKeys=["team"])
    assert cloud.job("one")["tags"] == {"team": "x", "cost": "1"}
    assert cloud.job("other")["tags"] == {}


def test_what_does_not_exist_has_no_tags(cloud: Cloud) -> None:
    for resource in ("job/nobody", "something/else"):
        arn = cloud.backend.account.arn(resource)
        with refused(f"Resource {arn} not found."):
            cloud.batch.list_tags_for_resource(resourceArn=arn)


def test_fifty_tags_are_the_most_and_some_names_are_reserved(cloud: Cloud) -> None:
    arn = cloud.backend.account.arn(f"job-queue/{cloud.queue()}")
    many = {str(n): "" for n in range(50)}
    cloud.batch.tag_resource(resourceArn=arn, tags=many)
    with refused("at most 50"):
        cloud.batch.tag_resource(resourceArn=arn, tags={"one": "more"})
    cloud.batch.untag_resource(resourceArn=arn, tagKeys=list(many))
    with refused("reserved"):
        cloud.batch.tag_resource(resourceArn=arn, tags={"aws:x": "y"})


def test_children_have_no_tags_of_their_own(cloud: Cloud) -> None:
    job_id = cloud.submit(cloud.queue(), arrayProperties={"size": 2})
    arn = cloud.backend.account.arn(f"job/{job_id}:0")
    with refused("Tags of child jobs are not supported"):
        cloud.batch.tag_resource(resourceArn=arn, tags={"team": "x"})
    with refused("Tags of child jobs are not supported"):
        cloud.batch.list_tags_for_resource(resourceArn=arn)
