"""Words for answers: names that refer to each other, texts that mean something, and rubbish."""

from __future__ import annotations

NOW = 1_767_000_000_000
"""When all this is, ms."""
ARN = "arn:aws:{}:eu-west-1:123456789012:{}"
ROLE = "arn:aws:iam::123456789012:role/"
JOBS = (
    "0a1b2c3d-0000-4000-8000-000000000001",
    "0a1b2c3d-0000-4000-8000-000000000002",
    "0a1b2c3d-0000-4000-8000-000000000003",
)
QUEUES = ("etl", "other")
ENVIRONMENTS = ("ec2", "fargate")
RUBBISH = (
    *("", " ", "x", "-1", "0", "{", "[]", "null", "*", "a|b`c`<d>", "--no-such", "/", ":", "::::"),
    *("日本語", "\x1b]52;c;aGk=\x07", "\x00", "e\u0301\u202e", "NaN", "1e99", "9" * 400),
)
WORDS = (*RUBBISH, "arn:aws:iam::123456789012:role/x", "vpc-1", "subnet-1", "1", "512", "0.25")

_REASONS = (
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement is higher",
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill m5.large",
    "UNDETERMINED - Batch job is blocked, root cause is undetermined.",
    "CLIENT_ERROR - Not authorized to perform sts:AssumeRole",
    "CannotPullContainerError: i/o timeout",
    "ResourceInitializationError: unable to pull secrets or registry auth",
    "OutOfMemoryError: Container killed due to memory usage",
    "Host EC2 (instance i-1) terminated.",
    "Essential container in task exited",
    "You have requested more vCPU capacity than your current vCPU limit",
    "Could not launch Spot Instances. InsufficientInstanceCapacity",
)
_TYPES = ("m5.large", "c5", "optimal", "default_arm64", "p4d.24xlarge", "g5.xlarge", "m5.*")
_SERVICES = ("ecs", "ecs-agent", "ecs-telemetry", "ecr.api", "ecr.dkr", "s3", "logs", "ssm")
_ROLES = tuple(ROLE + name for name in ("service", "execution", "instance"))
_NUMBERS = ("1", "2", "0.25", "512", "4096", "16384", "1048576")
_POLICIES = (
    '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
    '{"Statement":{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":["ecr:*"]}}',
)
_MANIFESTS = (
    '{"config":{"digest":"sha256:1"},"layers":[{"size":7},{"size":"x"},{}]}',
    '{"manifests":[{"platform":{"architecture":"arm64"}},{"platform":null},7]}',
)
_KNOWN: dict[str, tuple[str, ...]] = {
    "jobid": JOBS,
    "jobarn": tuple(ARN.format("batch", f"job/{one}") for one in JOBS),
    "jobqueue": tuple(ARN.format("batch", f"job-queue/{one}") for one in QUEUES),
    "jobqueuename": QUEUES,
    "jobqueuearn": tuple(ARN.format("batch", f"job-queue/{one}") for one in QUEUES),
    "computeenvironment": tuple(
        ARN.format("batch", f"compute-environment/{one}") for one in ENVIRONMENTS
    ),
    "computeenvironmentname": ENVIRONMENTS,
    "computeenvironmentarn": tuple(
        ARN.format("batch", f"compute-environment/{one}") for one in ENVIRONMENTS
    ),
    "uuid": ("uuid-1", "uuid-2"),
    "autoscalinggroupname": ("ec2-asg-uuid-1", "fargate-asg-uuid-2"),
    "ecsclusterarn": (ARN.format("ecs", "cluster/ec2"),),
    "containerinstancearn": (ARN.format("ecs", "container-instance/ec2/1"),),
    "subnets": ("subnet-1", "subnet-2"),
    "subnetid": ("subnet-1", "subnet-2"),
    "vpcid": ("vpc-1",),
    "securitygroupids": ("sg-1",),
    "groupid": ("sg-1",),
    "routetableid": ("rtb-1", "rtb-2"),
    "routetableids": ("rtb-1", "rtb-2"),
    "natgatewayid": ("nat-1",),
    "gatewayid": ("igw-1", "local", "vpce-1"),
    "internetgatewayid": ("igw-1",),
    "destinationcidrblock": ("0.0.0.0/0", "10.0.0.0/16"),
    "cidrip": ("0.0.0.0/0", "10.0.0.0/8"),
    "cidrblock": ("10.0.0.0/24", "0.0.0.0/0"),
    "ipprotocol": ("-1", "tcp"),
    "servicename": tuple(f"com.amazonaws.eu-west-1.{one}" for one in _SERVICES),
    "instancetype": _TYPES,
    "instancetypes": _TYPES,
    "instancerole": ("arn:aws:iam::123456789012:instance-profile/ecs", "ecs"),
    "servicerole": (
        *_ROLES,
        f"{ROLE}aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
    ),
    "executionrolearn": _ROLES,
    "jobrolearn": _ROLES,
    "arn": _ROLES,
    "instanceid": ("i-1",),
    "ec2instanceid": ("i-1",),
    "imageid": ("ami-1",),
    "launchtemplateid": ("lt-1",),
    "version": ("1", "$Latest", "$Default"),
    "image": (
        "busybox",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/tool:7",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tool@sha256:" + "0" * 64,
        "210987654321.dkr.ecr.eu-west-1.amazonaws.com/their/tool:1",
    ),
    "name": ("MEMORY", "CPU", "ecs.instance-type", "ecs.subnet-id", "ecs.ami-id", "vpc-1"),
    "value": _NUMBERS,
    "type": ("VCPU", "MEMORY", "GPU", "EC2", "FARGATE"),
    "statusreason": _REASONS,
    "statusmessage": _REASONS,
    "reason": _REASONS,
    "evalactionname": ("ecs:Poll", "ecr:GetAuthorizationToken", "sts:AssumeRole"),
    "platformversion": ("LATEST", "1.4.0", "1.3.0"),
    "valuefrom": (ARN.format("secretsmanager", "secret:a-AbCdEf"), "/plain/parameter"),
    "availabilityzone": ("eu-west-1a", "eu-west-1b"),
    "quotacode": ("L-1216C47A", "L-34B43A08", "L-DB2E81BA", "L-3032A538"),
    "quotaname": ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",),
    "policytext": _POLICIES,
    "policydocument": _POLICIES,
    "userdata": ("TUlNRS1WZXJzaW9uOiAxLjA=", "IyEvYmluL2Jhc2gKZWNobyBoaQ==", "%%%"),
    "agentversion": ("1.80.0", "1.2", "v9"),
    "creationdate": ("2020-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", "yesterday"),
    "deprecationtime": ("2021-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"),
    "price": ("0.05", "1.2", "-"),
    "spotprice": ("0.05", "1.2", "-"),
    "spotiamfleetrole": _ROLES,
    "iamfleetrole": _ROLES,
    "imagemanifest": _MANIFESTS,
    "options": ("awslogs-group", "awslogs-create-group"),
    "onexitcode": ("1*", "0"),
}


def words_for(member: str) -> tuple[str, ...]:
    """What a string member of that name may hold in an answer that makes sense."""
    return _KNOWN.get(member.lower(), WORDS)


_NUMBERS_OF = {
    "createdat": tuple(NOW - 60_000 * minutes for minutes in (1, 12, 700)),
    "startedat": (NOW - 300_000, NOW - 3_600_000),
    "stoppedat": (NOW - 200_000,),
    "defaultvcpus": (2, 8, 96),
    "sizeinmib": (4_096, 65_536, 786_432),
    "maxvcpus": (0, 16, 256),
    "desiredvcpus": (0, 16),
    "integervalue": (0, 2_048, 15_000),
    "numnodes": (1, 4),
    "exitcode": (0, 1, 137),
}


def numbers_for(member: str) -> tuple[int, ...]:
    """The same for a number."""
    return _NUMBERS_OF.get(member.lower(), (0, 1, 2, 8, 64, 443, 4_096))
