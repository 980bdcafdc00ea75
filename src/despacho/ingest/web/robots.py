"""robots.txt: what a host lets us ask, and how fast (RFC 9309, read by protego)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from despacho.ingest.web.manners import ROBOT, Manners

MAX_BYTES = 512 * 1024  # RFC 9309: at least 500 KiB are to be read; what stands behind is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin allows, until when (monotonic seconds) that is believed."""

    rules: Any  # a protego.Protego; None: everything is allowed
    until: float
    reachable: bool = True

    def allows(self, url: str) -> bool:
        """Whether an address may be asked; nothing may while the rules themselves cannot be had."""
        return self.reachable and (self.rules is None or bool(self.rules.can_fetch(url, ROBOT)))

    def delay(self, manners: Manners) -> float:
        """Seconds between two requests to the origin."""
        asked = self.rules.crawl_delay(ROBOT) if self.rules is not None else None
        return max(manners.delay, min(float(asked or 0.0), manners.longest_delay))


def rules_of(status: int, body: bytes, *, now: float, manners: Manners) -> Rules:
    """The rules of a robots.txt as it was answered: 2xx is read, 4xx allows everything, all else allows nothing for a while."""
    until = now + manners.robots_lifetime
    if 200 <= status < 300:
        from protego import Protego

        try:
            return Rules(rules=Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")), until=until)
        except Exception:  # noqa: BLE001  what cannot be read forbids nothing (RFC 9309, 2.3.1.3)
            return Rules(rules=None, until=until)
    if 400 <= status < 500 and status != 429:
        return Rules(rules=None, until=until)
    return unreachable(now=now)


def unreachable(*, now: float) -> Rules:
    """The rules of an origin whose robots.txt cannot be had: nothing is asked for ten minutes."""
    return Rules(rules=None, until=now + 600.0, reachable=False)
