"""``despacho watch``: feeds and sitemaps asked again and again, for as long as it runs."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from despacho.cli import options, reach_options
from despacho.cli.failures import Interrupts, failures, say

if TYPE_CHECKING:
    from despacho.ingest.watching import Watch

PlanFile = Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds, sitemaps and outlets to watch.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="The collection (.jsonl); else the one that FEEDS.toml names."),
]
Once = Annotated[bool, typer.Option("--once", help="Ask every source once, fetch what is new and end: for cron.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
_HEED = 0.5  # seconds in which ^C is heard while nothing is due


def watch(
    plan: PlanFile,
    *,
    out: Out = None,
    once: Once = False,
    lang: options.Lang = None,
    outlets: reach_options.OutletsFile = None,
    limit: reach_options.Limit = reach_options.LIMIT,
    delay: reach_options.Delay = reach_options.DELAY,
    contact: reach_options.Contact = "",
    allow_private: reach_options.AllowPrivate = False,
    quiet: Quiet = False,
) -> None:
    """Watch feeds and sitemaps and collect their articles, each once.

    Runs until ^C. What is collected, what waits and what failed stands in OUT.state, so that the command may be stopped
    or killed at any moment and started again. Exit code 0 after --once; 2: wrong usage; 130: ended by ^C.
    """
    with failures():
        from despacho.ingest.fields import Limits
        from despacho.ingest.follow import Follower
        from despacho.ingest.inputs import MAX_CHARACTERS
        from despacho.ingest.ledger import Ledger, collection
        from despacho.ingest.plan import load_plan
        from despacho.ingest.watching import Watch
        from despacho.ingest.web import Fetcher
        from despacho.model import InputError

        reach = reach_options.reach_of(
            outlets=outlets,
            follow=True,
            since=None,
            limit=limit,
            delay=delay,
            contact=contact,
            allow_private=allow_private,
        )
        assert reach.outlets is not None
        loaded = load_plan(plan, reach.outlets)
        target = out or loaded.out
        if target is None or str(target) == "-":
            raise InputError(
                f'{plan}: give the collection: --out articles.jsonl, or out = "articles.jsonl" in the file'
            )
        files = collection(target, None)
        follower = Follower(
            limits=Limits(lang=lang, max_characters=MAX_CHARACTERS), reach=reach, fetcher=Fetcher(reach.manners)
        )
        with Ledger(files.state, files.outputs) as ledger, Interrupts() as interrupts:
            watching = Watch(
                plan=loaded, ledger=ledger, follower=follower, clock=time.time, stop=lambda: interrupts.asked,
                tell=lambda line: None if quiet else _tell(line),
            )  # fmt: skip
            _run(watching, once=once)
        if interrupts.asked:
            raise typer.Exit(options.EXIT_INTERRUPTED)


def _run(watching: Watch, *, once: bool) -> None:
    """Rounds until it is to stop; one after another, or a single one."""
    while not watching.stop():
        tally = watching.round(all_sources=once)
        if once or tally.articles or tally.rejected:
            watching.tell(str(tally))
        if once:
            return
        while not watching.stop() and (pause := watching.next_at() - time.time()) > 0:
            time.sleep(min(pause, _HEED))


def _tell(line: str) -> None:
    say(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}")
