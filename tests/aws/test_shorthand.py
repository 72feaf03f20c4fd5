from __future__ import annotations

import re
from importlib import import_module

import pytest

from batchdeck.aws.shorthand import ShorthandError, read_shorthand

TEXTS = (
    "maxvCpus=64",
    "instanceTypes=m5.large,r6i.4xlarge",
    "instanceTypes=m5.large,r6i.4xlarge,maxvCpus=64",
    "subnets=subnet-1,subnet-2,securityGroupIds=sg-1",
    "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]",
    "resourceRequirements=[{type=MEMORY,value=512},{type=VCPU,value=2}]",
    "order=1,computeEnvironment=arn:aws:batch:eu-west-1:1:compute-environment/spot",
    "name='with, comma',other=\"double ' quote\"",
    "a={b={c=1,d=[x,y]}},e=f",
    r"escaped=a\,b",
    "empty=",
    "words=one two",
    "From=1024,To=65535",
)


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_read_as_the_aws_cli_reads_it(text: str) -> None:
    parser = import_module("awscli.shorthand").ShorthandParser()
    assert read_shorthand(text) == parser.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("maxvCpus", "name= expected at 'maxvCpus'"),
        ("a=[b", "',' expected at its end"),
        ("a=[b,", "']' expected at its end"),
        ("a={b=1", "',' expected at its end"),
        ("a=1}", "',' expected at '}'"),
        ('a="b"c', "',' expected at 'c'"),
        ("list=one,", "a value expected at its end"),
        ("a=1,,b=2", "a value expected at ',b=2'"),
    ],
)
def test_what_is_none_is_refused_with_the_place(text: str, words: str) -> None:
    with pytest.raises(ShorthandError, match=re.escape(words)):
        read_shorthand(text)
