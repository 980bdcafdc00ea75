"""When an article was published: the instant, the local date with its zone, and the words that said so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?\s*\Z",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?\Z", re.IGNORECASE)
# RFC 822 as feeds write it, the names of days and months also in Spanish: "mié, 04 mar 2026 21:15:00 -0500".
_MAIL = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})\s+(?:de\s+)?([^\W\d]{3,})\.?,?\s+(?:de\s+)?(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{2}:?\d{2}|[A-Z]{1,5})?)?\s*(?:\([^)]{0,20}\))?\s*\Z",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",),
            ("jul",), ("aug", "ago"), ("sep", "set"), ("oct",), ("nov",), ("dec", "dic"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
# Abbreviations that mean one zone in the press; others (CST, IST, ...) are read as "no zone said".
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "EST": -300, "EDT": -240, "PST": -480, "PDT": -420, "MST": -420, "MDT": -360, "ART": -180, "BRT": -180, "CLT": -240,
    "CLST": -180, "COT": -300, "PET": -300, "VET": -240, "BOT": -240, "UYT": -180, "ECT": -300,
}  # fmt: skip
_LONGEST = 80  # characters that can be a date
FIRST_YEAR, LAST_YEAR = 1700, 2100  # older than every newspaper archive, younger than every embargo
_AHEAD = timedelta(days=2)  # what was fetched on a day was not published later, give or take zones and clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something was published.

    ``published_at`` is the contract's field: the instant with the offset of the outlet's place, or the day alone;
    ``day`` the local date; ``zone`` what the local date is local to: an IANA name (the outlet's), an offset as it was
    written, or "" where only a day is known; ``text`` the string that was read and ``told_by`` where it stood.
    """

    published_at: str
    day: str
    zone: str
    text: str
    told_by: str


def read_moment(text: str, *, told_by: str, zone: str = "", fetched_at: str | None = None) -> Moment | None:
    """What a date string says; None where it says no plausible date.

    ``zone`` is the IANA name of the outlet's place: times without a zone are local to it, and times in UTC are told in
    it, so that the date is that of the dateline and not of Greenwich. Without it a time without a zone gives the day
    alone. Midnight is how a day is often written and gives the day alone too.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or (parts := _parts(text)) is None:
        return None
    year, month, day, clock, offset = parts
    try:
        civil = date(year, month, day)
        moment = None if clock is None else datetime(year, month, day, *clock, tzinfo=_offset(offset))
    except ValueError:
        return None
    if not FIRST_YEAR <= civil.year <= LAST_YEAR or _too_late(civil, fetched_at):
        return None
    if moment is None or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return Moment(published_at=civil.isoformat(), day=civil.isoformat(), zone="", text=text, told_by=told_by)
    place = _place(zone)
    if moment.tzinfo is None:
        if place is None:
            return Moment(published_at=civil.isoformat(), day=civil.isoformat(), zone="", text=text, told_by=told_by)
        moment = moment.replace(tzinfo=place)
    elif place is not None:
        moment = moment.astimezone(place)
    written = zone if place is not None else moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:5]
    return Moment(
        published_at=moment.isoformat(), day=moment.date().isoformat(), zone=written, text=text, told_by=told_by
    )


def instant(published_at: str) -> datetime | None:
    """The instant of ``published_at`` in UTC, None where only the day is known."""
    try:
        moment = datetime.fromisoformat(published_at)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None


_Parts = tuple[int, int, int, tuple[int, int, int] | None, str | None]


def _parts(text: str) -> _Parts | None:
    """Year, month, day, clock and zone as they are written."""
    if found := _ISO.match(text) or _COMPACT.match(text):
        year, month, day, *rest = found.groups()
        return int(year), int(month), int(day), _clock(*rest[:3]), rest[3]
    if found := _MAIL.match(text):
        day, name, year, *rest = found.groups()
        number = _MONTHS.get(name[:3].lower())
        if number is None:
            return None
        full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)  # as RFC 2822 reads two digits
        return full, number, int(day), _clock(*rest[:3]), rest[3]
    return None


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int] | None:
    return (
        None if hour is None or minute is None else (int(hour), int(minute), min(int(second or 0), 59))
    )  # leap seconds


def _offset(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    if written[0] in "+-":
        digits = written[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        if minutes > 14 * 60:
            raise ValueError("no place on earth is so far ahead")
        return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))
    minutes_east = _ZONES.get(written.upper())
    return None if minutes_east is None else timezone(timedelta(minutes=minutes_east))


def _too_late(day: date, fetched_at: str | None) -> bool:
    return fetched_at is not None and day > date.fromisoformat(fetched_at[:10]) + _AHEAD


@lru_cache(maxsize=64)
def _place(zone: str) -> ZoneInfo | None:
    if not zone:
        return None
    try:
        return ZoneInfo(zone)
    except (ValueError, KeyError, OSError):  # unknown to this machine's tables: as if the outlet had not said it
        return None
