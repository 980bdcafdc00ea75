"""Rules for dates by name: weekdays, days, months, years, parts of a year, feasts, and the days around today."""

from __future__ import annotations

from datetime import date

from despacho.resolve import time_calendar as cal
from despacho.resolve.time_calendar import Moment
from despacho.resolve.time_grammar import Slots
from despacho.resolve.time_reading import Context, Reading, number_in, side_of

_MONTHS = 12


def deictic(slots: Slots, context: Context) -> Reading:
    """Hoy, ayer, mañana: a day from the anchor; a weekday beside it corrects for late or early publication."""
    if context.anchor is None:
        return Reading(precision="day")
    offset = number_in(slots, "deictic")
    day = cal.shifted(context.anchor, (number_in(slots, "tomorrow") or 0) if offset is None else offset)
    weekday = number_in(slots, "weekday")
    if weekday is not None:
        ahead = (weekday - day.weekday()) % 7
        day = cal.shifted(day, ahead if ahead <= 3 else ahead - 7)
    return Reading(moment=cal.day_moment(day))


def weekday(slots: Slots, context: Context) -> Reading:
    """El jueves, el pasado sábado, el próximo lunes, del lunes al miércoles."""
    number = number_in(slots, "weekday")
    if context.anchor is None or number is None:
        return Reading(precision="day")
    second = number_in(slots, "weekday2")
    if (week := number_in(slots, "week")) is not None:
        monday = cal.week_moment(context.anchor, weeks=week).first
        end = None if second is None else cal.day_moment(cal.shifted(monday, second))
        return Reading(moment=cal.day_moment(cal.shifted(monday, number)), end=end)
    strict = "past" in slots or "next" in slots
    day = cal.nearest_weekday(context.anchor, number, tense=side_of(slots, context), strict=strict)
    end = None if second is None else cal.day_moment(cal.nearest_weekday(day, second, tense="future"))
    return Reading(moment=cal.day_moment(day), end=end)


def _year(slots: Slots, context: Context, *, month: int, day: int | None) -> tuple[int | None, bool]:
    """The year of a calendar date and whether it was reached through the context."""
    if (year := number_in(slots, "year")) is not None:
        return year, False
    base = context.anchor
    if "same_year" in slots:
        named = context.reference("year")
        return (named.first.year if named else None), True
    if base is None:
        return None, True
    if (shift := number_in(slots, "year_shift")) is not None:
        return base.year + shift, True
    strict = "past" in slots or "next" in slots
    return cal.year_of(base, month, day, tense=side_of(slots, context), strict=strict), True


def _numeric(text: str, *, either_order: bool) -> Reading:
    """A date in digits, the day before the month; with ``either_order`` only where one of the two can be no month."""
    parts = [int(p) for p in text.replace("/", "-").replace(".", "-").split("-")]
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    if either_order and parts[0] <= 31:
        if day != month and day <= _MONTHS and month <= _MONTHS:
            return Reading(precision="day")
        month, day = sorted((month, day))
    found = cal.real_date(year, month, day)
    return Reading(moment=cal.day_moment(found) if found else None, anchored=False, precision="day")


def _pair(slots: Slots) -> tuple[int | None, int | None]:
    """Day and closing day; "29-30" in one token is both."""
    day = slots.get("day")
    if isinstance(day, str):
        first, _, second = day.replace(".", "-").replace("/", "-").partition("-")
        return int(first), int(second)
    return number_in(slots, "day"), number_in(slots, "day2")


def calendar(slots: Slots, context: Context) -> Reading:
    """Days and months by name, with or without year; ranges of them; a bare "día 10" is in the nearest fitting month."""
    if "numeric" in slots:
        return _numeric(str(slots["numeric"]), either_order="either_order" in slots)
    month = number_in(slots, "month")
    day, day2 = _pair(slots)
    if month is None:
        return _day_of_month(slots, context, day=day)
    year, anchored = _year(slots, context, month=month, day=day)
    precision = "day" if day else "month"
    if year is None:
        return Reading(precision=precision)
    start = _calendar_moment(year, month, day)
    month2 = number_in(slots, "month2")
    end = None
    if day2 or month2:
        late = month2 or month
        end = _calendar_moment(year + (late < month), late, day2)
    return Reading(moment=start, end=end, anchored=anchored, precision=precision)


