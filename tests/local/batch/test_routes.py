from __future__ import annotations

from batchdeck.local.batch import routes

ARN = "arn:aws:batch:eu-west-1:123456789012:job-definition/etl:1"


def test_every_operation_of_the_model_has_its_path() -> None:
    for name in routes.model().operation_names:
        http = routes.model().operation_model(name).http
        found = routes.find(http["method"], "http://here" + http["requestUri"].replace("{", "x"))
        assert found is not None
        assert found[0].name == name


def test_members_in_the_path_are_decoded() -> None:
    found = routes.find("GET", f"http://here/v1/tags/{ARN.replace('/', '%2F').replace(':', '%3A')}")
    assert found is not None
    assert found[1] == {"resourceArn": ARN}


def test_members_in_the_query_are_lists_where_the_model_says_so() -> None:
    found = routes.find("DELETE", f"http://here/v1/tags/{ARN}?tagKeys=a&tagKeys=b%20c")
    assert found is not None
    assert found[0].name == "UntagResource"
    assert found[1] == {"resourceArn": ARN, "tagKeys": ["a", "b c"]}


def test_other_paths_and_methods_lead_nowhere() -> None:
    assert routes.find("POST", "http://here/v2/submitjob") is None
    assert routes.find("GET", "http://here/v1/submitjob") is None


def test_paths_are_registered_once() -> None:
    paths = routes.paths()
    assert len(set(paths)) == len(paths)
    assert "/v1/submitjob$" in paths
