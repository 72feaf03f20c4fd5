from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret


def test_the_ordinary_chain_decides_and_writing_is_allowed_by_default() -> None:
    connection = Connection()
    assert (connection.profile, connection.region, connection.endpoint_url) == ("", "", "")
    assert not connection.read_only


def test_keys_are_not_printed() -> None:
    assert "hunter2" not in repr(Connection(access_key="AKIA", secret_key=Secret("hunter2")))
