"""From HTML files to events in a store: python eval/throughput.py [--articles N] [--words 400] [--jobs 2] [--write]

Pages of about 400 words with the furniture of a news site go through ``despacho code FOLDER --out corpus.duckdb``: articles a second on the
clock, and from a second pass in one process the share of each stage (reading the page, parsing, coding, writing the shard, adding it to the store).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "eval"))
# One thread a process: more make the small matrices of the parser slower.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import _articles  # noqa: E402

FIGURES = ROOT / "eval" / "throughput.json"
WARM = 64  # pages that pay for caches and lazy imports before a stage is timed


def write_pages(folder: Path, count: int, *, words: int) -> None:
    """So many HTML files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, record in enumerate(_articles.records(count, words=words)):
        (folder / f"{number:06}.html").write_text(_articles.page(record), encoding="utf-8")


def whole_way(pages: Path, out: Path, *, jobs: int) -> dict[str, Any]:
    """Seconds of the command, with and without what it takes to start."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    begin = time.perf_counter()
    made = subprocess.run(
        [sys.executable, "-m", "despacho", "code", str(pages), "--out", str(out), "--jobs", str(jobs)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    seconds = time.perf_counter() - begin
    if made.returncode not in (0, 3):
        raise SystemExit(made.stderr)
    found = re.search(r"([\d,]+) articles? coded, ([\d,]+) events?, ([\d,]+) rejected", made.stderr)
    if found is None:
        raise SystemExit(made.stderr)
    articles, events, rejected = (int(one.replace(",", "")) for one in found.groups())
    return {"articles": articles, "events": events, "rejected": rejected, "seconds": round(seconds, 2)}


def stages(pages: Path, folder: Path) -> tuple[int, dict[str, float]]:
    """Processor seconds of each stage for these pages, in one process, and how many articles that was."""
    from despacho.engines.config import RunConfig
    from despacho.engines.shards import chunks, shard_path, shard_row
    from despacho.ingest import read_articles
    from despacho.model import Article
    from despacho.store import open_writer
    from despacho.store.shard_files import write_shard

    config = RunConfig(lang="es")
    pipeline: Any = config.load().of("es")  # the pages are Spanish
    identity = config.identity()
    writer = open_writer(str(folder / "stages.duckdb"))
    spent = dict.fromkeys(("page", "parse", "code", "shard", "store"), 0.0)
    begin = time.process_time()
    articles = [item for item in read_articles([str(pages)]) if isinstance(item, Article)]
    spent["page"] = time.process_time() - begin
    for shard in chunks(articles):
        begin = time.process_time()
        documents = list(pipeline.reader.read_many(shard))
        parsed = time.process_time()
        outcomes = [pipeline.code_document(document) for document in documents]
        coded = time.process_time()
        rows = [shard_row(a, o, number=n, identity=identity) for n, (a, o) in enumerate(zip(shard, outcomes, strict=True))]
        row = write_shard(shard_path(shard, identity, folder=folder), rows)
        written = time.process_time()
        writer.add([row.path], run_id="throughput")
        for name, share in (("parse", parsed - begin), ("code", coded - parsed), ("shard", written - coded), ("store", time.process_time() - written)):
            spent[name] += share
    writer.close()
    return len(articles), spent


def measured(*, articles: int, words: int, jobs: int) -> dict[str, Any]:
    """All figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder / "pages", articles, words=words)
        write_pages(folder / "few", min(articles, WARM), words=words)
        start = whole_way(folder / "few", folder / "few.duckdb", jobs=jobs)
        full = whole_way(folder / "pages", folder / "corpus.duckdb", jobs=jobs)
        count, spent = stages(folder / "few", folder)
        size = (folder / "corpus.duckdb").stat().st_size
    total = sum(spent.values())
    # What it takes to start is in both runs: the difference is the steady pace.
    more, longer = full["articles"] - start["articles"], full["seconds"] - start["seconds"]
    return {
        "words_an_article": words,
        "jobs": jobs,
        "processors": os.cpu_count(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        **full,
        "articles_per_second": round(full["articles"] / full["seconds"], 2),
        "articles_per_second_without_start": round(more / longer, 2) if more > 0 and longer > 0 else None,
        "store_bytes_per_article": round(size / max(1, full["articles"])),
        "stages": {
            stage: {"share": round(seconds / total, 3), "ms_per_article": round(1000 * seconds / count, 1)}
            for stage, seconds in spent.items()
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write eval/throughput.json")
    options = parser.parse_args()
    figures = measured(articles=options.articles, words=options.words, jobs=options.jobs)
    print(json.dumps(figures, indent=1))
    if options.write:
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
