"""``despacho ingest``: whatever holds news in, one collection of articles out."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from despacho.cli import options, reach_options
from despacho.cli.failures import Interrupts, failures, say
from despacho.cli.progress import Progress, progress_bar
from despacho.cli.run_report import RunReport
from despacho.model import Article, Rejected

if TYPE_CHECKING:
    from despacho.ingest.ledger import Ledger

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders and globs (.jsonl, .txt, .html, .warc, .xml feeds and sitemaps; packed too), addresses of pages, feeds and "
        "sitemaps; - is standard input.",
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out", "-o", metavar="FILE", help="The collection (.jsonl): new articles are appended; - is standard output."
    ),
]
RejectedFile = Annotated[
    Path | None, typer.Option("--rejected", metavar="FILE", help="Where rejections go; else OUT with .rejected.jsonl.")
]
Clusters = Annotated[
    Path | None,
    typer.Option(
        "--clusters",
        metavar="FILE",
        help="Write the clusters of copies of the whole collection, one a line, with all members.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no account of the run.")]
# A crash costs so many articles or seconds of reading, and no article: what is not yet kept is read again.
_KEEP_EVERY, _KEEP_SECONDS = 200, 2.0


def ingest(
    inputs: Inputs,
    *,
    out: Out,
    rejected: RejectedFile = None,
    clusters: Clusters = None,
    lang: options.Lang = None,
    outlets: reach_options.OutletsFile = None,
    follow: reach_options.Follow = False,
    since: reach_options.Since = None,
    limit: reach_options.Limit = reach_options.LIMIT,
    delay: reach_options.Delay = reach_options.DELAY,
    contact: reach_options.Contact = "",
    allow_private: reach_options.AllowPrivate = False,
    quiet: Quiet = False,
) -> None:
    """Collect articles from files, archives, feeds, sitemaps and pages.

    What is in the collection already - the same address, the same text - is not taken again, so the command may be
    run again at any time; copies by several outlets are kept as one cluster. The state stands in OUT with .state added.
    Exit code 0: all inputs were read; 3: some were rejected (in the file of rejections, counted on standard error);
    2: wrong usage, or input or output that cannot be used; 130: interrupted, what was read is kept.
    """
    with failures():
        from despacho.ingest import input_bytes, read_articles
        from despacho.ingest.ledger import Ledger, collection

        files = collection(out, rejected)
        exclude = [*files.outputs.values(), *([files.state] if files.state else []), *([clusters] if clusters else [])]
        reach = reach_options.reach_of(
            outlets=outlets,
            follow=follow,
            since=since,
            limit=limit,
            delay=delay,
            contact=contact,
            allow_private=allow_private,
        )
        total = input_bytes(inputs, exclude=exclude)
        started, report = time.perf_counter(), RunReport()
        with Ledger(files.state, files.outputs, stream=files.stream) as ledger, Interrupts() as interrupts:
            with progress_bar(total, quiet=quiet, first="reading") as progress:
                items = read_articles(
                    inputs, lang=lang, exclude=exclude, addresses=True, reach=replace(reach, known=ledger.knows),
                    advance=progress.advance,
                )  # fmt: skip
                in_clusters = _collect(items, ledger, report, progress, interrupts)
            ledger.commit()
            if clusters is not None:
                _write_clusters(ledger, clusters)
        _conclude(report, time.perf_counter() - started, in_clusters, interrupted=interrupts.asked, quiet=quiet)


def _collect(
    items: Iterable[Article | Rejected], ledger: Ledger, report: RunReport, progress: Progress, interrupts: Interrupts
) -> int:
    """Takes every item into the ledger; how many articles joined a cluster."""
    in_clusters, waiting, kept_at = 0, 0, time.monotonic()
    try:
        for item in items:
            taken = ledger.add(item) if isinstance(item, Article) else item
            if isinstance(taken, Rejected):
                report.reject(taken)
                ledger.reject(taken)
            else:
                report.add(taken)
                in_clusters += taken.extra.get("cluster_id") != taken.id
            progress.show(report)
            waiting += 1
            if waiting >= _KEEP_EVERY or time.monotonic() - kept_at > _KEEP_SECONDS:
                ledger.commit()
                waiting, kept_at = 0, time.monotonic()
            if interrupts.asked:
                break
    except KeyboardInterrupt:
        interrupts.asked = True
    return in_clusters


def _write_clusters(ledger: Ledger, path: Path) -> None:
    import json

    from despacho.ingest.files import written

    lines = (
        json.dumps({"cluster_id": members[0][0], "size": len(members), "outlets": len({one[1] for one in members if one[1]}),
                    "members": [{"id": one[0], "outlet": one[1], "published_date": one[2]} for one in members]}, ensure_ascii=False)
        for members in ledger.clusters()
    )  # fmt: skip
    written(path, lines)


def _conclude(report: RunReport, seconds: float, in_clusters: int, *, interrupted: bool, quiet: bool) -> None:
    if not quiet:
        for one in report.lines(seconds, done="taken", events=False):
            say(one)
        if in_clusters:
            say(f"{in_clusters:,} are copies of earlier ones (cluster_id)")
    if interrupted:
        say("despacho: interrupted; what was read is kept, and the same command goes on from there")
        raise typer.Exit(options.EXIT_INTERRUPTED)
    if report.rejected:
        raise typer.Exit(options.EXIT_REJECTED)
