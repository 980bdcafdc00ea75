"""How despacho behaves towards the servers that it asks; every number has its reason beside it."""

from __future__ import annotations

from dataclasses import dataclass

ROBOT = "despacho"
"""The name under which robots.txt may address us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Limits and delays of all requests of a run; times in seconds, sizes in bytes."""

    version: str = "dev"
    contact: str = ""  # an address of the user, so that a webmaster can write instead of blocking
    delay: float = 1.0  # between two requests to one host; what crawlers of the press use where robots.txt is silent
    longest_delay: float = 60.0  # a Crawl-delay beyond it is cut: a day holds few enough requests already
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # without a byte
    total_timeout: float = 60.0  # for one response however it trickles
    max_bytes: int = 16 * 1024 * 1024  # of a body, packed or unpacked: 50,000 sitemap entries take some 10 MB
    max_redirects: int = 5  # what RFC 9309 asks crawlers to follow
    tries: int = 3
    backoff: float = 1.0  # the first wait before another try; it doubles
    longest_wait: float = 120.0  # a Retry-After beyond it is a failure of this run, to be tried again later
    robots_lifetime: float = 24 * 3600.0  # RFC 9309: not longer than a day
    allow_private: bool = False  # loopback, private and link-local addresses

    @property
    def user_agent(self) -> str:
        """What we say we are."""
        return f"{ROBOT}/{self.version} (reads news for event data; {self.contact or 'obeys robots.txt as ' + ROBOT})"
