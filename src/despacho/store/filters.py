"""Which events are asked for, as a condition in SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from despacho.model import InputError

_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")
_STATUSES = ("asserted", "denied", "possible", "future", "hypothetical")
# The day of the act where it is known, else that of publication.
DAY = 'coalesce(e."date", substr(a.published_at, 1, 10))'


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Events that match everything that is given.

    ``since`` and ``until`` are YYYY, YYYY-MM or YYYY-MM-DD, both included, and refer to the day of the act, where it is unknown to
    that of publication. ``actor``, ``recipient`` and ``attribution`` are a country code (RUS), a country code and a sector
    (RUS GOV), or part of a name.
    """

    since: str | None = None
    until: str | None = None
    types: Sequence[str] = ()
    status: str | None = None
    actor: str | None = None
    recipient: str | None = None
    attribution: str | None = None
    outlet: str | None = None
    article_id: str | None = None

    def where(self) -> tuple[str, list[Any]]:
        """A condition over events ``e`` and articles ``a``, and its parameters; InputError says what cannot be meant."""
        parts: list[str] = []
        values: list[Any] = []
        self._days(parts, values)
        if self.types:
            parts.append("e.event_type IN (SELECT unnest(?))")
            values.append([one.upper() for one in self.types])
        if self.status is not None:
            if self.status not in _STATUSES:
                raise InputError(f"status {self.status!r}: is one of {', '.join(_STATUSES)}")
            parts.append("e.status = ?")
            values.append(self.status)
        for value, condition in ((self.outlet, "a.outlet = ?"), (self.article_id, "e.article_id = ?")):
            if value is not None:
                parts.append(condition)
                values.append(value)
        for value, items in ((self.actor, "e.actors"), (self.recipient, "e.recipients"), (self.attribution, "[e.attribution]")):
            if value is not None:
                condition, wanted = _participant(value)
                parts.append(f"len(list_filter({items}, lambda p: {condition})) > 0")
                values += wanted
        return " AND ".join(parts) or "true", values

    @property
    def is_empty(self) -> bool:
        """Whether every event matches."""
        return self == EventFilter()

    def _days(self, parts: list[str], values: list[Any]) -> None:
        # "~" sorts after every digit and "-": a month or year matches when any of its days could.
        for value, condition in ((self.since, f"{DAY} || '~' >= ?"), (self.until, f"{DAY} <= ? || '~'")):
            if value is None:
                continue
            if not _PERIOD.match(value):
                raise InputError(f"{value!r} is not a date; give YYYY, YYYY-MM or YYYY-MM-DD")
            parts.append(condition)
            values.append(value)


def _participant(value: str) -> tuple[str, list[str]]:
    words = value.split()
    if words and re.fullmatch(r"[A-Z]{3}", words[0]) and len(words) <= 2:
        if len(words) == 1:
            return "p.country = ?", words
        return "p.country = ? AND p.sector = ?", words
    return "contains(strip_accents(lower(p.name)), strip_accents(lower(?)))", [value.strip()]
