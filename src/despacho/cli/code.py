"""``despacho code``: articles in, events out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from despacho.cli import options, reach_options
from despacho.cli.failures import Interrupts, failures, say
from despacho.cli.progress import Progress, progress_bar
from despacho.cli.run_report import RunReport
from despacho.cli.workers import run_config
from despacho.model import Article, Rejected

if TYPE_CHECKING:
    from despacho.engines.config import RunConfig
    from despacho.engines.sinks import Sink

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, folders and globs (.jsonl, .txt, .html, .warc, .xml feeds and sitemaps; packed too), addresses; - is standard input.")
]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        help="A file of events (.jsonl, .csv, .parquet), - (standard output), or a store (.duckdb, or FOLDER/).",
    ),
]
Format = Annotated[
    str | None, typer.Option("--format", "-f", help="jsonl, csv, parquet or duckdb; else the ending of OUT says it.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes; the result is the same for any number.")]
Patience = Annotated[
    float,
    typer.Option(
        metavar="SECONDS", min=1.0, help="How long a process may be silent before it is replaced; long articles get more."
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume/--no-resume", help="Go on where a run with the same output stopped, or begin anew."),
]
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
    patience: Patience = 120.0,
    resume: Resume = True,
    quiet: Quiet = False,
) -> None:
    """Code articles into events.

    A file of events is written whole, in the order of the input. A store keeps articles, events, participants, runs and
    rejected articles; what is in it already is not coded again. A run that was killed goes on where it stopped when the same
    command is given again.
    An article with the address or the text of an earlier one in the input is not coded again either.

    Exit code 0: every article was coded; 3: some were rejected (counted on standard error), the rest is written;
    2: wrong usage, or input or output that cannot be used; 130: interrupted, what was done is written.
    """
    with failures():
        from despacho.engines.pool import Pool
        from despacho.engines.shards import chunks
        from despacho.ingest import input_bytes, read_articles

        target = None if out == "-" else Path(out)
        reach = reach_options.reach_of(
            outlets=outlets, follow=follow, since=since, limit=limit, delay=delay, contact=contact, allow_private=allow_private
        )
        config = run_config(lang=lang, parser=parser, actors=actors)
        report, started = RunReport(), time.perf_counter()
        with Interrupts() as interrupts, progress_bar(input_bytes(inputs, exclude=target), quiet=quiet) as progress:
            read = read_articles(
                inputs, lang=lang, exclude=target, addresses=True, reach=reach, once=True, advance=progress.advance
            )
            sink = _sink(out, format_, inputs=inputs, config=config, resume=resume)
            complete = False
            try:
                with Pool(config, jobs=jobs, folder=sink.folder, patience_s=patience) as pool:
                    try:
                        shards = progress.marked(chunks(sink.new(_accepted(read, sink, report, progress))))
                        for rows in pool.run(shards, stop=lambda: interrupts.asked):
                            sink.take(rows)
                            for row in rows:
                                report.take(row)
                            progress.finished(report)
                        complete = not interrupts.asked
                    except KeyboardInterrupt:
                        interrupts.asked = True
                report.note(sink)
                sink.finish(report.counts(), ended_at=_now(), complete=complete)
            finally:
                sink.abandon()
        _conclude(report, time.perf_counter() - started, interrupted=not complete, out=out, quiet=quiet)


def _sink(out: str, named: str | None, *, inputs: list[str], config: RunConfig, resume: bool) -> Sink:
    from despacho.engines.sinks import EventsSink, StoreSink
    from despacho.store.corpus import is_store_target

    if out != "-" and named in (None, "duckdb") and is_store_target(out):
        return StoreSink(out, inputs=inputs, config=config, started_at=_now(), resume=resume)
    return EventsSink(out, named=named, resume=resume)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _accepted(
    read: Iterable[Article | Rejected], sink: Sink, report: RunReport, progress: Progress
) -> Iterator[Article]:
    """The articles among what was read; rejections go to the report at once."""
    for item in read:
        if isinstance(item, Rejected):
            report.reject(item)
            sink.reject(item)
            progress.show(report)
        else:
            yield item


def _conclude(report: RunReport, seconds: float, *, interrupted: bool, out: str, quiet: bool) -> None:
    if not quiet:
        for one in report.lines(seconds):
            say(one)
    if interrupted:
        say(f"despacho: interrupted; the events of the first {report.articles:,} articles are kept in {out}")
        if out != "-":
            say("despacho: the same command goes on from there")
        raise typer.Exit(options.EXIT_INTERRUPTED)
    if report.rejected:
        raise typer.Exit(options.EXIT_REJECTED)
