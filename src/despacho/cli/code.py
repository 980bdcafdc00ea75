"""``despacho code``: articles in, events out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from despacho.cli import options, reach_options
from despacho.cli.failures import Interrupts, failures, say
from despacho.cli.progress import Progress, progress_bar
from despacho.cli.run_report import RunReport
from despacho.cli.workers import coded, loader
from despacho.model import Article, Rejected

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, folders and globs (.jsonl, .txt, .html, .warc, .xml feeds and sitemaps; packed too), addresses; - is standard input.")
]
Out = Annotated[str, typer.Option("--out", "-o", help="Where the events go; - is standard output.")]
Format = Annotated[
    str | None, typer.Option("--format", "-f", help="jsonl, csv, parquet or duckdb; else the ending of OUT says it.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes; the result is the same for any number.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no account of the run.")]


def code(
    inputs: Inputs,
    *,
    out: Out,
    format_: Format = None,
    lang: options.Lang = None,
    parser: options.Parser = None,
    actors: options.Actors = None,
    jobs: Jobs = 1,
    outlets: reach_options.OutletsFile = None,
    follow: reach_options.Follow = False,
    since: reach_options.Since = None,
    limit: reach_options.Limit = reach_options.LIMIT,
    delay: reach_options.Delay = reach_options.DELAY,
    contact: reach_options.Contact = "",
    allow_private: reach_options.AllowPrivate = False,
    quiet: Quiet = False,
) -> None:
    """Code articles into events.

    An article with the address or the text of an earlier one is not coded again.
    Exit code 0: every article was coded; 3: some were rejected (counted on standard error), the rest is written;
    2: wrong usage, or input or output that cannot be used; 130: interrupted, what was done is written.
    """
    with failures():
        from despacho.ingest import input_bytes, read_articles
        from despacho.store import open_store

        target = None if out == "-" else Path(out)
        reach = reach_options.reach_of(
            outlets=outlets, follow=follow, since=since, limit=limit, delay=delay, contact=contact, allow_private=allow_private
        )
        report, started = RunReport(), time.perf_counter()
        with Interrupts() as interrupts, progress_bar(input_bytes(inputs, exclude=target), quiet=quiet) as progress:
            read = read_articles(
                inputs, lang=lang, exclude=target, addresses=True, reach=reach, once=True, advance=progress.advance
            )
            with open_store(out, named=format_) as store:
                try:
                    articles = _accepted(read, report, progress)
                    load = loader(lang=lang, parser=parser, actors=actors)
                    for article, outcome in coded(articles, load=load, jobs=jobs):
                        if isinstance(outcome, Rejected):
                            report.reject(outcome)
                        else:
                            store.write(outcome)
                            report.add(article, events=len(outcome))
                        progress.show(report)
                        if interrupts.asked:
                            break
                except KeyboardInterrupt:
                    interrupts.asked = True
                store.finish()
        _conclude(report, time.perf_counter() - started, interrupted=interrupts.asked, out=out, quiet=quiet)


def _accepted(read: Iterable[Article | Rejected], report: RunReport, progress: Progress) -> Iterator[Article]:
    """The articles among what was read; rejections go to the report at once."""
    for item in read:
        if isinstance(item, Rejected):
            report.reject(item)
            progress.show(report)
        else:
            yield item


def _conclude(report: RunReport, seconds: float, *, interrupted: bool, out: str, quiet: bool) -> None:
    if not quiet:
        for one in report.lines(seconds):
            say(one)
    if interrupted:
        say(f"despacho: interrupted; the events of the first {report.articles:,} articles are kept in {out}")
        raise typer.Exit(options.EXIT_INTERRUPTED)
    if report.rejected:
        raise typer.Exit(options.EXIT_REJECTED)
