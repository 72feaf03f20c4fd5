"""Every command of every remedy is one that the AWS CLI takes."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

from batchdeck.diagnosis.checks import load

SAMPLES = {
    "which": "imageTag=7",
    "attribute": "--enable-dns-support",
    "direction": "--egress",
    "first": "1024",
    "last": "65535",
    "seconds": "60",
    "quantity": "5",
    "missing": "2",
    "memory": "512",
    "new_max": "64",
    "size": "100",
    "desired": "64",
    "priority": "9",
    "fairshare": "{}",
    "registration": '{"jobDefinitionName":"d","type":"container"}',
    "submission": '{"jobName":"n","jobQueue":"q","jobDefinition":"d"}',
    "replacement": '{"computeEnvironmentName":"e","type":"MANAGED"}',
    "order": '[{"order":1,"computeEnvironment":"e"}]',
    "data": '{"ImageId":"ami-1"}',
    "launch_template_data": '{"ImageId":"ami-1"}',
    "since": "2026-01-01T00:00:00Z",
}
#: In a process of its own: the CLI brings its own botocore in the place of the usual one.
PROGRAM = """
import json, sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
refused = []
for words in json.load(sys.stdin):
    if words[0] == "ec2":
        driver = create_clidriver()  # Its own changes to one command get in the way of the next.
    if driver.main([*words, "--generate-cli-skeleton"]):
        refused.append(words)
print(json.dumps(refused), file=sys.stderr)
sys.exit(bool(refused))
"""


class Sampled(dict[str, str]):
    """A value for every word."""

    def __contains__(self, word: object) -> bool:
        return True

    def __missing__(self, word: str) -> str:
        return "sample"


def commands() -> list[str]:
    """All of them, with samples for what a verdict would fill in."""
    found: set[str] = set()
    for check in load().values():
        found.update(check.remedy.filled(Sampled(SAMPLES)))
    return sorted(found)


def test_the_aws_cli_takes_them() -> None:
    assert len(commands()) > 30
    lines = [shlex.split(command) for command in commands()]
    assert {line[0] for line in lines} == {"aws"}
    assert not any("file://" in command for command in commands())
    plain = [line[1:] for line in lines]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(plain),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
