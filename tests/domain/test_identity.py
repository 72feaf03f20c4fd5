import pytest

from batchdeck.domain.identity import Identity


@pytest.mark.parametrize(
    ("arn", "role"),
    [
        ("arn:aws:sts::123456789012:assumed-role/operator/ada@example.com", "operator"),
        (
            "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Read_1a/ada",
            "AWSReservedSSO_Read_1a",
        ),
        ("arn:aws:iam::123456789012:user/ada", "ada"),
        ("arn:aws:iam::123456789012:user/team/data/ada", "ada"),
        ("arn:aws-cn:iam::123456789012:user/ada", "ada"),
        ("arn:aws:sts::123456789012:federated-user/ada", "ada"),
        ("arn:aws:iam::123456789012:root", "root"),
        ("", ""),
    ],
)
def test_the_role_is_what_people_call_it(arn: str, role: str) -> None:
    assert Identity("123456789012", "eu-west-1", arn).role == role
