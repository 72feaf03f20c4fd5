from __future__ import annotations

import base64

from batchdeck.diagnosis.checks.instance.user_data import (
    user_data_is_harmless,
    user_data_is_mime,
    user_data_leaves_cluster,
)
from batchdeck.diagnosis.verdict import Verdict
from batchdeck.domain.launch import LaunchTemplate, LaunchTemplateReference
from tests.diagnosis.things import environment, status_of

USUAL = LaunchTemplateReference("lt-1", "2")
HERE = (
    environment(launch_templates=(USUAL,), cluster="arn:aws:ecs:eu-west-1:1:cluster/spot_Batch"),
)
ARCHIVE = """\
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==B=="

--==B==
Content-Type: text/x-shellscript; charset="us-ascii"

{script}

--==B==--
"""


def templates(content: str | None) -> dict[tuple[str, str], LaunchTemplate | None]:
    """A template with that user data."""
    return {USUAL.key: LaunchTemplate("lt-1", "nodes", 2, user_data=content)}


def risk(script: str) -> Verdict:
    """What is said of a script inside an archive."""
    return user_data_is_harmless(HERE, templates(ARCHIVE.format(script=script)))


def reserved(script: str) -> Verdict:
    """The same of the settings it makes."""
    return user_data_leaves_cluster(HERE, templates(ARCHIVE.format(script=script)))


def test_user_data_is_a_mime_archive() -> None:
    assert (
        status_of(user_data_is_mime(HERE, templates(ARCHIVE.format(script="#!/bin/sh")))) == "PASS"
    )
    verdict = user_data_is_mime(HERE, templates("#!/bin/bash\nexport TOKEN=hunter2\n"))
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "#!/bin/bash")
    assert "hunter2" not in repr(verdict)
    assert dict(verdict.values) == {"ce": "spot", "template": "lt-1", "version": "2"}
    assert not verdict.settled
    verdict = user_data_is_mime(HERE, templates("TOKEN=hunter2"))
    assert verdict.evidence[0].value == "text without MIME headers"


def test_headers_without_parts_are_no_archive() -> None:
    headers = ARCHIVE.partition("\n\n")[0]
    assert status_of(user_data_is_mime(HERE, templates(headers + "\n\n#!/bin/sh\n"))) == "FAIL"
    boundless = ARCHIVE.replace('; boundary="==B=="', "")
    assert status_of(user_data_is_mime(HERE, templates(boundless))) == "FAIL"
    assert status_of(user_data_is_mime(HERE, templates("\n" + ARCHIVE))) == "WARN"


def test_batch_says_itself_that_it_is_none() -> None:
    reason = "CLIENT_ERROR - Launch Template UserData is not MIME multipart format"
    latest = LaunchTemplateReference("lt-1", "$Latest")
    here = (environment(launch_templates=(latest,), status="INVALID", reason=reason),)
    found = {latest.key: LaunchTemplate("lt-1", "nodes", 5, user_data="#!/bin/sh")}
    verdict = user_data_is_mime(here, found)
    assert (verdict.settled, verdict.estimated) == (True, False)
    silent = (environment(launch_templates=(latest,)),)
    assert user_data_is_mime(silent, found).estimated


def test_no_user_data_and_no_text() -> None:
    for judged in (user_data_is_mime, user_data_is_harmless, user_data_leaves_cluster):
        assert status_of(judged(HERE, templates(""))) == "SKIP"
        assert status_of(judged((environment(),), {})) == "SKIP"
    assert status_of(user_data_is_mime(HERE, templates(None))) == "UNKNOWN"


def test_what_starts_the_agent_waits_for_itself() -> None:
    for script in ("sudo systemctl start ecs", "systemctl enable --now ecs.service"):
        verdict = risk(script)
        assert (status_of(verdict), verdict.estimated) == ("FAIL", True), script
    assert status_of(risk("systemctl stop ecs")) == "FAIL"


def test_what_is_known_to_work_is_not_accused() -> None:
    for script in (
        "#!/bin/sh\n# systemctl restart ecs\necho ECS_LOGLEVEL=debug >> /etc/ecs/ecs.config",
        "systemctl enable --now --no-block ecs.service",
        "(sleep 20; systemctl restart ecs) &",
        "systemctl stop ecs\nmkfs /dev/xvdb\nsystemctl enable --now --no-block ecs",
        "yum install -y nfs-utils && mount -a",
        "yum update -y amazon-ssm-agent",
        "sleep 10\naws s3 cp s3://bucket/agent.json /etc/agent.json",
    ):
        assert status_of(risk(script)) == "PASS", script


def test_what_takes_long_is_a_warning() -> None:
    for script in (
        "yum update -y",
        "dnf -y upgrade; echo done",
        "systemctl restart docker",
        "sleep 70",
        "sleep 600",
        "while true; do date; done",
        "aws s3 sync s3://reference /data",
        "sudo reboot",
    ):
        assert status_of(risk(script)) == "WARN", script


def test_encoded_parts_are_read_too() -> None:
    encoded = base64.b64encode(b"systemctl start ecs").decode()
    hidden = ARCHIVE.replace('charset="us-ascii"', "\nContent-Transfer-Encoding: base64").replace(
        "; \nContent", "\nContent"
    )
    assert (
        status_of(user_data_is_harmless(HERE, templates(hidden.format(script=encoded)))) == "FAIL"
    )


def test_settings_that_are_batchs_own() -> None:
    verdict = reserved("echo ECS_CLUSTER=mine >> /etc/ecs/ecs.config")
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "ECS_CLUSTER=...")
    assert status_of(reserved("echo 'ECS_INSTANCE_ATTRIBUTES={}' >> /etc/ecs/ecs.config")) == "FAIL"
    assert status_of(reserved("echo ECS_CLUSTER=spot_Batch >> /etc/ecs/ecs.config")) == "PASS"
    assert status_of(reserved("# ECS_CLUSTER=mine\nMY_ECS_CLUSTER=x")) == "PASS"
