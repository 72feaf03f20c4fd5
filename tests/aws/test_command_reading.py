"""Every command that the diagnosis offers is read as the real AWS CLI reads it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from botocore.session import Session

from batchdeck.aws.command_reading import Command, UnreadableError, read_command, words_of
from batchdeck.diagnosis.check import Apply
from batchdeck.diagnosis.checks import load
from batchdeck.domain.connection import Connection
from tests.diagnosis.checks.test_commands import SAMPLES, Sampled

UPDATE = "aws batch update-compute-environment --compute-environment a"
NOWHERE = Connection(region="eu-west-1")
#: What takes longer values than a sample.
NOT_TRIED = re.compile(r"efs create-mount-target|create-pull-through-cache-rule")
#: In a process of its own: the CLI brings its own botocore in the place of the usual one.
PROGRAM = """
import json, shlex, sys
from awscli import clidriver
sent = []
def invoke(self, service, operation, parameters, options):
    sent.append([operation, parameters])
    return 0
clidriver.CLIOperationCaller.invoke = invoke
for line in json.load(sys.stdin):
    driver = clidriver.create_clidriver()
    assert driver.main(shlex.split(line)[1:]) == 0, line
json.dump(sent, sys.stdout)
"""


@cache
def model(service: str) -> Any:
    return Session().get_service_model(service)


def read(line: str) -> Command:
    return read_command(line, model(words_of(line)[0]), NOWHERE)


def test_what_the_diagnosis_offers_is_read_as_the_aws_cli_reads_it() -> None:
    remedies = [one.remedy for one in load().values() if one.remedy.apply is not Apply.NEVER]
    offered = {line for remedy in remedies for line in remedy.filled(Sampled(SAMPLES))}
    lines = sorted(line for line in offered if not NOT_TRIED.search(line))
    assert len(lines) > 25
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    for line, (operation, parameters) in zip(lines, json.loads(done.stdout), strict=True):
        write = read(line).write
        if parameters.get("Protocol") == "tcp":  # The CLI makes a number of it later on.
            parameters["Protocol"] = "6"
        assert (write.operation, write.parameters) == (operation, parameters), line


def test_what_it_is_about_and_what_it_sets() -> None:
    command = read(
        "aws batch update-compute-environment --compute-environment 'a b' "
        "--compute-resources maxvCpus=64,instanceTypes=m5.large,r6i.large --state ENABLED"
    )
    assert command.on == (("computeEnvironment", "a b"),)
    assert command.sets == (
        ("computeResources.maxvCpus", "64"),
        ("computeResources.instanceTypes", "m5.large, r6i.large"),
        ("state", "ENABLED"),
    )
    assert command.write.line.startswith("aws batch update-compute-environment")
    assert command.write.line.endswith("--region eu-west-1")
    flag = read("aws ec2 modify-subnet-attribute --subnet-id s-1 --no-map-public-ip-on-launch")
    assert flag.sets == (("MapPublicIpOnLaunch.Value", "false"),)


def test_values_of_variables_are_masked() -> None:
    command = read(
        "aws batch submit-job --job-name a --job-queue q --job-definition d "
        "--container-overrides 'environment=[{name=TOKEN,value=hunter22}]'"
    )
    assert "hunter22" not in repr(command)
    assert command.write.parameters["containerOverrides"]["environment"][0]["value"] == "hunter22"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rm -rf /", "rm -rf /: not an aws command"),
        ("aws batch 'submit", "not a command line"),
        ("aws batch explode --now", "explode: batch has no such operation"),
        ("aws batch cancel-job --jobs a", "--jobs: no parameter of CancelJob"),
        ("aws batch cancel-job --job-id", "--job-id: a value is missing"),
        ("aws batch cancel-job --job-id a", 'Missing required parameter in input: "reason"'),
        ("aws batch cancel-job --job-id a b --reason c", "--job-id a b: one value expected"),
        (
            "aws iam create-role --role-name a --assume-role-policy-document file://trust.json",
            "--assume-role-policy-document: write the file trust.json first",
        ),
        (
            f"{UPDATE} --compute-resources maxvCpus=many",
            "--compute-resources maxvCpus=many: invalid literal",
        ),
        (
            f"{UPDATE} --compute-resources maxCpus=4",
            "maxCpus is no member of it",
        ),
        ("aws batch update-compute-environment --compute-resources {", "--compute-resources {: "),
        (
            "aws ec2 create-network-acl-entry --ip-permissions a",
            "--ip-permissions: no parameter of CreateNetworkAclEntry",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_part_that_is_in_the_way(
    line: str, words: str
) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read(line)
    assert words in str(refusal.value)
