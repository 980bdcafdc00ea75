"""Rules for dates by distance: units before and after today or the last date in the text, lengths, times of day."""

from __future__ import annotations

from datetime import date

from despacho.resolve import time_calendar as cal
from despacho.resolve.time_calendar import Moment
from despacho.resolve.time_grammar import Slots
from despacho.resolve.time_reading import Context, Reading, number_in, side_of

_PER_DAY = {"day": 1, "week": 7, "fortnight": 15}
_VAGUE_DAYS = (9, 2)
"""A few days ago: between nine and two days back; a date comes out where all of them fall in one month."""


def unit(slots: Slots, context: Context) -> Reading:
    """Esta semana, el mes pasado, el próximo año."""
    steps = sum(number_in(slots, name) or 0 for name in ("past", "next", "this"))
    name = str(slots["unit"])
    moment = None if context.anchor is None else cal.unit_moment(name, context.anchor, steps=steps)
    return Reading(moment=moment, precision=name, kind="date" if name != "day" or moment else "duration")


def session(_slots: Slots, context: Context) -> Reading:
    """Cerró la jornada: the last day of the text, else the anchor's for a past."""
    if (last := context.reference("day")) is not None:
        return Reading(moment=last)
    is_told = context.anchor is not None and context.tense == "past"
    return Reading(moment=cal.day_moment(context.anchor) if context.anchor and is_told else None, precision="day")


def weekend(slots: Slots, context: Context) -> Reading:
    """The weekend of the anchor's week or the one before or after, by the words or the tense."""
    if context.anchor is None:
        return Reading(precision="weekend")
    steps = number_in(slots, "next") or 0
    if not steps and (side_of(slots, context) == "past") and (context.anchor.weekday() < 5 or "past" in slots):
        steps = -1
    return Reading(moment=cal.weekend_moment(context.anchor, weeks=steps))


def _moved(day: date, unit_name: str, number: int) -> Moment | None:
    """``number`` units from ``day``: days to the day, one week to the day, larger units to the unit."""
    if unit_name == "hour":
        return cal.day_moment(cal.shifted(day, int(number / 24)))
    if unit_name in {"day", "fortnight"} or (unit_name == "week" and abs(number) == 1):
        return cal.day_moment(cal.shifted(day, number * _PER_DAY[unit_name]))
    return cal.unit_moment(unit_name, day, steps=number)


def _few_days_before(day: date) -> Moment | None:
    early, late = (cal.shifted(day, -n) for n in _VAGUE_DAYS)
    is_one_month = (early.year, early.month) == (late.year, late.month)
    return Moment(first=early, last=late, precision="days") if is_one_month else None


def ago(slots: Slots, context: Context) -> Reading:
    """Hace tres meses, dos años atrás, hace unos días."""
    name, number = str(slots["unit"]), number_in(slots, "number")
    if context.anchor is None:
        return Reading(precision=name)
    if number is None:
        few = {"day": _few_days_before(context.anchor), "hour": cal.day_moment(context.anchor)}
        return Reading(moment=few.get(name) if "vague" in slots else None, precision=name)
    return Reading(moment=_moved(context.anchor, name, -number), precision=name)


def within(slots: Slots, context: Context) -> Reading:
    """Dentro de dos días."""
    name, number = str(slots["unit"]), number_in(slots, "number")
    moment = None if context.anchor is None or number is None else _moved(context.anchor, name, number)
    return Reading(moment=moment, precision=name)


def in_time(slots: Slots, context: Context) -> Reading:
    """In three days: to come unless the verb is in the past, whose act took that long."""
    return lately(slots, context) if context.tense == "past" else within(slots, context)


def lately(slots: Slots, context: Context) -> Reading:
    """En los últimos tres días: the stretch that ends at the anchor."""
    name, number = str(slots["unit"]), number_in(slots, "number")
    anchor = context.anchor
    if anchor is None or name not in _PER_DAY or context.tense == "future":
        return Reading(kind="duration", precision=name)
    days = _PER_DAY[name] * (number or (7 if name == "day" else 4))
    moment = Moment(first=cal.shifted(anchor, -days), last=anchor, precision="days")
    is_one_month = (moment.first.year, moment.first.month) == (anchor.year, anchor.month)
    return Reading(moment=moment if is_one_month or number else None, kind="duration")


def shift(slots: Slots, context: Context) -> Reading:
    """Dos días antes, al día siguiente, el mes anterior: from the last date in the text that is precise enough."""
    name = str(slots.get("unit", "day"))
    direction = number_in(slots, "direction") or 1
    number = number_in(slots, "number")
    reference = context.reference(name)
    if "vague" in slots:
        is_few = reference is not None and name == "day" and direction < 0
        return Reading(moment=_few_days_before(reference.first) if reference and is_few else None, precision=name)
    if reference is None and number is None and name in {"week", "month", "year"} and context.anchor is not None:
        reference = cal.day_moment(context.anchor)
    if reference is None or name == "hour":
        return Reading(precision=name)
    if number is None:
        return Reading(moment=cal.unit_moment(name, reference.first, steps=direction), precision=name)
    return Reading(moment=_moved(reference.first, name, direction * number), precision=name)


def same(slots: Slots, context: Context) -> Reading:
    """Ese mismo día, el mismo mes, esa noche: the unit of the last date in the text."""
    name = str(slots.get("unit", "month" if "year_shift" in slots else "day"))
    reference = context.reference(name)
    if reference is None:
        return Reading(precision=name)
    if name == "month" and (steps := number_in(slots, "year_shift")):
        return Reading(moment=cal.month_moment(reference.first.year + steps, reference.first.month))
    return Reading(moment=cal.unit_moment(name, reference.first, steps=0), precision=name)


def clock(_slots: Slots, context: Context) -> Reading:
    """A las 16:15: the day of the last date in the text, else the anchor's."""
    if (last := context.reference("day")) is not None:
        return Reading(moment=last, kind="time", precision="hour")
    moment = None if context.anchor is None else cal.day_moment(context.anchor)
    return Reading(moment=moment, kind="time", precision="hour")


def duration(slots: Slots, _context: Context) -> Reading:
    """A length of time: no date."""
    return Reading(kind="duration", precision=str(slots["unit"]))


def repeated(slots: Slots, _context: Context) -> Reading:
    """Todos los viernes: no date."""
    return Reading(kind="set", precision=str(slots.get("unit", "day")))


def vague(slots: Slots, _context: Context) -> Reading:
    """Named, but without a date: a decade, a part of some day (a time), days from an event that has none."""
    precision = str(slots.get("precision", slots.get("unit", "day")))
    if "part" in slots:
        return Reading(kind="time", precision="hour")
    return Reading(kind="duration" if precision in {"minute", "hour"} else "date", precision=precision)
