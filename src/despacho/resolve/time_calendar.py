"""Arithmetic on civil dates: intervals, the nearest weekday or month in a direction, Easter, and the record's date form."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Tense = Literal["past", "present", "future", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stretch of days ``first``..``last``, both inclusive, and the unit in which the text gives it."""

    first: date
    last: date
    precision: str


def shifted(day: date, days: int) -> date:
    """``day`` moved by a number of days, held inside the calendar's range."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def day_moment(day: date) -> Moment:
    """One day."""
    return Moment(first=day, last=day, precision="day")


def month_moment(year: int, month: int) -> Moment:
    """One month; ``month`` may lie outside 1-12 and is carried into the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, 1), 9999)
    return Moment(first=date(year, month, 1), last=date(year, month, monthrange(year, month)[1]), precision="month")


def year_moment(year: int) -> Moment:
    """One year."""
    return Moment(first=date(year, 1, 1), last=date(year, 12, 31), precision="year")


def months_moment(year: int, first: int, count: int, *, precision: str) -> Moment:
    """``count`` months from the month ``first`` on."""
    return Moment(
        first=month_moment(year, first).first, last=month_moment(year, first + count - 1).last, precision=precision
    )


def week_moment(day: date, *, weeks: int = 0) -> Moment:
    """The week (Monday to Sunday) of ``day``, moved by ``weeks``."""
    monday = shifted(day, 7 * weeks - day.weekday())
    return Moment(first=monday, last=shifted(monday, 6), precision="week")


def weekend_moment(day: date, *, weeks: int = 0) -> Moment:
    """Saturday and Sunday of the week of ``day``, moved by ``weeks``."""
    saturday = shifted(day, 7 * weeks + 5 - day.weekday())
    return Moment(first=saturday, last=shifted(saturday, 1), precision="weekend")


def unit_moment(unit: str, day: date, *, steps: int) -> Moment | None:
    """The unit (day, week, month, quarter, half, year) that holds ``day``, moved by ``steps``; None for other units."""
    if unit == "day":
        return day_moment(shifted(day, steps))
    if unit == "week":
        return week_moment(day, weeks=steps)
    if unit == "month":
        return month_moment(day.year, day.month + steps)
    if unit == "year":
        return year_moment(min(max(day.year + steps, 1), 9999))
    size = {"quarter": 3, "half": 6}.get(unit)
    if size is None:
        return None
    return months_moment(day.year, (day.month - 1) // size * size + 1 + steps * size, size, precision=unit)


def real_date(year: int, month: int, day: int) -> date | None:
    """The civil date, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_weekday(anchor: date, weekday: int, *, tense: Tense, strict: bool = False) -> date:
    """The closest such weekday before or after the anchor; ``strict`` leaves the anchor itself out.

    The present with a weekday is the present for the future ("se reúnen el jueves").
    """
    back = (anchor.weekday() - weekday) % 7
    if back == 0 and not strict:
        return anchor
    return shifted(anchor, 7 - back if tense in {"future", "present"} else -(back or 7))


def year_of(anchor: date, month: int, day: int | None, *, tense: Tense, strict: bool = False) -> int:
    """The year that puts a day or month without year on the side of the anchor that the tense asks for, else nearest."""
    given, own = (month, day or 0), (anchor.month, anchor.day if day else 0)
    if tense == "past":
        return anchor.year - (given > own or (strict and given == own))
    if tense == "future":
        return anchor.year + (given < own or (strict and given == own))
    offset = (month - anchor.month) * 30.4 + (day or anchor.day) - anchor.day
    return anchor.year - (offset > 183) + (offset < -183)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous Gregorian computus, Meeus, Astronomical Algorithms, ch. 8)."""
    golden, (century, within) = year % 19, divmod(year, 100)
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, remainder = divmod(within, 4)
    offset = (32 + 2 * rest + 2 * quarter - epact - remainder) % 7
    late = (golden + 11 * epact + 22 * offset) // 451
    month, day = divmod(epact + offset - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, rule: str) -> date:
    """The day that "month-weekday-n" names: "11-3-4" the fourth Thursday of November, "5-0--1" the last Monday of May."""
    month, weekday, n = (int(part) for part in rule.split("-", 2))
    if n < 0:
        last = month_moment(year, month).last
        return shifted(last, -((last.weekday() - weekday) % 7) + 7 * (n + 1))
    first = date(year, month, 1)
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (n - 1))


def record_value(moment: Moment) -> str | None:
    """The smallest form of the record (ISO day, YYYY-MM, YYYY) that holds the whole stretch; None beyond a year.

    A stretch of at most a month that crosses months or years takes the month of its middle day.
    """
    first, last = moment.first, moment.last
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    if last - first <= timedelta(days=31):
        middle = first + (last - first) / 2
        return f"{middle.year:04d}-{middle.month:02d}"
    return f"{first.year:04d}" if first.year == last.year else None
