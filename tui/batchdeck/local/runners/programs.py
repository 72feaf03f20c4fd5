"""The programs in the demo's images: what each prints, how long it takes, how it ends.

One table for both ways to run them: with an engine they are scripts in a real image,
without one the simulation reads the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the demo."""

    name: str
    """First word of its command."""
    lines: tuple[str, ...]
    pause: float
    """Seconds after each line."""
    exit_code: int = 0
    word: str = ""
    """Set when it only is what the command means with this first argument."""


def _etl() -> tuple[str, ...]:
    parts = tuple(
        f"INFO  load   part-{part:05d}.parquet rows={41_200 + part * 137 % 977} "
        f"total={part * 41_616:,}"
        for part in range(1, 61)
    )
    return (
        "INFO  etl-orders 1.8.2 starting",
        "INFO  extract s3://shop-raw/orders/ 60 parts, 2.4 GiB",
        "WARN  schema drift: column coupon_code is new, kept as string",
        *parts,
        "INFO  commit snapshot warehouse.orders",
        "INFO  done in 00:01:35",
    )


def _load() -> tuple[str, ...]:
    tables = ("orders", "items", "customers", "payments", "shipments", "returns")
    return (
        "load-warehouse 2.3.1: 6 tables into schema sales",
        *(
            f"COPY sales.{tables[at % 6]} part {at // 6 + 1}/5: {88_000 + at * 911:,} rows"
            for at in range(30)
        ),
        "ANALYZE sales",
        "load-warehouse: committed",
    )


def _thumbnails() -> tuple[str, ...]:
    sizes = ("160x160", "320x320", "1200x630")
    return (
        "thumbnails: queue s3://media-prod/incoming/ 48 objects",
        *(
            f"[{at:>2}/48] img_{20_480 + at * 7}.jpg -> {sizes[at % 3]} webp q=82 ok"
            for at in range(1, 49)
        ),
        "thumbnails: 48 ok, 0 failed",
    )


def _training() -> tuple[str, ...]:
    epochs = (
        f"epoch {at:>3}/120  loss {0.92 / (1 + at * 0.07):.4f}  ndcg@10 {0.71 - 0.3 / (at + 1):.4f}"
        f"  {1180 + at * 13 % 71} it/s"
        for at in range(1, 121)
    )
    return ("loading features: 18,402,117 rows, 312 columns", *epochs, "saved model ranker-v7")


def _report() -> tuple[str, ...]:
    shops = ("札幌", "仙台", "東京", "横浜", "名古屋", "京都", "大阪", "神戸", "広島", "福岡")
    counted = (
        f"[{at + 1:>2}/10] {shop}店: 売上 {812_400 + at * 73_910:,} 円、{411 + at * 29} 件"
        for at, shop in enumerate(shops)
    )
    return (
        "日次集計を開始します",
        "対象: 全店舗、前日分",
        *counted,
        "警告: 京都店の返品データに欠損があります(3 件)",
        "集計結果を s3://shop-reports/daily/ に保存しました",
        "日次集計が完了しました",
    )


def _invoices() -> tuple[str, ...]:
    return (
        "render-invoices: template 2024-q4, locale ja_JP",
        *(f"invoice {7_031_200 + at * 3} pages={1 + at % 4} pdf/a-2b ok" for at in range(1, 31)),
        "render-invoices: 30 documents written",
    )


def _crawl() -> tuple[str, ...]:
    return (
        "crawl-prices: 6 shops, politeness 1.0 s",
        *(
            f"GET shop-{at % 6 + 1} /p/{88_000 + at * 17} 200 {120 + at * 37 % 260} ms"
            for at in range(1, 81)
        ),
        "crawl-prices: 80 pages, 3 prices changed",
    )


def _index() -> tuple[str, ...]:
    return (
        "reindex-search: source catalog, target catalog-next",
        *(f"bulk {at:>3}/40: 2,000 documents, 0 rejected" for at in range(1, 41)),
        "alias catalog -> catalog-next",
    )


def _backup() -> tuple[str, ...]:
    return (
        "pg_dump: dumping database shop",
        *(f"pg_dump: table {name}" for name in ("customers", "orders", "items", "payments")),
        "upload s3://shop-backup/nightly/shop.dump 1.1 GiB",
        "verified checksum",
    )


def _align() -> tuple[str, ...]:
    return (
        "[M::bwa_idx_load_from_disk] read 0 ALT contigs",
        *(
            f"[M::mem_process_seqs] Processed {640_000 + at * 311} reads in {11 + at % 5}.2 CPU sec"
            for at in range(1, 25)
        ),
        "[main] Real time: 31.442 sec",
        "samtools: merged and indexed, 15,360,214 reads, 98.7 % mapped",
    )


