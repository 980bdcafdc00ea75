"""How far reading goes beyond the files that were named: outlets, the network, links, how many and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from despacho.ingest.outlets import Outlets
from despacho.ingest.web.manners import Manners

LIMIT = 1_000
"""Addresses that one feed or sitemap may lead to: a large outlet publishes as many in three days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be asked and followed.

    ``follow`` fetches the links of feed and sitemap files (those of addresses are always followed); ``since`` an ISO date
    before which nothing is taken from feeds and sitemaps; ``limit`` how many addresses of one of them; ``known`` says of
    an address that it need not be fetched again.
    """

    manners: Manners = field(default_factory=Manners)
    outlets: Outlets | None = None
    follow: bool = False
    since: str | None = None
    limit: int = LIMIT
    known: Callable[[str], bool] = lambda _url: False
