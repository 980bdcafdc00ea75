"""``despacho read``: one article, shown with its events."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from despacho.cli import options, reach_options
from despacho.cli.failures import failures, say
from despacho.cli.workers import run_config
from despacho.engines.config import RunConfig
from despacho.model import Article, Event, InputError, Rejected
from despacho.model.document import DEFAULT_LANGUAGE

Input = Annotated[
    str, typer.Argument(metavar="[FILE|URL|-]", help="A .txt, .html or .jsonl file, an address, or - (standard input).")
]
Html = Annotated[str | None, typer.Option("--html", metavar="OUT", help="Write a self-contained page instead.")]
PublishedAt = Annotated[
    str | None,
    typer.Option("--published-at", metavar="DATE", help="Day of publication, such as 2026-03-04; dates refer to it."),
]
Which = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="Which article of a .jsonl file (else the first).")
]


def read(
    source: Input = "-",
    *,
    html: Html = None,
    published_at: PublishedAt = None,
    which: Which = None,
    lang: options.Lang = None,
    parser: options.Parser = None,
    actors: options.Actors = None,
    allow_private: reach_options.AllowPrivate = False,
    json: options.Json = False,
) -> None:
    """Show one article with its events, in the terminal or as a page."""
    with failures():
        article = _the_article(source, which=which, lang=lang, allow_private=allow_private)
        if published_at is not None:
            article = replace(article, published_at=_checked(published_at))
        outcome = _coded(article, run_config(lang=lang, parser=parser, actors=actors))
        if isinstance(outcome, Rejected):
            _turn_away(outcome)
        else:
            _show(*outcome, html=html, json=json)


def _the_article(source: str, *, which: str | None, lang: str | None, allow_private: bool) -> Article:
    from despacho.ingest import Manners, Reach, load_outlets, read_articles

    if source == "-" and sys.stdin.isatty():
        say("despacho: paste the article and end with ^D")
    reach = Reach(manners=Manners(allow_private=allow_private), outlets=load_outlets())
    items = read_articles([source], lang=lang, addresses=True, reach=reach)
    found = _wanted(items, which)
    if isinstance(found, Rejected):
        _turn_away(found)
    if which is None and next(items, None) is not None:
        say(f"{source} holds more than one article; this is the first ({found.id}). --id shows another.")
    return found


def _wanted(items: Iterator[Article | Rejected], which: str | None) -> Article | Rejected:
    for item in items:
        if which is None or (item.article_id if isinstance(item, Rejected) else item.id) == which:
            return item
    raise InputError(f"there is no article with the id {which!r}" if which else "there is no article in the input")


def _checked(date: str) -> str:
    from despacho.ingest import checked_date
    from despacho.ingest.fields import Unfit

    try:
        return checked_date(date)
    except Unfit as unfit:
        raise InputError(f"--published-at: {unfit.detail}") from unfit


def _coded(article: Article, choice: RunConfig) -> tuple[Article, tuple[Event, ...]] | Rejected:
    for coded, outcome in choice.load().code_articles([article]):
        # The views speak the language that the article was coded in.
        return outcome if isinstance(outcome, Rejected) else (replace(coded, lang=coded.lang or choice.lang or _detected(coded)), outcome)
    raise InputError("there is no article in the input")


def _detected(article: Article) -> str:
    from despacho.languages.detect import detect_language

    return detect_language(f"{article.title or ''}\n{article.text}") or DEFAULT_LANGUAGE


def _turn_away(rejected: Rejected) -> NoReturn:
    say(f"despacho: rejected ({rejected.reason}) {rejected.detail or rejected.article_id}")
    raise typer.Exit(options.EXIT_REJECTED)


def _show(article: Article, events: tuple[Event, ...], *, html: str | None, json: bool) -> None:
    if html is not None:
        from despacho.cli.views.page import render_page
        from despacho.cli.views.page_file import write_page

        write_page(html, render_page(article, events))
        if html != "-":
            say(f"Wrote {html}: {len(events)} events. Open it in a browser: {Path(html).resolve().as_uri()}")
    if json:
        from despacho.store import open_store

        with open_store("-") as store:
            store.write(events)
    elif html is None:
        from rich.console import Console

        from despacho.cli.views.terminal import render_terminal

        render_terminal(article, events, console=Console())