def _variants() -> tuple[str, ...]:
    regions = (f"chr{at}" for at in (*range(1, 23), "X", "Y"))
    called = (f"{name}: {48_000 - at * 1_731:,} variants" for at, name in enumerate(regions))
    return ("HaplotypeCaller: 24 intervals", *called, "VCF written and indexed")


def _render() -> tuple[str, ...]:
    tiles = (
        f"tile {at:>2}/32 rendered, {64 + at % 7 * 16} samples, noise {0.09 / at:.4f}"
        for at in range(1, 33)
    )
    return ("scene loaded: 1,204 objects, 41 lights", *tiles, "frame written: beauty, depth, id")


def _encode() -> tuple[str, ...]:
    return (
        "encode: 12 frames, 2048x858, 24 fps",
        *(f"frame {at:>2}/12 q=18.0 size={at * 412}KiB" for at in range(1, 13)),
        "encode: movie written",
    )


def _close() -> tuple[str, ...]:
    ledgers = ("receivables", "payables", "inventory", "payroll", "assets", "tax")
    return (
        "close-books: checking open periods",
        *(f"ledger {name}: balanced" for name in ledgers),
        "close-books: period closed",
    )


def _stage() -> tuple[str, ...]:
    files = (
        f"INFO stored file=sales-{at:02}.dat bytes={81_920 + at * 7_411} "
        f"to=s3://shop-archive/data/sales-{at:02}.dat.gz"
        for at in range(1, 13)
    )
    return (*files, "INFO staged files=12 to=s3://shop-archive/data")


def _join() -> tuple[str, ...]:
    return (
        "INFO joining inputs=3 of=12 bytes=311808",
        *(f"INFO saved after={at} of=24" for at in range(1, 25)),
        "INFO stored the result",
    )


_PROBE = ("probe: checking database", "probe: checking object store", "probe: checking network")

PROGRAMS = (
    Program("etl", _etl(), 1.5),
    Program("load", _load(), 2.0),
    Program("thumbnails", _thumbnails(), 1.0),
    Program("train", _training(), 2.0),
    Program("report", _report(), 2.0),
    Program("invoices", _invoices(), 1.0),
    Program("crawl", _crawl(), 1.0),
    Program("reindex", _index(), 1.5),
    Program("backup", _backup(), 3.0),
    Program("align", _align(), 1.2),
    Program("variants", _variants(), 1.0),
    Program("render", _render(), 0.9),
    Program("encode", _encode(), 0.8),
    Program("close", _close(), 2.0),
    Program("stage", _stage(), 1.0),
    Program("run", _join(), 1.0),
    Program("probe", (*_PROBE, "probe: ok"), 1.0),
    Program("probe", (*_PROBE, "probe: ng: database refused the connection"), 1.0, 1, "ng"),
)

#: Repositories of the demo and the tags that exist in them.
IMAGES = {
    "etl-orders": ("1.8.0", "1.8.1", "1.8.2"),
    "load-warehouse": ("2.3.0", "2.3.1"),
    "thumbnails": ("2024-10", "2024-11"),
    "train-ranker": ("v6", "v7"),
    "daily-report": ("1.0", "1.1", "1.2"),
    "render-invoices": ("3.1",),
    "crawl-prices": ("main-4f1c2ab", "main-9d03e71"),
    "reindex-search": ("0.9.4", "0.9.5"),
    "db-backup": ("15.8",),
    "align-reads": ("bwa-0.7.17", "bwa-0.7.18"),
    "call-variants": ("gatk-4.5",),
    "render-frame": ("cycles-4.1", "cycles-4.2"),
    "encode-movie": ("7.0",),
    "close-books": ("2024.2",),
    "archive-worker": ("1",),
    "probe": ("1",),
}

_REFERENCE = re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/([a-z0-9-]+):([\w.-]+)")


def find_program(command: Sequence[str]) -> Program | None:
    """The program a command starts."""
    name, word = (*command[:2], "", "")[:2]
    candidates = [one for one in PROGRAMS if one.name == name and one.word in ("", word)]
    return max(candidates, key=lambda one: one.word, default=None)


def is_demo_image(reference: str) -> bool:
    """Whether an image reference is one of the demo's, as its definitions name them."""
    match = _REFERENCE.fullmatch(reference)
    return match is not None and match[2] in IMAGES.get(match[1], ())
