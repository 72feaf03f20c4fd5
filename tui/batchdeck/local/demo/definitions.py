"""The demo's job definitions, most of them with a few revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.roles import Roles
from batchdeck.local.runners.programs import IMAGES

WORKER = "archive-worker"
"""Repository of the image that stands for the sample worker's."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition; it has one revision for each tag of its image."""

    name: str
    command: tuple[str, ...]
    vcpus: str
    memory: int
    """MiB."""
    environment: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    attempts: int = 1
    timeout: int | None = 3600
    """Seconds."""
    fargate: bool = False
    team: str = "shop"
    image: str = ""
    """Repository of its image; empty: called as the definition is."""

    @property
    def repository(self) -> str:
        """Repository of its image."""
        return self.image or self.name


DEFINITIONS = (
    Definition(
        "etl-orders",
        ("etl", "--date", "Ref::date", "--target", "warehouse.orders"),
        "2",
        4096,
        {"STAGE": "production", "DB_HOST": "orders.shop.internal", "DB_PASSWORD": "korrekt-pferd"},
        {"date": "yesterday"},
        attempts=3,
    ),
    Definition(
        "load-warehouse",
        ("load", "--schema", "Ref::schema"),
        "4",
        8192,
        {"PGHOST": "warehouse.shop.internal", "PGPASSWORD": "batterie-heftklammer"},
        {"schema": "sales"},
        attempts=2,
    ),
    Definition(
        "thumbnails", ("thumbnails", "--quality", "82"), "1", 2048, {"BUCKET": "media-prod"}
    ),
    Definition(
        "train-ranker",
        ("train", "--epochs", "Ref::epochs"),
        "4",
        16384,
        {"WANDB_API_KEY": "0c1f7a52d9e84b6fa3", "MODEL": "ranker"},
        {"epochs": "120"},
        timeout=21_600,
    ),
    Definition(
        "daily-report",
        ("report", "--lang", "ja"),
        "1",
        2048,
        {"TZ": "Asia/Tokyo", "SLACK_TOKEN": "xoxb-not-a-real-one"},
        fargate=True,
    ),
    Definition("render-invoices", ("invoices",), "0.5", 1024, fargate=True),
    Definition("crawl-prices", ("crawl", "--politeness", "1.0"), "0.25", 512, fargate=True),
    Definition(
        "reindex-search",
        ("reindex", "--index", "catalog"),
        "2",
        4096,
        {"SEARCH_URL": "https://search.shop.internal"},
        attempts=2,
    ),
    Definition(
        "db-backup",
        ("backup", "shop"),
        "1",
        1024,
        {"PGPASSWORD": "batterie-heftklammer"},
        timeout=None,
    ),
    Definition(
        "align-reads",
        ("align", "--sample", "Ref::sample"),
        "4",
        16_384,
        {"REFERENCE": "s3://genome-refs/GRCh38/", "SEQ_PORTAL_TOKEN": "gnm-4417-not-real"},
        {"sample": "NA12878"},
        attempts=2,
        team="genome",
    ),
    Definition(
        "call-variants",
        ("variants", "--cohort", "Ref::cohort"),
        "2",
        8_192,
        {"REFERENCE": "s3://genome-refs/GRCh38/"},
        {"cohort": "1218"},
        team="genome",
    ),
    Definition(
        "render-frame",
        ("render", "--shot", "Ref::shot"),
        "2",
        4_096,
        {"SCENES": "s3://studio-scenes/", "LICENSE_SERVER": "27000@licenses.studio.internal"},
        {"shot": "0420"},
        attempts=2,
        team="studio",
    ),
    Definition(
        "encode-movie",
        ("encode", "--shot", "Ref::shot"),
        "2",
        4_096,
        parameters={"shot": "0420"},
        team="studio",
    ),
    Definition(
        "close-books",
        ("close", "--month", "Ref::month"),
        "1",
        2_048,
        {"LEDGER_PASSWORD": "heftklammer-pferd"},
        {"month": "11"},
        team="finance",
    ),
    # The sample worker's commands: files are stored, joined in shards, and those into one.
    Definition(
        "archive-stage",
        ("stage", "./data.src", "s3://shop-archive/data"),
        "1",
        256,
        timeout=600,
        image=WORKER,
    ),
    Definition(
        "archive-join",
        ("run",),
        "1",
        256,
        {"S3_BUCKET": "shop-archive", "S3_OUTPUT_PREFIX": "parts/"},
        attempts=3,
        image=WORKER,
    ),
    Definition(
        "archive-whole",
        ("run",),
        "1",
        256,
        {
            "S3_BUCKET": "shop-archive",
            "S3_INPUT_PREFIX": "parts/",
            "S3_OUTPUT_PREFIX": "whole/",
        },
        attempts=3,
        image=WORKER,
    ),
    Definition(
        "probe", ("probe", "Ref::expect"), "1", 512, parameters={"expect": "ok"}, timeout=120
    ),
)


def build_definitions(service: BatchService, roles: Roles) -> None:
    """Register every revision."""
    for definition in DEFINITIONS:
        for request in _requests(definition, service, roles):
            OPERATIONS["RegisterJobDefinition"](service, request)


def _requests(definition: Definition, service: BatchService, roles: Roles) -> Iterator[Document]:
    account = service.account
    registry = f"{account.account_id}.dkr.ecr.{account.region}.amazonaws.com"
    for tag in IMAGES[definition.repository]:
        request: Document = {
            "jobDefinitionName": definition.name,
            "type": "container",
            "platformCapabilities": ["FARGATE" if definition.fargate else "EC2"],
            "containerProperties": {
                **_container(definition, roles),
                "image": f"{registry}/{definition.repository}:{tag}",
            },
            "parameters": definition.parameters,
            "retryStrategy": {"attempts": definition.attempts},
            "tags": {"team": definition.team, "image": tag},
        }
        if definition.timeout:
            request["timeout"] = {"attemptDurationSeconds": definition.timeout}
        yield request


def _container(definition: Definition, roles: Roles) -> Document:
    variables = definition.environment.items()
    container: Document = {
        "command": list(definition.command),
        "jobRoleArn": roles.job,
        "environment": [{"name": name, "value": value} for name, value in variables],
        "resourceRequirements": [
            {"type": "VCPU", "value": definition.vcpus},
            {"type": "MEMORY", "value": str(definition.memory)},
        ],
    }
    if definition.fargate:
        container["executionRoleArn"] = roles.execution
        container["networkConfiguration"] = {"assignPublicIp": "ENABLED"}
        container["fargatePlatformConfiguration"] = {"platformVersion": "LATEST"}
    return container