def _calendar_moment(year: int, month: int, day: int | None) -> Moment | None:
    if day is None:
        return cal.month_moment(year, month)
    found = cal.real_date(year, month, day)
    return cal.day_moment(found) if found else None


def _day_of_month(slots: Slots, context: Context, *, day: int | None) -> Reading:
    base = context.anchor
    if base is None or day is None:
        return Reading(precision="day")
    side = side_of(slots, context)
    strict = "past" in slots or "next" in slots
    step = 0
    if side == "past":
        step = -(day > base.day or (strict and day == base.day))
    elif side == "future":
        step = int(day < base.day or (strict and day == base.day))
    number = number_in(slots, "weekday")
    for month_step in (step,) if number is None else (step, step - 1, step + 1):
        month = cal.month_moment(base.year, base.month + month_step).first
        found = cal.real_date(month.year, month.month, day)
        if found and (number is None or found.weekday() == number):
            return Reading(moment=cal.day_moment(found))
    return Reading(precision="day") if number is None else weekday(slots, context)


def year(slots: Slots, context: Context) -> Reading:
    """A year by number ('82: of the century that lies in the past), or by its distance from the anchor's."""
    number, second = number_in(slots, "year"), number_in(slots, "year2")
    if (short := number_in(slots, "short_year")) is not None:
        pivot = context.anchor.year % 100 if context.anchor else 25
        number = short + (2000 if short <= pivot else 1900)
    if number is not None:
        end = None if second is None else cal.year_moment(second)
        return Reading(moment=cal.year_moment(number), end=end, anchored=False)
    shift = number_in(slots, "year_shift")
    if context.anchor is None or shift is None:
        return Reading(precision="year")
    return Reading(moment=cal.year_moment(context.anchor.year + shift))


def fraction(slots: Slots, context: Context) -> Reading:
    """Primer semestre, tercer trimestre, segunda mitad del año: of the year named, else the last one that is over."""
    name = str(slots.get("fraction", "half"))
    size = {"quarter": 3, "third": 4, "half": 6}[name]
    number = number_in(slots, "ordinal") or number_in(slots, "halfword") or 1
    if number * size > 12:
        return Reading(precision=name)
    whole, anchored = _year(slots, context, month=number * size, day=None)
    moment = None if whole is None else cal.months_moment(whole, (number - 1) * size + 1, size, precision=name)
    return Reading(moment=moment, anchored=anchored, precision=name)


def _nominal_day(slots: Slots) -> list[int]:
    """Month and day by which a feast's year is chosen; for one that moves a day in its usual stretch."""
    if "feast" in slots:
        return [int(p) for p in str(slots["feast"]).split("-")]
    return [int(str(slots["nth"]).split("-")[0]), 25] if "nth" in slots else [4, 5]


def feast(slots: Slots, context: Context) -> Reading:
    """Fixed feasts ("12-25"), those on the nth weekday of a month ("11-3-4") and those that hang on Easter, in the year named
    or the nearest on the tense's side."""
    fixed = _nominal_day(slots)
    number, anchored = _year(slots, context, month=fixed[0], day=fixed[1])
    if number is None:
        return Reading(precision="day")
    if "feast" in slots:
        day = date(number, fixed[0], fixed[1])
    elif "nth" in slots:
        day = cal.nth_weekday(number, str(slots["nth"]))
    else:
        day = cal.shifted(_easter_near(number, slots, context, anchored=anchored), number_in(slots, "easter") or 0)
    length = number_in(slots, "length") or 1
    last = cal.shifted(day, length - 1)
    return Reading(moment=Moment(first=day, last=last, precision="day" if length == 1 else "week"), anchored=anchored)


def _easter_near(number: int, slots: Slots, context: Context, *, anchored: bool) -> date:
    if not anchored or context.anchor is None:
        return cal.easter(number)
    side = side_of(slots, context)
    near = [cal.easter(context.anchor.year + step) for step in (-1, 0, 1)]
    if side == "past":
        return max(day for day in near if cal.shifted(day, -7) <= context.anchor)
    if side == "future":
        return min(day for day in near if day >= context.anchor)
    return min(near, key=lambda day: abs((day - context.anchor).days) if context.anchor else 0)
