"""The rules that time.toml can name, each from slots and context to a reading."""

from __future__ import annotations

from collections.abc import Callable

from despacho.resolve import time_absolute as absolute
from despacho.resolve import time_relative as relative
from despacho.resolve.time_grammar import Slots
from despacho.resolve.time_reading import Context, Reading

RULES: dict[str, Callable[[Slots, Context], Reading]] = {
    "deictic": absolute.deictic,
    "weekday": absolute.weekday,
    "calendar": absolute.calendar,
    "year": absolute.year,
    "unit": relative.unit,
    "session": relative.session,
    "weekend": relative.weekend,
    "ago": relative.ago,
    "within": relative.within,
    "in": relative.in_time,
    "lately": relative.lately,
    "shift": relative.shift,
    "same": relative.same,
    "fraction": absolute.fraction,
    "feast": absolute.feast,
    "clock": relative.clock,
    "duration": relative.duration,
    "set": relative.repeated,
    "vague": relative.vague,
}
