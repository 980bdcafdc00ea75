"""Options of the commands that read from the network, and what they ask for together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from despacho.ingest import Reach

OutletsFile = Annotated[
    Path | None,
    typer.Option("--outlets", metavar="FILE", help="Your own outlets (TOML), beside those that come with despacho."),
]
Follow = Annotated[bool, typer.Option("--follow", help="Fetch the pages that feed and sitemap files link to.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="From feeds and sitemaps, nothing before this day (2026-03-04)."),
]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, help="At most so many articles of one feed or sitemap.")
]
Delay = Annotated[
    float,
    typer.Option(
        "--delay", metavar="SECONDS", min=0.0, help="Between two requests to one host; robots.txt may ask for more."
    ),
]
Contact = Annotated[
    str,
    typer.Option(
        "--contact", metavar="TEXT", help="Your address, told to servers so that a webmaster can write to you."
    ),
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Ask private and loopback addresses too.")]
LIMIT, DELAY = 1_000, 1.0  # Reach's and Manners' own, here so that --help imports neither


def reach_of(
    *,
    outlets: Path | None,
    follow: bool,
    since: str | None,
    limit: int,
    delay: float,
    contact: str,
    allow_private: bool,
) -> Reach:
    """The reach that the options ask for; InputError or DataError where they cannot be used."""
    from despacho import __version__
    from despacho.ingest import Manners, Reach, load_outlets
    from despacho.ingest.fields import Unfit, checked_date
    from despacho.model import InputError

    try:
        day = checked_date(since)[:10] if since else None
    except Unfit as unfit:
        raise InputError(f"--since: {unfit.detail.replace('published_at ', '')}") from unfit
    if not contact.isascii() or not contact.isprintable() or len(contact) > 200:
        raise InputError("--contact: give an address in plain ASCII, such as desk@example.org")
    return Reach(
        manners=Manners(version=__version__, delay=delay, contact=contact, allow_private=allow_private),
        outlets=load_outlets(outlets),
        follow=follow,
        since=day,
        limit=limit,
    )
